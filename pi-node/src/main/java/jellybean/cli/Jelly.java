package jellybean.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jellybean.device.Drivers;
import jellybean.shell.ShellException;
import jellybean.system.Checker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code jelly} program: picks the subcommand and turns what goes wrong into an exit code. */
@Command(
    name = "jelly",
    description = "Jellybean: many small boards, one actor machine.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "jelly COMMAND --help tells more about one."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed, or faults were found", "2:the command line is wrong"})
public final class Jelly implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "show this help and end")
  @SuppressWarnings("UnusedVariable") // picocli sets and reads it
  private boolean help;

  private static final int HELP_CELLS = 100;

  private Jelly() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "jelly: expected a command");
  }

  public static void main(String[] args) {
    Streams streams = Streams.ofProcess();
    int code = run(args, streams);
    // Threads of a node or of a connection must not keep a finished command alive.
    System.exit(code);
  }

  /** Runs one command line; answers its exit code. */
  public static int run(String[] args, Streams streams) {
    try {
      int code = commandLine(streams).execute(args);
      streams.flush();
      return code;
    } catch (OutputClosedException e) {
      return ExitCode.FAILED;
    }
  }

  private static CommandLine commandLine(Streams streams) {
    CommandLine jelly = new CommandLine(new Jelly());
    jelly.addSubcommand(new EdnCommand(streams));
    jelly.addSubcommand(new EvalCommand(streams));
    Checker checker = new Checker(Drivers.standard(Path.of("")).catalogue());
    jelly.addSubcommand(new CheckCommand(streams, checker));
    jelly.addSubcommand(new TestCommand(streams, checker));
    jelly.addSubcommand(new DiagramCommand(streams, checker));
    jelly.addSubcommand(new WiringCommand(streams));
    jelly.addSubcommand(new ReplayCommand(streams, checker));
    jelly.addSubcommand(NodeCommand.commandLine());
    jelly.addSubcommand(new DeployCommand(streams, checker));
    jelly.addSubcommand(new UndeployCommand(streams));
    jelly.addSubcommand(new ShellCommand(streams, checker));
    jelly.addSubcommand(new DemoCommand(streams, checker));
    jelly.addSubcommand(new SecurityCommands.Deny(streams));
    jelly.addSubcommand(new SecurityCommands.RotateKeys(streams));
    jelly.addSubcommand(new SecurityCommands.Reload(streams));
    jelly.addSubcommand(FleetCommand.commandLine(streams));
    jelly.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    jelly.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    jelly.setColorScheme(
        CommandLine.Help.defaultColorScheme(streams.colour() ? Ansi.ON : Ansi.OFF));
    jelly.setUsageHelpWidth(HELP_CELLS);
    jelly.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command, streams));
    return jelly;
  }

  private static int failed(Exception e, CommandLine command, Streams streams) {
    if (e instanceof OutputClosedException) {
      return ExitCode.FAILED;
    }
    streams.flush();
    String name = command.getCommandSpec().qualifiedName();
    streams.err().println(name + ": " + e.getMessage());
    if (e instanceof WrongUsageException) {
      return ExitCode.USAGE;
    }
    if (!(e instanceof CommandFailedException) && !(e instanceof ShellException)) {
      streams.err().println(name + ": this is a fault of the program itself:");
      e.printStackTrace(streams.err());
    }
    return ExitCode.FAILED;
  }
}
