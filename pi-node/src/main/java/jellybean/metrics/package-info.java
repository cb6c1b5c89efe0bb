/**
 * What a node counts and measures, under the names by which the world knows it: the one list of all
 * metrics, each with its type and what it means; their values as EDN; and the text that Prometheus
 * asks for, on a port, if somebody wants it.
 *
 * <p>The values come as the EDN that the parts of a node show. Never here: counting.
 */
@NullMarked
package jellybean.metrics;

import org.jspecify.annotations.NullMarked;
