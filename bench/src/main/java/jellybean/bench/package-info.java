/**
 * Micro-benchmarks (JMH) of what every message passes through.
 *
 * <p>They measure and decide nothing: a bound that must hold is a test beside the code it bounds.
 */
@NullMarked
package jellybean.bench;

import org.jspecify.annotations.NullMarked;
