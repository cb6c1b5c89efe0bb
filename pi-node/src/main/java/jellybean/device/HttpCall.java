package jellybean.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.actor.Errors;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * One request to a server and its answer (HTTP/1.1, RFC 9112), by the client that the JDK's base
 * module has: no further module, and what it needs is loaded with the first request.
 */
final class HttpCall {
  static final Keyword URL = Keyword.of("url");
  static final Keyword METHOD = Keyword.of("method");
  static final Keyword HEADERS = Keyword.of("headers");
  static final Keyword BODY = Keyword.of("body");
  static final Keyword STATUS = Keyword.of("status");

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

  /**
   * What may not be sent twice has a body, if an empty one: the JDK's client repeats a request
   * without one, unasked, if the connection breaks before the answer.
   */
  private static final Set<String> MUST_NOT_REPEAT = Set.of("POST");

  private final Value request;
  private final int timeoutMs;
  private final AtomicBoolean isGivenUp = new AtomicBoolean();

  /** As long as it waits for a body it is not there: to disconnect it would wait for that, too. */
  private final AtomicReference<Optional<HttpURLConnection>> connection =
      new AtomicReference<>(Optional.empty());

  /**
   * @param request {@code {:url "http://…" :method :get :headers {"name" "value"} :body "…"}}
   * @param timeoutMs for a connection, and for each part of the answer
   */
  HttpCall(Value request, int timeoutMs) {
    this.request = request;
    this.timeoutMs = timeoutMs;
  }

  /**
   * Blocks until there is an answer. Redirects are not followed: they are answers.
   *
   * @return {@code {:status 200 :headers {…} :body "…"}} with the {@code :url}, or an error
   */
  Value answer() {
    if (!(request instanceof EdnMap map) || !(map.get(URL, Nil.NIL) instanceof Text url)) {
      return Errors.error("expected {:url \"http://…\"}, found " + request);
    }
    try {
      return answer(map, url.value());
    } catch (UnknownHostException e) {
      return failed(url.value(), "there is no host of that name");
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return failed(url.value(), e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (RuntimeException e) {
      // The JDK's client trips over itself if it is disconnected at the wrong moment.
      return failed(url.value(), isGivenUp.get() ? "it was given up" : e.toString());
    }
  }

  /** Makes {@link #answer} fail; any thread. */
  void giveUp() {
    isGivenUp.set(true);
    connection.get().ifPresent(HttpURLConnection::disconnect);
  }

  private static Value failed(String url, String why) {
    return Errors.error("cannot reach " + url + ": " + why);
  }

  private Value answer(EdnMap asked, String url) throws IOException, URISyntaxException {
    URI uri = new URI(url);
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null) {
      return failed(url, "expected http:// or https:// and a host");
    }
    HttpURLConnection own = (HttpURLConnection) uri.toURL().openConnection();
    connection.set(Optional.of(own));
    try {
      own.setConnectTimeout(timeoutMs);
      own.setReadTimeout(timeoutMs);
      own.setInstanceFollowRedirects(false);
      own.setUseCaches(false);
      own.setRequestMethod(method(asked));
      headers(asked.get(HEADERS, EdnMap.EMPTY), own);
      send(asked, own);
      return answer(own, url);
    } finally {
      own.disconnect();
    }
  }

  private static String method(EdnMap request) {
    Value method = request.get(METHOD, Keyword.of("get"));
    String name = method instanceof Keyword k ? k.name().toUpperCase(java.util.Locale.ROOT) : "";
    if (!METHODS.contains(name)) {
      throw new IllegalArgumentException(
          "expected :get, :head, :post, :put, :delete or :options under :method, found " + method);
    }
    return name;
  }

  private static void headers(Value headers, HttpURLConnection connection) {
    if (!(headers instanceof EdnMap map)) {
      throw new IllegalArgumentException("expected a map under :headers, found " + headers);
    }
    for (EdnMap.Entry header : map.entries()) {
      if (!HttpBodies.isHeader(header.key(), header.value())) {
        throw new IllegalArgumentException(
            "expected a name and a text of one line as a header, found " + header.toVector());
      }
      connection.setRequestProperty(((Text) header.key()).value(), ((Text) header.value()).value());
    }
  }

  private static void send(EdnMap request, HttpURLConnection connection) throws IOException {
    Value value = request.get(BODY, Nil.NIL);
    if (value == Nil.NIL && !MUST_NOT_REPEAT.contains(connection.getRequestMethod())) {
      return;
    }
    HttpBodies.Body body = HttpBodies.body(value == Nil.NIL ? new Text("") : value);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.bytes().length);
    if (connection.getRequestProperty("Content-Type") == null) {
      connection.setRequestProperty("Content-Type", body.type());
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.bytes());
    }
  }

  private Value answer(HttpURLConnection own, String url) throws IOException {
    int status = own.getResponseCode();
    if (status < 0) {
      return failed(url, "expected an answer of HTTP, found something else");
    }
    Map<String, List<String>> headers = own.getHeaderFields();
    if (HttpBodies.areTooLarge(headers)) {
      return failed(url, HttpBodies.TOO_LARGE_HEADERS);
    }
    connection.set(Optional.empty());
    InputStream in = status >= 400 ? own.getErrorStream() : own.getInputStream();
    byte[] body = new byte[0];
    if (in != null) {
      try (in) {
        body = HttpBodies.read(in, isGivenUp::get);
      }
    }
    return EdnMap.of(
        STATUS,
        Int.of(status),
        HEADERS,
        HttpBodies.headers(headers),
        BODY,
        HttpBodies.value(body),
        URL,
        new Text(url));
  }
}
