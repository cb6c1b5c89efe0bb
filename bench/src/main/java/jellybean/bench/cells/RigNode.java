package jellybean.bench.cells;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jellybean.bench.Proc;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.node.BoardProcess;
import jellybean.node.NodeMain;

/** One life of a node: a JVM in a namespace, and what it has said so far. */
final class RigNode {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** What a board has, and nothing of the rig. */
  static final String CLASS_PATH = "pi-node/target/pi-node.jar:pi-node/target/lib/*";

  private static final Keyword EVENT = Keyword.of("event");
  private static final long END_MS = 10_000;

  private final String name;
  private final Path heard;
  private final Process process;
  private final long startedNs;
  private final SortedSet<String> members = new TreeSet<>();
  private final SortedSet<String> found = new TreeSet<>();
  private long readyNs;
  private long lastFoundNs;
  private long firstPeerNs;
  private long lastPeerNs;
  private long losses;
  private boolean ended;

  private RigNode(String name, Path heard, Process process, long startedNs) {
    this.name = name;
    this.heard = heard;
    this.process = process;
    this.startedNs = startedNs;
  }

  /**
   * What all nodes are started with.
   *
   * @param fleet with their keys
   * @param logs where their standard errors go
   * @param jvm options of the virtual machine beyond those of a board
   */
  record Settings(Path fleet, Path logs, List<String> jvm, String profile) {
    Settings {
      jvm = List.copyOf(jvm);
    }
  }

  /**
   * @param namespace where it lives; mostly of its name
   */
  static RigNode start(Settings settings, String namespace, String name) {
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(options(settings.jvm()));
    command.addAll(List.of("-cp", CLASS_PATH, NodeMain.class.getName()));
    command.addAll(List.of("--identity", settings.fleet().resolve("nodes/" + name).toString()));
    command.addAll(List.of("--host", Plan.identity(namespace), "--loops", "1"));
    command.addAll(List.of("--profile", settings.profile(), "--exit-with-parent"));
    Path log = settings.logs().resolve(name + ".log");
    try {
      long now = System.nanoTime();
      Process process =
          new ProcessBuilder(Command.in(namespace, command))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      RigNode node = new RigNode(name, log.resolveSibling(name + ".events"), process, now);
      Thread.ofPlatform().daemon().name("events-of-" + name).start(node::read);
      return node;
    } catch (IOException e) {
      throw new RigException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** Those of a board and more; an AOT cache is a shared archive by another name. */
  static List<String> options(List<String> more) {
    List<String> options = new ArrayList<>(BoardProcess.JVM_OPTIONS);
    if (more.stream().anyMatch(option -> option.startsWith("-XX:AOT"))) {
      options.removeIf(option -> option.startsWith("-Xshare"));
    }
    options.addAll(more);
    return options;
  }

  private void read() {
    EdnReader reader =
        EdnReader.of(
            new BufferedInputStream(process.getInputStream()), "events", ReadLimits.DOCUMENT);
    try {
      for (Optional<Value> v = reader.next(); v.isPresent(); v = reader.next()) {
        if (v.get() instanceof EdnMap event) {
          note(event, System.nanoTime());
        }
      }
    } catch (EdnException | UncheckedIOException e) {
      // A killed process may stop within a word; that it ended is all that is left to know.
      Thread.currentThread().setName("events-of-" + name + "-cut-off");
    } finally {
      synchronized (this) {
        ended = true;
      }
    }
  }

  private synchronized void note(EdnMap event, long now) {
    keep(TimeUnit.NANOSECONDS.toMillis(now - startedNs) + " " + event + "\n");
    String member = event.get(Keyword.of("member"), Nil.NIL) instanceof Text m ? m.value() : "";
    switch (event.get(EVENT, Nil.NIL).toString()) {
      case ":ready" -> readyNs = now;
      case ":found" -> {
        if (found.add(member)) {
          lastFoundNs = now;
        }
      }
      case ":member-up" -> {
        members.add(member);
        firstPeerNs = firstPeerNs == 0 ? now : firstPeerNs;
        lastPeerNs = now;
      }
      case ":member-down" -> {
        members.remove(member);
        losses++;
      }
      default -> {
        // Connections come and go.
      }
    }
  }

  /** For people who look for the reason why something does not hold. */
  private void keep(String line) {
    try {
      Files.writeString(heard, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  synchronized boolean isReady() {
    return readyNs != 0;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Whom it holds for members, itself not among them. */
  synchronized SortedSet<String> members() {
    return new TreeSet<>(members);
  }

  synchronized long losses() {
    return losses;
  }

  /** From the start of the process until it listened and looked for peers. */
  synchronized long readyMs() {
    return TimeUnit.NANOSECONDS.toMillis(readyNs - startedNs);
  }

  /** From there until the first peer was a member. */
  synchronized long firstPeerMs() {
    return TimeUnit.NANOSECONDS.toMillis(firstPeerNs - readyNs);
  }

  /** From there until the last peer so far was a member. */
  synchronized long lastPeerMs() {
    return TimeUnit.NANOSECONDS.toMillis(lastPeerNs - readyNs);
  }

  /** Whom it has found by multicast. */
  synchronized SortedSet<String> found() {
    return new TreeSet<>(found);
  }

  synchronized long lastFoundNs() {
    return lastFoundNs;
  }

  synchronized long readyNs() {
    return readyNs;
  }

  synchronized long lastPeerNs() {
    return lastPeerNs;
  }

  /** User and system time so far, in seconds. */
  double cpuSeconds() {
    return fromBooks(() -> Proc.cpuSeconds(process.pid()));
  }

  long residentBytes() {
    return fromBooks(() -> Proc.residentBytes(process.pid()).orElse(0));
  }

  private static <T> T fromBooks(Supplier<T> look) {
    try {
      return look.get();
    } catch (UncheckedIOException e) {
      throw new RigException(String.valueOf(e.getMessage()), e);
    }
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** As an administrator would stop it. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted while " + name + " ended", e);
    }
  }

  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }
}
