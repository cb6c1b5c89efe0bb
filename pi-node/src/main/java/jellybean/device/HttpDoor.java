package jellybean.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.tinylog.Logger;

/**
 * The server that the JDK brings, as a source of requests. Each request waits for its answer
 * without a thread; any thread may answer.
 */
final class HttpDoor implements Effect.Source {
  static final Keyword NUMBER = Keyword.of("number");
  static final Keyword PATH = Keyword.of("path");
  static final Keyword QUERY = Keyword.of("query");

  /** Requests that wait for their answer. */
  static final int MAX_OPEN = 32;

  private static final int BACKLOG = 16;
  private static final int BIND_ATTEMPTS = 20;
  private static final long BIND_PAUSE_MS = 100;
  private static final int THREADS = 2;
  private static final long THREAD_IDLE_S = 10;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_LARGE = 413;
  private static final int MAX_PATH_CHARS = 2_048;
  private static final int URI_TOO_LONG = 414;

  /** What the JDK's server lets a slow or greedy client have; it reads them once. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "15",
          "sun.net.httpserver.maxRspTime", "15",
          "sun.net.httpserver.maxReqHeaders", "100",
          "jdk.httpserver.maxConnections", "64");

  static {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  private final InetSocketAddress address;
  private final Map<Long, HttpExchange> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  HttpDoor(InetSocketAddress address) {
    this.address = address;
  }

  @Override
  public AutoCloseable open(Effect.Inlet inlet) {
    try {
      HttpServer server = create();
      ThreadPoolExecutor threads =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              THREAD_IDLE_S,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(MAX_OPEN),
              task -> Thread.ofPlatform().daemon().name("jelly-http").unstarted(task),
              new ThreadPoolExecutor.DiscardPolicy());
      threads.allowCoreThreadTimeOut(true);
      server.setExecutor(threads);
      server.createContext("/", exchange -> knock(exchange, inlet));
      server.start();
      return () -> {
        server.stop(0);
        threads.shutdownNow();
        open.clear();
      };
    } catch (IOException e) {
      throw new DeviceException("cannot listen on " + address + ": " + e.getMessage());
    }
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

  private void knock(HttpExchange exchange, Effect.Inlet inlet) {
    try {
      if (exchange.getRequestURI().toString().length() > MAX_PATH_CHARS) {
        respond(exchange, URI_TOO_LONG, EdnMap.EMPTY, new Text("the path is too long\n"));
        return;
      }
      byte[] body = HttpBodies.read(exchange.getRequestBody());
      long number = numbers.incrementAndGet();
      open.put(number, exchange);
      if (open.size() > MAX_OPEN || !inlet.offer(request(number, exchange, body))) {
        open.remove(number);
        respond(exchange, UNAVAILABLE, EdnMap.EMPTY, new Text("too many requests wait\n"));
      }
    } catch (HttpBodies.TooLargeException e) {
      respond(exchange, TOO_LARGE, EdnMap.EMPTY, new Text(e.getMessage() + "\n"));
    } catch (IOException e) {
      exchange.close();
    }
  }

  private static EdnMap request(long number, HttpExchange exchange, byte[] body) {
    String method = exchange.getRequestMethod().toLowerCase(java.util.Locale.ROOT);
    EdnMap request =
        EdnMap.of(
            NUMBER,
            Int.of(number),
            HttpCall.METHOD,
            Keyword.of(method.matches("[a-z]{1,20}") ? method : "other"),
            PATH,
            new Text(exchange.getRequestURI().getPath()),
            HttpCall.HEADERS,
            HttpBodies.headers(exchange.getRequestHeaders()),
            HttpCall.BODY,
            HttpBodies.value(body));
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery())
        .map(query -> request.with(QUERY, new Text(query)))
        .orElse(request);
  }

  /** Answers a request that waits; nothing if it does not any more. Blocks, while it is sent. */
  void answer(long number, int status, EdnMap headers, Value body) {
    Optional.ofNullable(open.remove(number))
        .ifPresent(exchange -> respond(exchange, status, headers, body));
  }

  private static void respond(HttpExchange exchange, int status, EdnMap headers, Value value) {
    HttpBodies.Body body =
        value == Nil.NIL
            ? new HttpBodies.Body(new byte[0], "text/plain; charset=utf-8")
            : HttpBodies.body(value);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", body.type());
      for (EdnMap.Entry header : headers.entries()) {
        if (HttpBodies.isHeader(header.key(), header.value())) {
          exchange
              .getResponseHeaders()
              .set(((Text) header.key()).value(), ((Text) header.value()).value());
        }
      }
      boolean isBare = exchange.getRequestMethod().equals("HEAD") || body.bytes().length == 0;
      exchange.sendResponseHeaders(status, isBare ? -1 : body.bytes().length);
      if (!isBare) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body.bytes());
        }
      }
    } catch (IOException e) {
      Logger.debug("an answer was not read: {}", e.getMessage());
    }
  }
}
