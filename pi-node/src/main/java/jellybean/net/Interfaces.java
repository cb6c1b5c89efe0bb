package jellybean.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where this machine is on the network. Asked before anything is bound to an address: a port of a
 * loopback that is down can be had, and nobody reaches it.
 */
final class Interfaces {
  /** More of them are not spoken on: a machine with many has them for its own purposes. */
  static final int MAX_SEGMENTS = 8;

  /**
   * One of the machine's.
   *
   * @param isUp and has a carrier
   * @param isMulticast as it says itself; a loopback says no and does it nevertheless
   */
  record Interface(
      String name,
      boolean isUp,
      boolean isLoopback,
      boolean isMulticast,
      List<InetAddress> addresses) {

    /** Whether it has an address of its own for packets of the same kind. */
    boolean speaks(InetAddress address) {
      return addresses.stream().anyMatch(own -> own.getClass() == address.getClass());
    }

    /** The one to be reached by: one that is not valid on this link alone, in short figures. */
    Optional<InetAddress> best() {
      return addresses.stream()
          .filter(_ -> isUp)
          .min(
              Comparator.comparing(InetAddress::isLinkLocalAddress)
                  .thenComparing(address -> !(address instanceof Inet4Address)));
    }

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
    throw none(address.getHostAddress() + " on an interface that is up", all);
  }

  static TransportException none(String expected, List<Interface> all) {
    String found =
        all.isEmpty()
            ? "no interface at all"
            : all.stream().map(Interface::toString).collect(Collectors.joining(", "));
    return new TransportException("no network: expected " + expected + ", found " + found);
  }

  static Optional<Interface> named(String name, List<Interface> all) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * Where neighbours can be found who reach this node by that address: on the loopback alone if it
   * is one of the loopback's own; elsewhere on all that are not, since a node's address need not be
   * that of an interface: a board has its identity on the loopback and is reached through whatever
   * cell it is in.
   */
  static List<Interface> segments(InetAddress address, List<Interface> all) {
    return all.stream()
        .filter(each -> each.isUp && each.isLoopback == address.isLoopbackAddress())
        .filter(each -> (each.isMulticast || each.isLoopback) && each.speaks(address))
        .limit(MAX_SEGMENTS)
        .toList();
  }

  static List<Interface> all() {
    List<Interface> all = new ArrayList<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        all.add(
            new Interface(
                each.getName(),
                each.isUp(),
                each.isLoopback(),
                each.supportsMulticast(),
                Collections.list(each.getInetAddresses())));
      }
    } catch (SocketException e) {
      // So says a machine without any, or one of which an interface went just now.
      return List.copyOf(all);
    }
    return all;
  }
}
