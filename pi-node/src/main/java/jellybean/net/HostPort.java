package jellybean.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of an address between members: an address in figures, a colon, a port. IPv6 is
 * written without brackets, as Java prints it; the port follows the last colon.
 */
final class HostPort {
  /** 39 for a full IPv6 address, 6 for its zone, 6 for the port. */
  static final int MAX_LENGTH = 64;

  private static final int MAX_PORT = 65_535;

  private HostPort() {}

  /** Accepts what {@link #print} prints, of one receiver: no second spelling, no multicast. */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || text.length() > MAX_LENGTH) {
      throw bad(text, null);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 1 || port > MAX_PORT) {
        throw bad(text, null);
      }
      InetAddress host = InetAddress.ofLiteral(text.substring(0, colon));
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (host.isMulticastAddress() || host.isAnyLocalAddress() || !print(address).equals(text)) {
        throw bad(text, null);
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw bad(text, e);
    }
  }

  static String print(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static SwimFormatException bad(String text, @Nullable Throwable cause) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    String what = "bad address: expected figures:port, found \"" + shown + "\"";
    return cause == null ? new SwimFormatException(what) : new SwimFormatException(what, cause);
  }
}
