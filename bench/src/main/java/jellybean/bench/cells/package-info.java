/**
 * Real nodes in network namespaces of one machine: cells with an access point and stations, babeld
 * between them, links that lose packets, are cut and heal, nodes that are killed. What must hold is
 * checked from outside, as an operator sees it.
 *
 * <p>Needs root, and is started by {@code bench/cells/run} within namespaces of its own, with which
 * everything ends that it began.
 */
@NullMarked
package jellybean.bench.cells;

import org.jspecify.annotations.NullMarked;
