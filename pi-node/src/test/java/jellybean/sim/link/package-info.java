/**
 * The links between simulated nodes: the real state machines of {@code cluster}, driven as {@code
 * net} drives them, over simulated connections. That links deliver once and in order is thereby
 * tested and not assumed.
 */
@NullMarked
package jellybean.sim.link;

import org.jspecify.annotations.NullMarked;
