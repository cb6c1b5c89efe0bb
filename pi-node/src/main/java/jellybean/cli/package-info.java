/**
 * The commands of {@code jelly}: each reads its arguments, calls the package that does the work,
 * and turns the outcome into output and an exit code.
 *
 * <p>Nobody imports this package but {@code provisioning}, for the one interface it implements. It
 * holds no logic that a test would have to reach through a command line.
 */
@NullMarked
package jellybean.cli;

import org.jspecify.annotations.NullMarked;
