package jellybean.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;

/**
 * A JVM as a child process that tells what happens as EDN maps, and what it has cost so far by the
 * books of the kernel (proc(5)) and of the virtual machine (jstat(1)).
 */
final class MeasuredProcess implements AutoCloseable {
  private static final Path JAVA_BIN = Path.of(System.getProperty("java.home"), "bin");
  private static final long WITHIN_MS = 120_000;

  private final Process process;
  private final List<EdnMap> told = new ArrayList<>();
  private boolean ended;

  /** Set by whoever ends it, read by the thread of its events: then its output just stops. */
  private volatile boolean closing;

  private MeasuredProcess(Process process) {
    this.process = process;
  }

  /** Starts a JVM; its standard error is this process's. */
  static MeasuredProcess java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(JAVA_BIN.resolve("java").toString());
    command.addAll(options);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      MeasuredProcess measured = new MeasuredProcess(process);
      Thread.ofPlatform().daemon().start(measured::read);
      return measured;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  private void read() {
    EdnReader reader =
        EdnReader.of(
            new BufferedInputStream(process.getInputStream()), "events", ReadLimits.DOCUMENT);
    try {
      for (Optional<Value> v = reader.next(); v.isPresent(); v = reader.next()) {
        if (v.get() instanceof EdnMap event) {
          note(event);
        }
      }
    } catch (UncheckedIOException e) {
      if (!closing) {
        throw e;
      }
    } finally {
      end();
    }
  }

  private synchronized void note(EdnMap event) {
    told.add(event);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits until as many events as wanted match. */
  synchronized EdnMap await(int count, Predicate<EdnMap> which) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WITHIN_MS);
    while (true) {
      List<EdnMap> found = told.stream().filter(which).toList();
      if (found.size() >= count) {
        return found.getLast();
      }
      long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (ended || leftMs <= 0) {
        throw new IllegalStateException("waited in vain, heard only " + told);
      }
      wait(leftMs);
    }
  }

  /** User and system time so far, in seconds; the kernel counts in hundredths. */
  double cpuSeconds() {
    return Proc.cpuSeconds(process.pid());
  }

  long residentBytes() {
    return Proc.residentBytes(process.pid()).orElseThrow();
  }

  /** Classes loaded so far. */
  long classes() {
    try {
      Process jstat =
          new ProcessBuilder(
                  JAVA_BIN.resolve("jstat").toString(), "-class", Long.toString(process.pid()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<String> lines = jstat.inputReader().lines().toList();
      return Long.parseLong(lines.getLast().strip().split("\\s+")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run jstat", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    process.destroy();
    if (!process.waitFor(WITHIN_MS, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
  }
}
