package jellybean.bench.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import jellybean.bench.Machine;
import jellybean.cli.FleetFactory;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.FrameCodec;

/**
 * Messages of 100 bytes between two processes of one machine, over TCP on the loopback: one way
 * with a window, and back and forth. All contestants are started at once, warmed, and measured in
 * turns, round by round, each round in another order. The report is one EDN map.
 */
final class RemoteBench {
  private static final int WIDTH = 110;
  private static final String METHOD =
      """
      ;; bench/remote: messages of 100 bytes from one process to another on one machine, TCP on the loopback.
      ;; One way: %d under way, one message confirms %d. Round trip: one there, one back. TLS is mutual TLS 1.3
      ;; with %s and the same keys everywhere. Each round measures all in turns;
      ;; medians over the rounds. Processor time is that of both processes, by the books of the kernel. Ratios
      ;; are medians of those of each round: jellybean divided by the other, more is better.
      """
          .formatted(Run.WINDOW, Run.CREDIT, Keys.CIPHER);

  private final Plan plan;
  private final Path fleet;
  private final int sameBytes;

  private RemoteBench(Plan plan, Path fleet) {
    this.plan = plan;
    this.fleet = fleet;
    this.sameBytes = frameBytes();
  }

  public static void main(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(Plan.USAGE);
      return;
    }
    try {
      Plan plan = Plan.of(List.of(args));
      EdnMap report = run(plan);
      write(plan.report(), report);
      System.out.println(EdnPrinter.pretty(report, WIDTH));
    } catch (RemoteException e) {
      System.err.println("remote: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Measures; the report is returned. */
  static EdnMap run(Plan plan) throws InterruptedException {
    Path fleet = Machine.temporaryFolder("jelly-remote-");
    try {
      ServiceLoader.load(FleetFactory.class)
          .findFirst()
          .orElseThrow()
          .create(fleet, List.of(Contestant.senderId(), Contestant.receiverId()), List.of());
      return new RemoteBench(plan, fleet).run();
    } finally {
      Machine.delete(fleet);
    }
  }

  private EdnMap run() throws InterruptedException {
    List<Contestant> contestants = new ArrayList<>(plan.contestants());
    EdnMap report = facts();
    if (contestants.stream().anyMatch(Contestant::isErlang) && !compileErlang()) {
      contestants.removeIf(Contestant::isErlang);
      report = report.with(Keyword.of("erlang"), Keyword.of("not-installed"));
    }
    for (String compiler : plan.compilers().keySet()) {
      Results results = measure(compiler, contestants);
      report =
          report.with(
              Keyword.of(compiler),
              results.toValue().with(Keyword.of("jellybean-divided-by"), results.ratios()));
    }
    return report;
  }

  private Results measure(String compiler, List<Contestant> contestants)
      throws InterruptedException {
    List<Pair> pairs = new ArrayList<>();
    try {
      for (Contestant contestant : contestants) {
        tell(compiler + ": starting " + contestant.label);
        List<String> options = plan.compilers().getOrDefault(compiler, List.of());
        Pair pair = Pair.start(contestant, options, fleet, sameBytes);
        pairs.add(pair);
        pair.warm(Run.Kind.FLOOD, plan.warming());
        pair.warm(Run.Kind.ECHO, plan.warming());
      }
      Results results = new Results();
      for (int round = 1; round <= plan.rounds(); round++) {
        tell(compiler + ": round " + round + " of " + plan.rounds());
        for (Pair pair : pairs) {
          results.add(
              pair.contestant,
              pair.measure(Run.Kind.FLOOD, plan.measureMs()),
              pair.measure(Run.Kind.ECHO, plan.measureMs()));
        }
        Collections.rotate(pairs, 1);
      }
      return results;
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  private EdnMap facts() {
    EdnMap methods = EdnMap.EMPTY;
    for (Contestant contestant : plan.contestants()) {
      methods = methods.with(Keyword.of(contestant.label), new Text(contestant.method()));
    }
    return EdnMap.of(
            Keyword.of("date"),
            new Text(LocalDate.now(ZoneOffset.UTC).toString()),
            Keyword.of("machine"),
            Machine.toValue())
        .with(Keyword.of("options"), new Text(String.join(" ", Pair.JVM_OPTIONS)))
        .with(Keyword.of("rounds"), Int.of(plan.rounds()))
        .with(Keyword.of("ms"), Int.of(plan.measureMs()))
        .with(Keyword.of("load-before"), new Text(load()))
        .with(Keyword.of("jellybean-frame-bytes"), Int.of(sameBytes))
        .with(Keyword.of("contestants"), methods);
  }

  /** What else the machine does: the report is worth little if that is much. */
  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).strip();
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }

  /** The body of a frame with such a message. */
  private static int frameBytes() {
    long sequence = 1_000_000;
    byte[] envelope = EnvelopeCodec.encode(JellySide.sample());
    return FrameCodec.numberedPrefix(sequence).length + envelope.length + 1;
  }

  private boolean compileErlang() throws InterruptedException {
    Keys keys = new Keys(fleet);
    Path options = keys.erlang(Contestant.receiverId(), Contestant.senderId());
    Path fromTheTop = Path.of("bench", "remote.erl");
    Path source = Files.exists(fromTheTop) ? fromTheTop : Path.of("remote.erl");
    List<String> command = List.of("erlc", "-o", fleet.toString(), source.toString());
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new RemoteException(String.join(" ", command) + " ended with " + status);
      }
      return Files.exists(options);
    } catch (IOException e) {
      tell("Erlang is not installed (Debian: erlang-base erlang-ssl)");
      return false;
    }
  }

  private static void tell(String what) {
    System.err.println("remote: " + what);
  }

  static void write(Path file, EdnMap report) {
    try {
      Files.writeString(file, METHOD + EdnPrinter.pretty(report, WIDTH) + "\n");
    } catch (IOException e) {
      throw new RemoteException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
