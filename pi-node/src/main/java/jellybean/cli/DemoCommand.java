package jellybean.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.shell.Session;
import jellybean.shell.Shell;
import jellybean.system.Checker;
import org.tinylog.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jelly demo}: a fleet on this machine, counting words, and gone afterwards. */
@Command(
    name = "demo",
    description = {
      "Start a fleet of three nodes on this machine and let it count the words of a text.",
      "",
      "Makes keys for a throw-away fleet, starts the nodes as processes of their own, waits until"
          + " they have found each other, deploys systems/wordcount.edn, and writes who joined,"
          + " where each actor lives, the ten most frequent words, messages per second and memory"
          + " per node. On a terminal the shell then opens on the running fleet; leaving it ends"
          + " the demo. Nothing is left behind."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the words were counted",
      "1:the text cannot be read, or a node failed or was lost while counting",
      "2:the command line is wrong"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int NODES = 3;
  private static final long NANOS_PER_MS = 1_000_000;

  private final Streams streams;
  private final Checker checker;

  @Option(names = "--text", paramLabel = "FILE", description = "count the words of this text")
  private Optional<Path> text = Optional.empty();

  @Mixin private OutputOptions output = new OutputOptions();

  DemoCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  @Override
  public Integer call() {
    Path words = TextFile.requireUtf8(text.orElseGet(DemoFiles::text));
    EdnMap with = EdnMap.of(WordCount.TEXT, new Text(words.toString()));
    Documents.Outcome document = Documents.check(DemoFiles.document(), with, checker);
    if (document.checked().definition().isEmpty()) {
      document.checked().faults().forEach(f -> streams.err().println(f));
      return ExitCode.FAILED;
    }
    // A log that is first used while the process ends complains of that.
    Logger.debug("a demo of {} nodes", NODES);
    try (DemoNodes nodes = new DemoNodes(Demo.names(NODES))) {
      Runtime.getRuntime().addShutdownHook(new Thread(nodes::close, "end of the demo"));
      return run(nodes, document, with, words) ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Whether the words were counted by members that all stayed. */
  private boolean run(DemoNodes nodes, Documents.Outcome document, EdnMap with, Path words) {
    try {
      return tryToRun(nodes, document, with, words);
    } catch (RuntimeException e) {
      if (nodes.isClosing()) {
        // Whoever told the demo to end is not told that it failed.
        Logger.debug(e, "the demo ends before its time");
        return false;
      }
      throw e;
    }
  }

  private boolean tryToRun(DemoNodes nodes, Documents.Outcome document, EdnMap with, Path words) {
    FleetView view = new FleetView();
    Report report = new Report(streams, output.edn(streams), nodes::isClosing);
    Demo demo = new Demo(nodes, view, report);
    report.text("making keys for a throw-away fleet");
    nodes.makeKeys();
    report.text("starting " + NODES + " nodes");
    nodes.start(view);
    demo.awaitMembers();
    Fleet fleet = Fleet.of(nodes.operatorFolder(), List.copyOf(view.ready().values()));
    try (Session session = fleet.connect()) {
      long start = System.nanoTime();
      demo.deploy(session, document, with, words);
      demo.awaitResult(session);
      demo.tellSpeed(session, (System.nanoTime() - start) / NANOS_PER_MS);
      demo.tellMemory(session);
    }
    boolean good = demo.isTrustworthy();
    talk(fleet, report);
    return good;
  }

  private void talk(Fleet fleet, Report report) {
    if (!streams.inIsTerminal() || !streams.outIsTerminal()) {
      return;
    }
    report.text("the fleet is yours: help lists the commands, exit ends the demo");
    try (Shell shell = new Shell(fleet::connect, output.screen(streams))) {
      shell.runTerminal(output.historyFile(streams));
    }
  }
}
