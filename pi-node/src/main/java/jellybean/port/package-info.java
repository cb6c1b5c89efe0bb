/**
 * What a node needs from the world: a clock, timers, randomness, the network, and a journal on
 * disk.
 *
 * <p>Real ones are made by {@code node}; the simulator makes its own, so that a whole cluster runs
 * in one process, deterministically, from a seed. Nothing else in the pure packages may ask the
 * world for anything; blocking work of devices goes through {@link jellybean.port.Workers}.
 */
@NullMarked
package jellybean.port;

import org.jspecify.annotations.NullMarked;
