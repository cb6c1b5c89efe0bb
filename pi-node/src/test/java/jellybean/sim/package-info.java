/**
 * A whole cluster in one process and one thread, deterministic from a seed: virtual time, timers,
 * random numbers, workers and network for any number of nodes. No test here waits for real time.
 */
@NullMarked
package jellybean.sim;

import org.jspecify.annotations.NullMarked;
