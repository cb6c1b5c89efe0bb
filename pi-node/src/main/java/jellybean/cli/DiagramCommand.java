package jellybean.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.diagram.Diagram;
import jellybean.diagram.TooLargeException;
import jellybean.edn.EdnPrinter;
import jellybean.system.Checked;
import jellybean.system.Checker;
import jellybean.system.SupervisorDef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly diagram}: a picture of a system. */
@Command(
    name = "diagram",
    description = {
      "Draw a system: its clusters, what each actor receives (left) and says (right), who gets what"
          + " is said, and what is forwarded to whom. Names of one box that the same boxes get"
          + " share a line.",
      "",
      "Writes SVG, which every browser shows; with --edn the same as data. A document with faults"
          + " is not drawn; they are written as jelly check does."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:drawn", "1:the document has faults", "2:the command line is wrong"})
final class DiagramCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  private final Streams streams;
  private final Checker checker;

  @Parameters(paramLabel = "FILE", description = "the document")
  private Path file = Path.of("");

  @Mixin private WithOption with = new WithOption();

  @Option(names = "--edn", description = "write data in the place of a picture")
  private boolean edn;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write it there; else to standard output")
  private Optional<Path> output = Optional.empty();

  DiagramCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  @Override
  public Integer call() {
    Checked checked = Documents.check(file, with.values(), checker).checked();
    if (checked.definition().isEmpty()) {
      checked.faults().forEach(fault -> streams.line(fault.toString()));
      return ExitCode.FAILED;
    }
    String text = text(checked.definition().get());
    if (output.isEmpty()) {
      streams.line(text.stripTrailing());
    } else {
      write(output.get(), text);
    }
    return ExitCode.OK;
  }

  private String text(SupervisorDef system) {
    try {
      return edn ? EdnPrinter.pretty(Diagram.data(system), WIDTH) + "\n" : Diagram.svg(system);
    } catch (TooLargeException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void write(Path to, String text) {
    try {
      Files.writeString(to, text);
    } catch (IOException e) {
      throw new CommandFailedException("cannot write " + to + ": " + e, e);
    }
  }
}
