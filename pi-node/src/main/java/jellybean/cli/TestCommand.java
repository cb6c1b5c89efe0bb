package jellybean.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.Fault;
import jellybean.rehearsal.Performance;
import jellybean.rehearsal.Rehearsal;
import jellybean.rehearsal.RehearsalReader;
import jellybean.system.Checked;
import jellybean.system.Checker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly test}: runs systems in virtual time and compares. */
@Command(
    name = "test",
    description = {
      "Run the tests of systems: each starts a system on one invented node, in virtual time, sends"
          + " it messages and compares what it says and knows.",
      "",
      "A test that fails is shown with file:line:column of the step, with what was expected and"
          + " found, and where the two differ. The same document always gives the same result."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every test succeeded",
      "1:one failed, or a document has faults",
      "2:the command line is wrong"
    })
final class TestCommand implements Callable<Integer> {
  private static final Keyword FILE = Keyword.of("file");

  private final Streams streams;
  private final Checker checker;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "documents of tests")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--edn", description = "write one map for each test")
  private boolean edn;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "also write the results there, as JUnit's XML")
  private Optional<Path> junit = Optional.empty();

  TestCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  /**
   * How the tests of a document went.
   *
   * @param faults why they could not be run
   */
  record Tested(String file, List<Fault> faults, List<Performance.Outcome> outcomes) {
    long failed() {
      return outcomes.stream().filter(o -> o.failure().isPresent()).count();
    }

    boolean isGood() {
      return faults.isEmpty() && failed() == 0;
    }
  }

  @Override
  public Integer call() {
    List<Tested> all = new ArrayList<>();
    for (Path file : files) {
      all.add(test(file));
    }
    if (!edn) {
      long tests = all.stream().mapToLong(t -> t.outcomes().size()).sum();
      long failed = all.stream().mapToLong(Tested::failed).sum();
      long unread = all.stream().filter(t -> !t.faults().isEmpty()).count();
      streams.line(
          tests
              + (tests == 1 ? " test, " : " tests, ")
              + failed
              + " failed"
              + (unread > 0 ? ", documents with faults: " + unread : ""));
    }
    junit.ifPresent(to -> write(to, JUnitXml.of(all)));
    return all.stream().allMatch(Tested::isGood) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void write(Path to, String text) {
    try {
      Files.writeString(to, text);
    } catch (IOException e) {
      throw new CommandFailedException("cannot write " + to + ": " + e, e);
    }
  }

  private Tested test(Path file) {
    RehearsalReader.Result read = RehearsalReader.read(bytes(file), file.toString());
    if (read.document().isEmpty()) {
      return unread(file, read.faults());
    }
    Rehearsal.Document document = read.document().get();
    Path system = Optional.ofNullable(file.getParent()).orElse(Path.of("")).resolve(document.use());
    if (!Files.isRegularFile(system)) {
      String what = "cannot find the file " + document.use();
      return unread(file, List.of(new Fault(file.toString(), document.useAt(), what)));
    }
    Checked checked = Documents.check(system.normalize(), document.with(), checker).checked();
    if (checked.definition().isEmpty()) {
      return unread(file, checked.faults());
    }
    if (!edn) {
      streams.line(file.toString());
    }
    List<Performance.Outcome> outcomes = new ArrayList<>();
    for (Rehearsal rehearsal : document.rehearsals()) {
      Performance.Outcome outcome = Performance.of(rehearsal, checked.definition().get());
      outcomes.add(outcome);
      show(file, outcome);
    }
    return new Tested(file.toString(), List.of(), outcomes);
  }

  private Tested unread(Path file, List<Fault> faults) {
    for (Fault fault : faults) {
      streams.line(
          edn
              ? EdnPrinter.toString(
                  EdnMap.of(
                      FILE,
                      new Text(file.toString()),
                      Keyword.of("fault"),
                      new Text(fault.toString())))
              : fault.toString());
    }
    return new Tested(file.toString(), faults, List.of());
  }

  private static byte[] bytes(Path file) {
    try (Source source = Source.ofFile(file)) {
      return source.in().readAllBytes();
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e, e);
    }
  }

  private void show(Path file, Performance.Outcome outcome) {
    if (edn) {
      streams.line(EdnPrinter.toString(value(file, outcome)));
      return;
    }
    String name = outcome.rehearsal().name();
    streams.line((outcome.failure().isEmpty() ? "  ok      " : "  FAILED  ") + name);
    outcome
        .failure()
        .ifPresent(
            failure -> {
              streams.line("    " + place(file, failure) + ": " + failure.message());
              failure.differences().forEach(line -> streams.line("      " + line));
            });
  }

  static String place(Object file, Performance.Failure failure) {
    return file + ":" + failure.at();
  }

  private static Value value(Path file, Performance.Outcome outcome) {
    EdnMap map =
        EdnMap.of(
            FILE,
            new Text(file.toString()),
            Keyword.of("test"),
            new Text(outcome.rehearsal().name()),
            Keyword.of("ok"),
            Bool.of(outcome.failure().isEmpty()),
            Keyword.of("virtual-ms"),
            Int.of(outcome.virtualMs()));
    return outcome
        .failure()
        .map(
            f ->
                map.with(Keyword.of("line"), Int.of(f.at().line()))
                    .with(Keyword.of("column"), Int.of(f.at().column()))
                    .with(Keyword.of("message"), new Text(f.message()))
                    .with(
                        Keyword.of("differences"),
                        EdnVector.of(f.differences().stream().map(Text::new).toList())))
        .orElse(map);
  }
}
