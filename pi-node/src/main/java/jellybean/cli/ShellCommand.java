package jellybean.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.shell.Shell;
import jellybean.system.Checker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jelly shell}: the whole fleet as one tree, through one member. */
@Command(
    name = "shell",
    description = {
      "See and steer a running fleet.",
      "",
      "Connects to a member with an operator certificate. With -c, or if standard input is no"
          + " terminal, runs commands separated by ; or line ends up to the first that fails; else"
          + " asks for them. The command help lists what there is."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every command worked", "1:one failed", "2:the command line is wrong"})
final class ShellCommand implements Callable<Integer> {
  private final Streams streams;
  private final Checker checker;

  @Mixin private ConnectOptions connect = new ConnectOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "-c", paramLabel = "COMMANDS", description = "run these commands and end")
  private Optional<String> script = Optional.empty();

  ShellCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  @Override
  public Integer call() {
    Fleet fleet = connect.open(streams);
    try (Shell shell = new Shell(fleet::connect, output.screen(streams), new FileBench(checker))) {
      Shell.Outcome outcome = run(shell);
      return outcome == Shell.Outcome.FAILED ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private Shell.Outcome run(Shell shell) {
    if (script.isPresent()) {
      return shell.runScript(script.get());
    }
    if (streams.inIsTerminal() && streams.outIsTerminal()) {
      shell.runTerminal(output.historyFile(streams));
      return Shell.Outcome.DONE;
    }
    return shell.runStream(
        new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8)));
  }
}
