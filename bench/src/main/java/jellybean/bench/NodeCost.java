package jellybean.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import jellybean.cli.FleetFactory;
import jellybean.cli.Jelly;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.node.BoardProcess;
import jellybean.node.NodeMain;

/**
 * What a node costs: three nodes with the options of a board start together on the loopback, find
 * each other, and run {@code counter.edn}; beside them, in the same run, a JVM that does nothing.
 *
 * <p>Each figure is the median over all nodes of all runs. Processor seconds are what the kernel
 * had charged when the node said that it is ready, and when it saw both others; memory and classes
 * are read when it saw both others, and memory again after the counter has run. Prints one EDN map.
 * Runs in the root folder of the sources.
 */
public final class NodeCost {
  private static final int RUNS = 5;
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final String OPERATOR = "bench";
  private static final String COUNTER = "pi-node/systems/counter.edn";
  private static final Keyword EVENT = Keyword.of("event");

  private NodeCost() {}

  /**
   * @param args nothing, or the number of runs
   */
  public static void main(String[] args) throws InterruptedException {
    int runs = args.length == 0 ? RUNS : Integer.parseInt(args[0]);
    EdnMap result =
        EdnMap.of(Keyword.of("date"), new Text(LocalDate.now(java.time.ZoneOffset.UTC).toString()))
            .with(Keyword.of("machine"), Machine.toValue())
            .with(Keyword.of("runs"), Int.of(runs))
            .with(Keyword.of("nodes"), Int.of(NAMES.size()))
            .with(Keyword.of("options"), new Text(String.join(" ", BoardProcess.JVM_OPTIONS)))
            .with(Keyword.of("bare-jvm"), medians(bare(runs)))
            .with(Keyword.of("node"), medians(fleets(runs, List.of())))
            .with(Keyword.of("node-interpreted"), medians(fleets(runs, List.of("-Xint"))));
    System.out.println(EdnPrinter.pretty(result, 100));
  }

  private static List<EdnMap> bare(int runs) throws InterruptedException {
    List<EdnMap> figures = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      try (MeasuredProcess jvm = MeasuredProcess.java(options(List.of(), Idle.class.getName()))) {
        jvm.await(1, is("ready"));
        figures.add(
            figure("cpu-s-ready", Real.of(jvm.cpuSeconds()))
                .with(Keyword.of("rss-bytes-joined"), Int.of(jvm.residentBytes()))
                .with(Keyword.of("classes-joined"), Int.of(jvm.classes())));
      }
    }
    return figures;
  }

  private static List<EdnMap> fleets(int runs, List<String> more) throws InterruptedException {
    List<EdnMap> figures = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      System.err.println("run " + (i + 1) + " of " + runs + " " + more);
      figures.addAll(fleet(more));
    }
    return figures;
  }

  private static List<EdnMap> fleet(List<String> more) throws InterruptedException {
    Path folder = Machine.temporaryFolder("jelly-bench-");
    List<MeasuredProcess> nodes = new ArrayList<>();
    try {
      ServiceLoader.load(FleetFactory.class)
          .findFirst()
          .orElseThrow()
          .create(folder, NAMES, List.of(OPERATOR));
      for (String name : NAMES) {
        nodes.add(node(FleetFactory.nodeDirectory(folder, name), more));
      }
      List<EdnMap> figures = new ArrayList<>();
      for (MeasuredProcess node : nodes) {
        node.await(1, is("ready"));
        figures.add(figure("cpu-s-ready", Real.of(node.cpuSeconds())));
      }
      joined(nodes, figures);
      runCounter(nodes.getFirst(), FleetFactory.operatorDirectory(folder, OPERATOR));
      for (int i = 0; i < nodes.size(); i++) {
        figures.set(
            i,
            figures
                .get(i)
                .with(Keyword.of("rss-bytes-worked"), Int.of(nodes.get(i).residentBytes())));
      }
      return figures;
    } finally {
      for (MeasuredProcess node : nodes) {
        node.close();
      }
      Machine.delete(folder);
    }
  }

  private static void joined(List<MeasuredProcess> nodes, List<EdnMap> figures)
      throws InterruptedException {
    for (MeasuredProcess node : nodes) {
      node.await(NAMES.size() - 1, is("member-up"));
    }
    for (int i = 0; i < nodes.size(); i++) {
      MeasuredProcess node = nodes.get(i);
      figures.set(
          i,
          figures
              .get(i)
              .with(Keyword.of("cpu-s-joined"), Real.of(node.cpuSeconds()))
              .with(Keyword.of("rss-bytes-joined"), Int.of(node.residentBytes()))
              .with(Keyword.of("classes-joined"), Int.of(node.classes())));
    }
  }

  private static MeasuredProcess node(Path identity, List<String> more) {
    List<String> command = options(more, NodeMain.class.getName());
    command.addAll(List.of("--identity", identity.toString(), "--port", "0", "--loops", "1"));
    command.add("--exit-with-parent");
    return MeasuredProcess.java(command);
  }

  private static List<String> options(List<String> more, String main) {
    List<String> options = new ArrayList<>(BoardProcess.JVM_OPTIONS);
    options.addAll(more);
    options.addAll(List.of("-cp", BoardProcess.classPath(), main));
    return options;
  }

  /** Deploys the counter of the essay and adds to it, as an operator would. */
  private static void runCounter(MeasuredProcess node, Path operator) throws InterruptedException {
    EdnMap ready = node.await(1, is("ready"));
    String member = "127.0.0.1:" + ready.get(Keyword.of("tcp"), Nil.NIL);
    jelly("deploy", "--identity", operator.toString(), "--member", member, COUNTER);
    jelly(
        "shell",
        "--identity",
        operator.toString(),
        "--member",
        member,
        "-c",
        "send /counter :add 41; send /counter :add 1; cat /counter/state");
  }

  private static void jelly(String... args) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Jelly.class.getName()));
    command.addAll(List.of(args));
    try {
      int status =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "jelly " + String.join(" ", args) + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Predicate<EdnMap> is(String kind) {
    return event -> event.get(EVENT, Nil.NIL).equals(Keyword.of(kind));
  }

  private static EdnMap figure(String name, Value value) {
    return EdnMap.of(Keyword.of(name), value);
  }

  private static EdnMap medians(List<EdnMap> figures) {
    EdnMap all = EdnMap.EMPTY;
    for (Value key : figures.getFirst().keys()) {
      List<Value> sorted =
          figures.stream()
              .map(f -> f.get(key, Nil.NIL))
              .sorted(Comparator.comparingDouble(NodeCost::number))
              .toList();
      all = all.with(key, sorted.get(sorted.size() / 2));
    }
    return all;
  }

  private static double number(Value value) {
    return value instanceof Int n ? n.value() : ((Real) value).value();
  }

  /** A JVM that does nothing, as the floor of every figure. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws IOException {
      System.out.println("{:event :ready}");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Ends with its parent.
      }
    }
  }
}
