package jellybean.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jelly fleet}: what is done with the authority's key, on the machine that holds it. */
@Command(
    name = "fleet",
    description = "Work with the key of the fleet's authority.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:the command line is wrong"})
final class FleetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private FleetCommand() {}

  static CommandLine commandLine(Streams streams) {
    return new CommandLine(new FleetCommand()).addSubcommand(new Deny(streams));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "jelly fleet: expected a command");
  }

  /** {@code jelly fleet deny}. */
  @Command(
      name = "deny",
      description = {
        "Sign the next version of the list of those who are kept out of the fleet.",
        "",
        "An entry is node/<id>, operator/<name>, or certificate/<serial number in hexadecimal> for"
            + " one certificate alone. Hand the file to the fleet with jelly deny; then change its"
            + " keys with jelly rotate-keys, since who is kept out still knows the present ones."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:the list is signed", "1:failed", "2:the command line is wrong"})
  static final class Deny implements Callable<Integer> {
    private final Streams streams;

    @Option(
        names = {"-a", "--authority"},
        paramLabel = "DIR",
        required = true,
        description = "the authority's ca.pem and ca-key.pem")
    private Path authority = Path.of("");

    @Option(
        names = {"-l", "--list"},
        paramLabel = "FILE",
        required = true,
        description = "the list; keep it, it knows the last version")
    private Path list = Path.of("");

    @Option(
        names = {"-r", "--remove"},
        paramLabel = "ENTRY",
        description = "an entry to take from the list; may be repeated")
    private List<String> remove = List.of();

    @Parameters(paramLabel = "ENTRY", arity = "0..*", description = "whom to deny")
    private List<String> entries = List.of();

    Deny(Streams streams) {
      this.streams = streams;
    }

    @Override
    public Integer call() {
      if (entries.isEmpty() && remove.isEmpty()) {
        throw new WrongUsageException("expected whom to deny, or --remove, found neither");
      }
      DenyListSigner signer =
          ServiceLoader.load(DenyListSigner.class)
              .findFirst()
              .orElseThrow(
                  () ->
                      new CommandFailedException(
                          "expected the module provisioning beside this program, found none"));
      try {
        long version = signer.sign(authority, list, entries, remove);
        streams.line(list + " is version " + version + " of the deny-list");
        return ExitCode.OK;
      } catch (RuntimeException e) {
        throw new CommandFailedException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
