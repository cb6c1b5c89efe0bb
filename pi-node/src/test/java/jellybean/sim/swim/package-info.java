/**
 * Membership by SWIM in virtual time, after what ScaleCube's core does with it, and behind the same
 * port: who is believed alive differs from node to node, changes late, at times wrongly and in
 * another order.
 *
 * <p>Kept: probes in random order, probes through others, suspicion with its time, refutation by a
 * higher counter, rumours with fan-out and a bounded number of rounds, comparison of whole tables,
 * tags asked of a newcomer before it counts, leaving, an answer that the probed life is gone; and
 * Jellybean's own introductions ({@link jellybean.cluster.Introductions}). Not kept: bytes (a table
 * is one datagram, however large it is), rumours other than about members, tags that change, the
 * suppression of idle rumours.
 */
@NullMarked
package jellybean.sim.swim;

import org.jspecify.annotations.NullMarked;
