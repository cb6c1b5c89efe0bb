package jellybean.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.lang.Fault;
import jellybean.wiring.HeaderPicture;
import jellybean.wiring.PinTable;
import jellybean.wiring.Plan;
import jellybean.wiring.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly wiring}: what hangs on the pins of a board, checked, as a table and a picture. */
@Command(
    name = "wiring",
    description = {
      "Check the description of what hangs on the pins of a board, and show it.",
      "",
      "Writes a table in Markdown, and with -o a picture of the header. A description with faults"
          + " is not shown: they are written, one line each, as file:line:column: message."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no fault", "1:there are faults", "2:the command line is wrong"})
final class WiringCommand implements Callable<Integer> {
  /** More is no description of a board. */
  private static final int MAX_BYTES = 1 << 20;

  private final Streams streams;

  @Parameters(paramLabel = "FILE", description = "the description")
  private Path file = Path.of("");

  @Option(names = "--edn", description = "write faults as EDN")
  private boolean edn;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "draw the picture there, as SVG")
  private Optional<Path> output = Optional.empty();

  WiringCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Plans.Outcome outcome = Plans.read(bytes(), file.toString());
    if (outcome.plan().isEmpty()) {
      for (Fault fault : outcome.faults()) {
        streams.line(CheckCommand.line(fault, edn));
      }
      return ExitCode.FAILED;
    }
    Plan plan = outcome.plan().get();
    output.ifPresent(to -> write(to, HeaderPicture.svg(plan)));
    streams.line(PinTable.of(plan).stripTrailing());
    return ExitCode.OK;
  }

  private byte[] bytes() {
    try (Source source = Source.ofFile(file)) {
      byte[] bytes = source.in().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CommandFailedException(
            file + ": expected at most " + MAX_BYTES + " bytes, found more");
      }
      return bytes;
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
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
