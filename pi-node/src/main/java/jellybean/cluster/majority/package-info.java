/**
 * One home for a system, whatever happens to the network: epochs taken by majorities of electors,
 * and leases that end before anybody else can take one ({@code docs/majority.md}).
 *
 * <p>Pure: time and chance come in with each input, messages go out as values. {@link
 * jellybean.cluster.majority.Majority} is the whole of a node; everything else here is a part of it
 * or a value that it takes or gives.
 */
@NullMarked
package jellybean.cluster.majority;

import org.jspecify.annotations.NullMarked;
