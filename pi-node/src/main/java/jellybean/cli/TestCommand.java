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
import jellybean.rehearsal.Difference;
import jellybean.rehearsal.Performance;
import jellybean.rehearsal.Rehearsal;
import jellybean.rehearsal.RehearsalReader;
import jellybean.system.Checked;
import jellybean.system.Checker;
import jellybean.system.SupervisorDef;
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
      "A test that fails is shown with its seed and with file:line:column of each step that failed,"
          + " with what was expected and found, and where the two differ. Long values are cut"
          + " there; --edn writes them whole. The same document always gives the same result."
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

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "decides where chance does, in the place of what the documents say")
  private Optional<Long> seed = Optional.empty();

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
      return outcomes.stream().filter(o -> !o.isGood()).count();
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
    Optional<Checked> checked = read.named().map(named -> check(file, named));
    List<Fault> faults = new ArrayList<>(read.faults());
    checked.ifPresent(c -> faults.addAll(c.faults()));
    Optional<SupervisorDef> system = checked.flatMap(Checked::definition);
    if (read.document().isEmpty() || system.isEmpty()) {
      return unread(file, faults);
    }
    if (!edn) {
      streams.line(file.toString());
    }
    List<Performance.Outcome> outcomes = new ArrayList<>();
    for (Rehearsal rehearsal : read.document().get().rehearsals()) {
      Performance.Outcome outcome =
          Performance.of(seed.map(rehearsal::withSeed).orElse(rehearsal), system.get());
      outcomes.add(outcome);
      show(file, outcome);
    }
    return new Tested(file.toString(), List.of(), outcomes);
  }

  private Checked check(Path file, Rehearsal.Named named) {
    if (named.text().isPresent()) {
      return Documents.checkText(file, named.text().get(), named.with(), checker).checked();
    }
    Path system = Optional.ofNullable(file.getParent()).orElse(Path.of("")).resolve(named.use());
    if (!Files.isRegularFile(system)) {
      String what = "cannot find the file " + named.use();
      Fault fault = new Fault(file.toString(), named.at(), what);
      return new Checked(Optional.empty(), List.of(fault));
    }
    return Documents.check(system.normalize(), named.with(), checker).checked();
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
    if (outcome.isGood()) {
      streams.line("  ok      " + name);
      return;
    }
    streams.line("  FAILED  " + name + " (seed " + outcome.rehearsal().seed() + ")");
    for (Performance.Failure failure : outcome.failures()) {
      streams.line("    " + place(file, failure) + ": " + failure.message());
      Difference.lines(failure.differences()).forEach(line -> streams.line("      " + line));
    }
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
            Bool.of(outcome.isGood()),
            Keyword.of("seed"),
            Int.of(outcome.rehearsal().seed()),
            Keyword.of("virtual-ms"),
            Int.of(outcome.virtualMs()));
    return outcome.isGood()
        ? map
        : map.with(
            Keyword.of("failures"),
            EdnVector.of(outcome.failures().stream().map(TestCommand::value).toList()));
  }

  private static EdnMap value(Performance.Failure failure) {
    return EdnMap.of(
        Keyword.of("line"),
        Int.of(failure.at().line()),
        Keyword.of("column"),
        Int.of(failure.at().column()),
        Keyword.of("message"),
        new Text(failure.message()),
        Keyword.of("differences"),
        EdnVector.of(failure.differences().stream().map(Difference.Place::toValue).toList()));
  }
}
