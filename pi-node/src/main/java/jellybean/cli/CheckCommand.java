package jellybean.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.lang.Fault;
import jellybean.system.Checker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly check}: every fault of a system document at once. */
@Command(
    name = "check",
    description = {
      "Find every fault of a system document and of the files it uses.",
      "",
      "Writes one line per fault: file:line:column: message. With --edn each is a map {:file :line"
          + " :column :message}. After "
          + Checker.MAX_FAULTS
          + " faults a last line, or a map of a :message alone, says how many were left out."
          + " Nothing is run."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no fault", "1:there are faults", "2:the command line is wrong"})
final class CheckCommand implements Callable<Integer> {
  private final Streams streams;
  private final Checker checker;

  @Parameters(paramLabel = "FILE", description = "the document")
  private Path file = Path.of("");

  @Mixin private WithOption with = new WithOption();

  @Option(names = "--edn", description = "write faults as EDN")
  private boolean edn;

  CheckCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  @Override
  public Integer call() {
    List<Fault> faults = Documents.check(file, with.values(), checker).checked().faults();
    faults.forEach(fault -> streams.line(line(fault, edn)));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  static String line(Fault fault, boolean edn) {
    return edn ? EdnPrinter.toString(value(fault)) : fault.toString();
  }

  private static EdnMap value(Fault fault) {
    EdnMap place =
        EdnMap.of(
            Keyword.of("file"),
            new Text(fault.source()),
            Keyword.of("line"),
            Int.of(fault.at().line()),
            Keyword.of("column"),
            Int.of(fault.at().column()));
    return (fault.hasPlace() ? place : EdnMap.EMPTY)
        .with(Keyword.of("message"), new Text(fault.message()));
  }
}
