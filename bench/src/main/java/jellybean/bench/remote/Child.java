package jellybean.bench.remote;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.bench.Proc;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/** A process of a contestant, from without: told by its input, heard by its output. */
final class Child implements AutoCloseable {
  private static final long WITHIN_MS = 60_000;
  private static final long ENDS_WITHIN_MS = 5_000;

  private final String name;
  private final Process process;
  private final BlockingQueue<EdnMap> events = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  static Child start(String name, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      // Erlang says on its standard error what is wrong; its dump would lie about.
      builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
      Process process = builder.start();
      Child child = new Child(name, process);
      Thread.ofPlatform().daemon().start(child::read);
      return child;
    } catch (IOException e) {
      throw new RemoteException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private void read() {
    EdnReader reader =
        EdnReader.of(new BufferedInputStream(process.getInputStream()), name, ReadLimits.DOCUMENT);
    try {
      while (reader.next().orElse(EdnMap.EMPTY) instanceof EdnMap event && event.size() > 0) {
        events.add(event);
      }
    } catch (UncheckedIOException e) {
      // It was closed; whoever waits for it says so.
      System.err.println("remote: " + name + " says nothing more");
    }
  }

  /** Its next event. */
  EdnMap next() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WITHIN_MS);
    while (System.nanoTime() < end) {
      @Nullable EdnMap event = events.poll(1, TimeUnit.SECONDS);
      if (event != null) {
        return event;
      }
      if (!process.isAlive() && events.isEmpty()) {
        throw new RemoteException(name + " ended with " + process.exitValue() + " before it was");
      }
    }
    throw new RemoteException(name + " said nothing for " + WITHIN_MS + " ms");
  }

  /** An integer of its next event. */
  static long number(EdnMap event, String key) {
    Value value = event.get(Keyword.of(key));
    if (value instanceof Int number) {
      return number.value();
    }
    throw new RemoteException("expected an integer as :" + key + ", found " + event);
  }

  void tell(String order) {
    OutputStream out = process.getOutputStream();
    try {
      out.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      throw new RemoteException("cannot tell " + name + " to " + order, e);
    }
  }

  /** User and system time so far; the kernel counts in hundredths. */
  double cpuSeconds() {
    try {
      return Proc.cpuSeconds(process.pid());
    } catch (UncheckedIOException e) {
      throw new RemoteException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(ENDS_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("remote: " + name + " does not end by itself: " + e);
    }
    process.destroyForcibly();
  }
}
