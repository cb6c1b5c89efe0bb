package jellybean.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;
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

  private HttpCall() {}

  /**
   * Blocks until there is an answer. Redirects are not followed: they are answers.
   *
   * @param request {@code {:url "http://…" :method :get :headers {"name" "value"} :body "…"}}
   * @return {@code {:status 200 :headers {…} :body "…"}} with the {@code :url}, or an error
   */
  static Value call(Value request, int timeoutMs) {
    if (!(request instanceof EdnMap map) || !(map.get(URL, Nil.NIL) instanceof Text url)) {
      return Errors.error("expected {:url \"http://…\"}, found " + request);
    }
    try {
      return call(map, url.value(), timeoutMs);
    } catch (UnknownHostException e) {
      return failed(url.value(), "there is no host of that name");
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return failed(url.value(), String.valueOf(e.getMessage()));
    }
  }

  private static Value failed(String url, String why) {
    return Errors.error("cannot reach " + url + ": " + why);
  }

  private static Value call(EdnMap request, String url, int timeoutMs)
      throws IOException, URISyntaxException {
    URI uri = new URI(url);
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null) {
      return failed(url, "expected http:// or https:// and a host");
    }
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try {
      connection.setConnectTimeout(timeoutMs);
      connection.setReadTimeout(timeoutMs);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestMethod(method(request));
      headers(request.get(HEADERS, EdnMap.EMPTY), connection);
      send(request, connection);
      return answer(connection, url);
    } finally {
      connection.disconnect();
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
    if (value == Nil.NIL) {
      return;
    }
    HttpBodies.Body body = HttpBodies.body(value);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.bytes().length);
    if (connection.getRequestProperty("Content-Type") == null) {
      connection.setRequestProperty("Content-Type", body.type());
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.bytes());
    }
  }

  private static Value answer(HttpURLConnection connection, String url) throws IOException {
    int status = connection.getResponseCode();
    InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    byte[] body = new byte[0];
    if (in != null) {
      try (in) {
        body = HttpBodies.read(in);
      }
    }
    return EdnMap.of(
        STATUS,
        Int.of(status),
        HEADERS,
        HttpBodies.headers(connection.getHeaderFields()),
        BODY,
        HttpBodies.value(body),
        URL,
        new Text(url));
  }
}
