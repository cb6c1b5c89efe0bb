package jellybean.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code jelly} as a process of its own at a terminal of its own, which {@code script} of
 * util-linux makes, and a person who reads and types there.
 */
final class JellyTerminal implements AutoCloseable {
  static final String CTRL_C = "\u0003";

  private static final long WITHIN_MS = 120_000;

  private final Process process;
  private final StringBuilder seen = new StringBuilder();
  private boolean ended;

  private JellyTerminal(Process process) {
    this.process = process;
  }

  /**
   * @param folder where it makes its temporary files, and keeps what it keeps; for nobody else
   */
  static JellyTerminal open(Path folder, String... arguments) {
    // A build that runs in the background ignores both, and so would all that it starts.
    return open(folder, "--default-signal=INT,HUP", arguments);
  }

  /** The same for a program that no signal tells when its terminal is gone, as after nohup. */
  static JellyTerminal openUntold(Path folder, String... arguments) {
    return open(folder, "--ignore-signal=HUP", arguments);
  }

  private static JellyTerminal open(Path folder, String signals, String... arguments) {
    String command = "exec env " + signals + " " + quoted(jelly(folder, arguments));
    ProcessBuilder builder = new ProcessBuilder("script", "-qefc", command, "/dev/null");
    builder.environment().putAll(Map.of("SHELL", "/bin/sh", "TERM", "xterm"));
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    try {
      JellyTerminal terminal = new JellyTerminal(builder.redirectErrorStream(true).start());
      Thread.ofPlatform().daemon().name("reader of a terminal").start(terminal::read);
      return terminal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How this very program is started as a process of its own. */
  static List<String> jelly(Path temporary, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "jellybean.cli.Jelly"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String quoted(List<String> command) {
    return command.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private void read() {
    byte[] buffer = new byte[4_096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        note(new String(buffer, 0, n, UTF_8));
      }
    } catch (IOException e) {
      note("<unreadable: " + e.getMessage() + ">");
    }
    end();
  }

  private synchronized void note(String text) {
    seen.append(text);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for a text after what was seen before; answers where the text after it begins. */
  synchronized int await(String text, int from) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WITHIN_MS);
    while (seen.indexOf(text, from) < 0) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || leftMs <= 0) {
        throw new AssertionError("expected \"" + text + "\" at the terminal, found: " + seen);
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return seen.indexOf(text, from) + text.length();
  }

  synchronized String seen(int from) {
    return seen.substring(from);
  }

  void type(String keys) {
    try {
      process.getOutputStream().write(keys.getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended; its exit code. */
  int awaitEnd() {
    try {
      if (!process.waitFor(WITHIN_MS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("jelly did not end: " + seen(0));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes the terminal away, as a lost connection does; waits until it has ended. */
  void hangUp() {
    List<ProcessHandle> running = process.descendants().toList();
    process.destroyForcibly();
    running.forEach(p -> p.onExit().orTimeout(WITHIN_MS, TimeUnit.MILLISECONDS).join());
  }

  /** The same while the program is stopped, so that it was in the middle of nothing. */
  void hangUpUnseen() {
    List<ProcessHandle> programs = process.children().toList();
    programs.forEach(program -> signal("STOP", program));
    process.destroyForcibly().onExit().orTimeout(WITHIN_MS, TimeUnit.MILLISECONDS).join();
    programs.forEach(program -> signal("CONT", program));
    programs.forEach(p -> p.onExit().orTimeout(WITHIN_MS, TimeUnit.MILLISECONDS).join());
  }

  private static void signal(String name, ProcessHandle to) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(to.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What is left of a demo that used this folder: processes, then files. */
  static List<String> leftovers(Path folder) {
    try (Stream<Path> files = Files.list(folder);
        Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return Stream.concat(
              processes.map(JellyTerminal::commandLine).filter(c -> c.contains(folder.toString())),
              files.map(Path::toString).filter(file -> file.contains("jelly-demo")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for what is no process, or is none any more. */
  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), UTF_8).replace('\u0000', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      hangUp();
    }
  }
}
