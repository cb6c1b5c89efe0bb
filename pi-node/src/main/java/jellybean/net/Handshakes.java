package jellybean.net;

import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Computes what TLS must to begin a connection: one daemon thread while there are handshakes, none
 * otherwise.
 */
final class Handshakes implements AutoCloseable {
  private static final String THREAD_NAME = "jellybean-tls";
  private static final long THREAD_IDLE_MS = 10_000;

  private final ThreadPoolExecutor thread;

  Handshakes() {
    // The queue is bounded by the handshakes that may be under way, each with one task at a time.
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_MS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(THREAD_NAME, true));
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * For the tasks of one channel; they are dropped when it closes.
   *
   * @param turn hears when a task begins to wait for its turn and when it is done
   */
  Executor of(Channel channel, Turn turn) {
    return task -> {
      turn.taskBegins();
      Runnable told = () -> runAndTell(task, channel, turn);
      thread.execute(told);
      channel.closeFuture().addListener(closed -> thread.remove(told));
    };
  }

  private static void runAndTell(Runnable task, Channel channel, Turn turn) {
    try {
      task.run();
    } finally {
      tell(channel, turn);
    }
  }

  private static void tell(Channel channel, Turn turn) {
    try {
      channel.eventLoop().execute(turn::taskEnds);
    } catch (RejectedExecutionException e) {
      // The loop has ended, and with it the channel and the turn.
      return;
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
