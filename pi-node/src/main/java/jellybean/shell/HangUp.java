package jellybean.shell;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the terminal is gone, and interrupts whoever reads from it. A signal says so too,
 * but not to a process that was started to ignore it, as {@code nohup} and many build servers do;
 * and a read that begins after the terminal went ends at once with nothing, which JLine takes for
 * nothing typed yet and reads again, for ever.
 *
 * <p>The kernel takes the controlling terminal from every process of a session whose terminal hangs
 * up, so that {@code /dev/tty} cannot be opened any more: see tty_ioctl(4), TIOCNOTTY.
 */
final class HangUp implements AutoCloseable {
  private static final Path TERMINAL = Path.of("/dev/tty");
  private static final long EVERY_MS = 500;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread reader;
  private final boolean hadOne = isThere();

  private HangUp(Thread reader) {
    this.reader = reader;
  }

  /** Watches for the present thread; nothing, if it has no terminal to lose. */
  static HangUp watch() {
    HangUp watch = new HangUp(Thread.currentThread());
    if (watch.hadOne) {
      Thread.ofPlatform().daemon().name("jelly-terminal").start(watch::look);
    }
    return watch;
  }

  /** Whether there was a terminal and is none any more, so that nobody can read or type. */
  boolean isGone() {
    return hadOne && !isThere();
  }

  private void look() {
    try {
      while (!closed.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        if (!isThere()) {
          reader.interrupt();
          return;
        }
      }
    } catch (InterruptedException e) {
      // Nobody has this thread, so this is the end of the process.
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isThere() {
    try (FileInputStream terminal = new FileInputStream(TERMINAL.toFile())) {
      return terminal.getFD().valid();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
