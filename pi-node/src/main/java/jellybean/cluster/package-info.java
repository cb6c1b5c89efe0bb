/**
 * What a node decides about the others: links that lose nothing, which connection survives, when to
 * try again.
 *
 * <p>State machines and pure functions only: input in, decision out. This package never opens a
 * socket, starts a thread, takes a lock or reads a clock; {@code net} feeds it and acts.
 */
@NullMarked
package jellybean.cluster;

import org.jspecify.annotations.NullMarked;
