package jellybean.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses in figures; no name is ever looked up. */
final class Addresses {
  private Addresses() {}

  /** {@code 10.0.0.7:7000}; IPv6 in brackets. */
  static String print(InetSocketAddress address) {
    String host = host(address);
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** The figures alone. */
  static String host(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return ip == null ? address.getHostString() : ip.getHostAddress();
  }

  /** Empty if {@code host} is no address in figures of one receiver. */
  static Optional<InetSocketAddress> literal(String host, int port) {
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      return address.isAnyLocalAddress() || address.isMulticastAddress()
          ? Optional.empty()
          : Optional.of(new InetSocketAddress(address, port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException nothing can be sent there, or not that
   */
  static void checkPayload(InetSocketAddress to, byte[] payload, int maxBytes) {
    if (to.isUnresolved()) {
      throw new IllegalArgumentException(
          "cannot send to " + to.getHostString() + ": expected a literal address");
    }
    if (payload.length < 1 || payload.length > maxBytes) {
      throw new IllegalArgumentException(
          "cannot send to "
              + print(to)
              + ": expected a payload of 1 to "
              + maxBytes
              + " bytes, found "
              + payload.length);
    }
  }
}
