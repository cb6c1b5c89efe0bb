package jellybean.device;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Requests of the JDK's server as values, and values as its responses. */
final class HttpExchanges {
  static final Keyword NUMBER = Keyword.of("number");
  static final Keyword PATH = Keyword.of("path");
  static final Keyword QUERY = Keyword.of("query");

  /** Characters of a path with its query. */
  static final int MAX_PATH_CHARS = 2_048;

  private static final int BAD_REQUEST = 400;
  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /** They say where a response ends, which is for the server to say. */
  private static final Set<String> FRAMING =
      Set.of(
          "connection", "content-length", "keep-alive", "trailer", "transfer-encoding", "upgrade");

  private HttpExchanges() {}

  /** Why a request is not taken, before its body is read. */
  static Optional<HttpResponse> fault(HttpExchange exchange) {
    if (exchange.getRequestURI().toString().length() > MAX_PATH_CHARS) {
      return refusal(URI_TOO_LONG, "expected a path of at most " + MAX_PATH_CHARS + " characters");
    }
    if (exchange.getRequestURI().getPath() == null) {
      return refusal(BAD_REQUEST, "expected a path, found " + exchange.getRequestURI());
    }
    return HttpBodies.areTooLarge(exchange.getRequestHeaders())
        ? refusal(HEADERS_TOO_LARGE, HttpBodies.TOO_LARGE_HEADERS)
        : Optional.empty();
  }

  private static Optional<HttpResponse> refusal(int status, String why) {
    return Optional.of(HttpResponse.of(status, why));
  }

  static EdnMap toValue(long number, HttpExchange exchange, byte[] body) {
    String method = exchange.getRequestMethod().toLowerCase(Locale.ROOT);
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

  /** Blocks, while it is sent. */
  static void respond(HttpExchange exchange, HttpResponse response) throws IOException {
    try (exchange) {
      HttpBodies.Body body =
          response.body() == Nil.NIL
              ? new HttpBodies.Body(new byte[0], "text/plain; charset=utf-8")
              : HttpBodies.body(response.body());
      exchange.getResponseHeaders().set("Content-Type", body.type());
      for (EdnMap.Entry header : response.headers().entries()) {
        if (HttpBodies.isHeader(header.key(), header.value()) && !isFraming(header.key())) {
          exchange
              .getResponseHeaders()
              .set(((Text) header.key()).value(), ((Text) header.value()).value());
        }
      }
      int status = response.status();
      boolean isBare =
          exchange.getRequestMethod().equals("HEAD")
              || status == NO_CONTENT
              || status == NOT_MODIFIED
              || body.bytes().length == 0;
      exchange.sendResponseHeaders(status, isBare ? -1 : body.bytes().length);
      if (!isBare) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body.bytes());
        }
      }
    }
  }

  private static boolean isFraming(Value name) {
    return name instanceof Text text && FRAMING.contains(text.value().toLowerCase(Locale.ROOT));
  }
}
