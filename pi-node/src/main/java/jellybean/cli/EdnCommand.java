package jellybean.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.edn.EdnException;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly edn}: reads values and writes each on a line of its own. */
@Command(
    name = "edn",
    description = {
      "Read EDN values and write each on one line.",
      "",
      "Values are written as they are read, so a stream of any length needs little memory. The"
          + " first fault ends the command: it goes to standard error as file:line:column: message."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every value was read", "1:there was a fault", "2:the command line is wrong"})
final class EdnCommand implements Callable<Integer> {
  private static final int PRETTY_WIDTH = 80;

  private final Streams streams;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "read this file, not standard input")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--pretty", description = "lay each value out over several lines")
  private boolean pretty;

  EdnCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (Source source = Source.open(file, streams)) {
      EdnReader reader = EdnReader.of(source.in(), source.name(), ReadLimits.DOCUMENT);
      for (Optional<Value> v = reader.next(); v.isPresent(); v = reader.next()) {
        write(v.get());
        if (source.wouldWait()) {
          streams.flush();
        }
      }
      return ExitCode.OK;
    } catch (EdnException e) {
      streams.flush();
      streams.err().println(e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private void write(Value value) {
    streams.line(pretty ? EdnPrinter.pretty(value, PRETTY_WIDTH) : EdnPrinter.toString(value));
  }
}
