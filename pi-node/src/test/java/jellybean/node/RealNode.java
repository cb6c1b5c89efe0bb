package jellybean.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** A node as a process of its own, as a person would start it. */
final class RealNode implements AutoCloseable {
  private static final long EVENT_WITHIN_MS = 120_000;
  private static final long END_WITHIN_MS = 20_000;
  private static final String MEMBER_UP = "member-up";
  private static final String MEMBER_DOWN = "member-down";

  private final String name;
  private final Process process;
  private final Path log;
  private final List<EdnMap> events = new ArrayList<>();
  private boolean ended;

  private RealNode(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * @param identity its keys
   * @param jvm options of the virtual machine
   * @param options of the node beside its identity
   */
  static RealNode start(
      String name, Path identity, Path folder, List<String> jvm, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", BoardProcess.classPath(), NodeMain.class.getName()));
    command.addAll(List.of("--identity", identity.toString(), "--exit-with-parent"));
    command.addAll(options);
    Path log = folder.resolve(name + ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      RealNode node = new RealNode(name, process, log);
      Thread reader = new Thread(node::readEvents, "events-of-" + name);
      reader.setDaemon(true);
      reader.start();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On the loopback, with the quickest timings, on any free port. */
  static RealNode start(String name, Path identity, Path folder, List<String> jvm) {
    return start(
        name, identity, folder, jvm, List.of("--port", "0", "--profile", "desk", "--loops", "1"));
  }

  private void readEvents() {
    EdnReader reader =
        EdnReader.of(
            new BufferedInputStream(process.getInputStream()), "events", ReadLimits.DOCUMENT);
    try {
      for (Optional<Value> v = reader.next(); v.isPresent(); v = reader.next()) {
        note((EdnMap) v.get());
      }
    } catch (EdnException | UncheckedIOException e) {
      note(EdnMap.of(Keyword.of("unreadable"), new Text(String.valueOf(e.getMessage()))));
    } finally {
      end();
    }
  }

  private synchronized void note(EdnMap event) {
    events.add(event);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for an event; one of long ago will do. */
  EdnMap await(String event, Predicate<EdnMap> which) {
    return awaitFound(
        event, () -> events.stream().filter(e -> is(e, event)).filter(which).findFirst());
  }

  private synchronized EdnMap awaitFound(String what, Supplier<Optional<EdnMap>> look) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVENT_WITHIN_MS);
    while (true) {
      Optional<EdnMap> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || leftMs <= 0) {
        throw new AssertionError(
            name + ": no event " + what + "; so far " + events + "; log: " + log());
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static boolean is(EdnMap event, String kind) {
    return event.get(Keyword.of("event"), Nil.NIL).equals(Keyword.of(kind));
  }

  EdnMap awaitReady() {
    return await("ready", _ -> true);
  }

  /** Waits until the node sees a member: what it saw of an earlier life of it does not count. */
  void awaitMember(String member) {
    awaitLatest(member, MEMBER_UP);
  }

  /** Waits until the node no longer sees a member. */
  void awaitLossOf(String member) {
    awaitLatest(member, MEMBER_DOWN);
  }

  private void awaitLatest(String member, String kind) {
    awaitFound(
        kind + " as the latest about " + member,
        () ->
            events.stream()
                .filter(e -> is(e, MEMBER_UP) || is(e, MEMBER_DOWN))
                .filter(about(member))
                .reduce((_, later) -> later)
                .filter(e -> is(e, kind)));
  }

  private static Predicate<EdnMap> about(String member) {
    return e -> e.get(Keyword.of("member"), Nil.NIL).equals(new Text(member));
  }

  int port() {
    return (int) ((Int) awaitReady().get(Keyword.of("tcp"), Int.of(0))).value();
  }

  String name() {
    return name;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits until it has ended by itself; its exit code. */
  int awaitEnd() {
    try {
      if (!process.waitFor(END_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not end; log: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Closes its standard input, as the death of its parent would. */
  void abandon() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }
}
