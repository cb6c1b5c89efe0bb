package jellybean.node;

import java.io.IOException;
import java.io.InputStream;

/** Notices that whoever started this process is gone: its end of standard input closes. */
final class ParentWatch {
  private ParentWatch() {}

  /** Calls {@code gone} once, on a thread of its own, when {@code input} ends. */
  static void start(InputStream input, Runnable gone) {
    Thread thread =
        new Thread(
            () -> {
              drain(input);
              gone.run();
            },
            "jelly-parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void drain(InputStream input) {
    byte[] ignored = new byte[256];
    try {
      int read = input.read(ignored);
      while (read >= 0) {
        read = input.read(ignored);
      }
    } catch (IOException e) {
      // A broken pipe says the same as a closed one.
      Thread.currentThread().setName("jelly-parent-lost");
    }
  }
}
