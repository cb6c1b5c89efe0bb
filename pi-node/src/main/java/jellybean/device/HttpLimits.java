package jellybean.device;

import java.util.Map;

/**
 * What the JDK's server lets a slow or greedy client have. It reads them once, before its first
 * server is made, for all servers of the process.
 */
public final class HttpLimits {
  /** Its time for a response begins when the request has come in, so it holds the longest wait. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "15",
          "sun.net.httpserver.maxRspTime", "75",
          "sun.net.httpserver.idleInterval", "15",
          "sun.net.httpserver.maxIdleConnections", "16",
          "sun.net.httpserver.maxReqHeaders", String.valueOf(HttpBodies.MAX_HEADERS),
          "sun.net.httpserver.maxReqHeaderSize", String.valueOf(2 * HttpBodies.MAX_HEADER_CHARS),
          "jdk.httpserver.maxConnections", "96");

  private HttpLimits() {}

  /** To be called before a server is made; what was set otherwise stays. */
  public static void apply() {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
