/**
 * The {@code jelly} command: one program for everything a person does with a fleet.
 *
 * <p>Each subcommand is a class that parses nothing itself (picocli does), does its work through
 * the packages below, and answers with an exit code: 0 for success, 1 for a failure or for faults
 * found, 2 for a command line that makes no sense. Input and output come as {@link
 * jellybean.cli.Streams}, so that every command runs in a test without a process.
 *
 * <p>Never here: behaviour of nodes, formats, protocols. Nobody imports this package but {@code
 * provisioning}, for the one interface it implements.
 */
@NullMarked
package jellybean.cli;

import org.jspecify.annotations.NullMarked;
