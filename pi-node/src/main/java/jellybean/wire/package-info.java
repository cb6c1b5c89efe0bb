/**
 * What nodes say to each other, as bytes: frames and envelopes as EDN, the rule of their length
 * prefix, and the sealing of datagrams.
 *
 * <p>Everything here is a function of its arguments or a small state machine owned by one thread.
 * This package never opens a socket, never starts a thread, never reads a clock, and decides
 * nothing about connections or delivery. From the network it accepts bounded EDN only.
 */
@NullMarked
package jellybean.wire;

import org.jspecify.annotations.NullMarked;
