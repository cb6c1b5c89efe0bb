package jellybean.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether this machine is on the network with an address, asked before anything is bound to it: a
 * port of a loopback that is down can be had, and nobody reaches it.
 */
final class Interfaces {
  /** One of the machine's. */
  record Interface(String name, boolean isUp, boolean isLoopback, List<InetAddress> addresses) {
    boolean reaches(InetAddress address) {
      // All of 127.0.0.0/8 is on the loopback, though one address is listed.
      return isUp && (addresses.contains(address) || isLoopback && address.isLoopbackAddress());
    }

    @Override
    public String toString() {
      String where =
          addresses.isEmpty()
              ? "without an address"
              : addresses.stream()
                  .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                  .collect(Collectors.joining(" and "));
      return name + (isUp ? " " : " (down) ") + where;
    }
  }

  private Interfaces() {}

  /**
   * @throws TransportException if no interface that is up has that address: which have
   */
  static void check(InetAddress address) {
    check(address, all());
  }

  static void check(InetAddress address, List<Interface> all) {
    if (address.isAnyLocalAddress() || all.stream().anyMatch(each -> each.reaches(address))) {
      return;
    }
    String found =
        all.isEmpty()
            ? "no interface at all"
            : all.stream().map(Interface::toString).collect(Collectors.joining(", "));
    throw new TransportException(
        "no network: expected "
            + address.getHostAddress()
            + " on an interface that is up, found "
            + found);
  }

  private static List<Interface> all() {
    List<Interface> all = new ArrayList<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        all.add(
            new Interface(
                each.getName(),
                each.isUp(),
                each.isLoopback(),
                Collections.list(each.getInetAddresses())));
      }
    } catch (SocketException e) {
      // So says a machine without any, or one of which an interface went just now.
      return List.copyOf(all);
    }
    return all;
  }
}
