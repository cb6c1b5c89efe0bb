package jellybean.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jellybean.edn.EdnMap;

/**
 * Serves {@code GET /metrics} as Prometheus asks for it, by the server that the JDK brings. It
 * tells whoever can reach the address how the node does, and takes nothing.
 */
public final class MetricsPort implements AutoCloseable {
  /** Scrapes at a time; one more is closed without a word, and the next interval brings another. */
  static final int MAX_SCRAPES = 4;

  private static final int BACKLOG = 8;
  private static final long THREAD_IDLE_S = 10;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final PrometheusText text = new PrometheusText();
  private final Supplier<EdnMap> shown;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MAX_SCRAPES,
          THREAD_IDLE_S,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> Thread.ofPlatform().daemon().name("jelly-metrics").unstarted(task));

  private MetricsPort(HttpServer server, Supplier<EdnMap> shown) {
    this.server = server;
    this.shown = shown;
  }

  /**
   * Listens from now on.
   *
   * @param shown what the node shows of itself; any thread, must not block
   * @throws MetricsException it cannot: where and why
   */
  public static MetricsPort open(InetSocketAddress address, Supplier<EdnMap> shown) {
    try {
      HttpServer server = HttpServer.create(address, BACKLOG);
      MetricsPort port = new MetricsPort(server, shown);
      server.setExecutor(port::execute);
      server.createContext("/", port::answer);
      server.start();
      return port;
    } catch (IOException e) {
      throw new MetricsException(
          "cannot show metrics at "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The server closes the connection if this fails. */
  private void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (OutOfMemoryError e) {
      throw new RejectedExecutionException("no thread is to be had for a scrape", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
      } else {
        page(exchange);
      }
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
    PrometheusText.Page page = text.page(accept, shown.get());
    exchange.getResponseHeaders().set("Content-Type", page.contentType());
    exchange.sendResponseHeaders(OK, page.text().length);
    exchange.getResponseBody().write(page.text());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
