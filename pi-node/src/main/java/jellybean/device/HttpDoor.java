package jellybean.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import org.tinylog.Logger;

/**
 * The server that the JDK brings, as a source of requests. A request has a thread while it comes in
 * and while its answer goes out, so that a slow client keeps nobody else waiting; between the two
 * it waits without one. Any thread may answer.
 */
final class HttpDoor implements Effect.Source {
  /** Requests that wait for their answer, or whose answer is being sent. */
  static final int MAX_OPEN = 32;

  /** Requests that are coming in; one more is closed without a word. */
  static final int MAX_READING = 32;

  /** How long a request that was taken may wait beyond the time that a reply may take. */
  static final long GRACE_MS = 5_000;

  private static final int BACKLOG = 16;
  private static final int BIND_ATTEMPTS = 20;
  private static final long BIND_PAUSE_MS = 100;
  private static final long THREAD_IDLE_S = 10;
  private static final int LAST_WORDS_S = 1;
  private static final long NS_PER_MS = 1_000_000;
  private static final int TOO_LARGE = 413;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private static final HttpResponse ENDED =
      HttpResponse.of(UNAVAILABLE, "the endpoint ended before there was an answer");

  static {
    HttpLimits.apply();
  }

  private final InetSocketAddress address;
  private final long withinMs;
  private final LongSupplier nowNs;
  private final ThreadPoolExecutor readers = threads("jelly-http-in", MAX_READING);
  private final ThreadPoolExecutor writers = threads("jelly-http-out", MAX_OPEN);
  private final Map<Long, Waiting> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unread = new AtomicLong();

  /** Only one answer is sent. */
  private record Waiting(HttpExchange exchange, long sinceNs, AtomicBoolean isAnswered) {}

  /**
   * @param withinMs how long who takes a request may need to answer it
   */
  HttpDoor(InetSocketAddress address, long withinMs) {
    this(address, withinMs, System::nanoTime);
  }

  HttpDoor(InetSocketAddress address, long withinMs, LongSupplier nowNs) {
    this.nowNs = nowNs;
    this.address = address;
    this.withinMs = withinMs;
  }

  @Override
  public AutoCloseable open(Effect.Inlet inlet) {
    try {
      HttpServer server = create();
      server.setExecutor(this::read);
      server.createContext("/", exchange -> knock(exchange, inlet));
      server.start();
      return () -> close(server);
    } catch (IOException e) {
      throw new DeviceException("cannot listen on " + address + ": " + e.getMessage());
    }
  }

  private static ThreadPoolExecutor threads(String name, int max) {
    return new ThreadPoolExecutor(
        0,
        max,
        THREAD_IDLE_S,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
  }

  /** The server closes the connection if this fails. */
  private void read(Runnable task) {
    try {
      readers.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      dropped.incrementAndGet();
      throw new RejectedExecutionException("no thread is free to read a request", e);
    }
  }

  /** Who waits is told, if that takes no time. */
  private void close(HttpServer server) {
    open.keySet().forEach(number -> answer(number, ENDED));
    server.stop(open.isEmpty() ? 0 : LAST_WORDS_S);
    open.clear();
  }

  /** One that ended a moment ago may still hold the port, for example that of an earlier life. */
  private HttpServer create() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return HttpServer.create(address, BACKLOG);
      } catch (BindException e) {
        if (attempt >= BIND_ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(BIND_PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it waited for the port", e);
    }
  }

  /** {@code {:waiting n :refused n :dropped n :lost n :unread n}}. */
  EdnMap counters() {
    return EdnMap.of(
        Keyword.of("waiting"), Int.of(open.size()),
        Keyword.of("refused"), Int.of(refused.get()),
        Keyword.of("dropped"), Int.of(dropped.get()),
        Keyword.of("lost"), Int.of(lost.get()),
        Keyword.of("unread"), Int.of(unread.get()));
  }

  private void knock(HttpExchange exchange, Effect.Inlet inlet) {
    try {
      Optional<HttpResponse> fault = HttpExchanges.fault(exchange);
      if (fault.isPresent()) {
        refuse(exchange, fault.get());
      } else {
        take(exchange, HttpBodies.read(exchange.getRequestBody()), inlet);
      }
    } catch (HttpBodies.TooLargeException e) {
      refuse(exchange, HttpResponse.of(TOO_LARGE, e.getMessage()));
    } catch (IOException e) {
      dropped.incrementAndGet();
      exchange.close();
    } catch (Throwable e) {
      Logger.error(e, "a request to {} could not be read", address);
      refuse(exchange, HttpResponse.of(FAILED, "it could not be read"));
    }
  }

  private void take(HttpExchange exchange, byte[] body, Effect.Inlet inlet) {
    giveUpLost();
    long number = numbers.incrementAndGet();
    open.put(number, new Waiting(exchange, nowNs.getAsLong(), new AtomicBoolean()));
    boolean isTaken =
        open.size() <= MAX_OPEN && inlet.offer(HttpExchanges.toValue(number, exchange, body));
    if (!isTaken && open.remove(number) != null) {
      refuse(exchange, HttpResponse.of(UNAVAILABLE, "too many requests wait"));
    }
  }

  /** What was taken and never answered, for example as a mailbox was full. */
  private void giveUpLost() {
    long now = nowNs.getAsLong();
    open.forEach(
        (number, waiting) -> {
          if ((now - waiting.sinceNs()) / NS_PER_MS > withinMs + GRACE_MS
              && answer(number, HttpResponse.of(UNAVAILABLE, "it was lost"))) {
            lost.incrementAndGet();
          }
        });
  }

  private void refuse(HttpExchange exchange, HttpResponse response) {
    refused.incrementAndGet();
    send(exchange, response);
  }

  /**
   * Answers a request that waits. Never blocks: a thread of the door's own sends it.
   *
   * @return false if it does not wait any more
   */
  boolean answer(long number, HttpResponse response) {
    Waiting waiting = open.get(number);
    if (waiting == null || !waiting.isAnswered().compareAndSet(false, true)) {
      return false;
    }
    try {
      writers.execute(
          () -> {
            send(waiting.exchange(), response);
            open.remove(number);
          });
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      open.remove(number);
      unread.incrementAndGet();
      waiting.exchange().close();
    }
    return true;
  }

  private void send(HttpExchange exchange, HttpResponse response) {
    try {
      HttpExchanges.respond(exchange, response);
    } catch (IOException e) {
      unread.incrementAndGet();
      Logger.debug("an answer was not read: {}", e.getMessage());
    } catch (Throwable e) {
      unread.incrementAndGet();
      Logger.error(e, "an answer of {} could not be sent", address);
    }
  }
}
