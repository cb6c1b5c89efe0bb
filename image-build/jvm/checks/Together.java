import java.util.ArrayList;
import java.util.List;

/** The same work in several threads at once. */
final class Together {
  private Together() {}

  /** Returns when all of them are through. */
  static void run(int threads, Runnable work) throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      started.add(Thread.ofPlatform().start(work));
    }
    for (Thread thread : started) {
      thread.join();
    }
  }
}
