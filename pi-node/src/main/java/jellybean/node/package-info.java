/**
 * The composition root: configuration, the loops' threads, and the wiring of everything a running
 * node consists of.
 *
 * <p>Nobody imports this package but the commands. It decides nothing that a pure package could
 * decide: it reads settings, creates parts, connects them and stops them in reverse.
 */
@NullMarked
package jellybean.node;

import org.jspecify.annotations.NullMarked;
