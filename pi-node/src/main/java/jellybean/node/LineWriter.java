package jellybean.node;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Writes lines to a stream that may block for as long as it likes, such as a pipe that nobody
 * reads: whoever has a line to write never waits. Any thread.
 *
 * <p>Lines wait for a thread of the writer's own. What there is no room for is dropped and counted;
 * when the stream flows again, a line in its place says how many are missing.
 */
final class LineWriter {
  /** Bytes of lines that may wait. */
  static final int MAX_BYTES = 256 * 1_024;

  /** What keeping a line costs beside its bytes. */
  private static final int LINE_OVERHEAD_BYTES = 32;

  private final PrintStream out;
  private final Thread thread;
  private final LongFunction<String> missing;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private long dropped;
  private boolean isStarted;
  private boolean isWriting;

  /**
   * @param missing the line that says that a number of lines is missing
   */
  LineWriter(String threadName, PrintStream out, LongFunction<String> missing) {
    this.out = out;
    this.missing = missing;
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  /** Takes a line with its end, or drops it. */
  synchronized void write(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (waitingBytes + bytes.length + LINE_OVERHEAD_BYTES > MAX_BYTES) {
      dropped++;
      return;
    }
    sayWhatIsMissing();
    add(bytes);
    if (!isStarted) {
      isStarted = true;
      thread.start();
    }
    notifyAll();
  }

  private void sayWhatIsMissing() {
    if (dropped > 0) {
      add(missing.apply(dropped).getBytes(StandardCharsets.UTF_8));
      dropped = 0;
    }
  }

  private void add(byte[] line) {
    waiting.addLast(line);
    waitingBytes += line.length + LINE_OVERHEAD_BYTES;
  }

  private void run() {
    try {
      while (true) {
        byte[] line = next();
        out.write(line, 0, line.length);
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized byte[] next() throws InterruptedException {
    isWriting = false;
    if (waiting.isEmpty()) {
      sayWhatIsMissing();
    }
    while (waiting.isEmpty()) {
      notifyAll();
      wait();
    }
    isWriting = true;
    byte[] line = waiting.removeFirst();
    waitingBytes -= line.length + LINE_OVERHEAD_BYTES;
    return line;
  }

  /** Waits until everything is written, but no longer than that. */
  synchronized void flush(long withinMs) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
    try {
      while (isWriting || !waiting.isEmpty()) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMs <= 0) {
          return;
        }
        wait(leftMs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
