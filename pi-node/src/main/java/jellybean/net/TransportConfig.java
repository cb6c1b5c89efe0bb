package jellybean.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import jellybean.wire.SharedRing;

/**
 * What a transport needs to know.
 *
 * @param identity who this node is and whom it trusts
 * @param ring seals datagrams
 * @param bind literal address and port to listen on by TCP and UDP; port 0: any that both can have
 * @param advertise the address that others reach this node at, if it is not the bound one
 * @param kept directory where the deny-list and the key ring are kept, if they are
 * @param incarnation this life of the node; must differ from that of every other life of it
 */
public record TransportConfig(
    Identity identity,
    SharedRing ring,
    InetSocketAddress bind,
    Optional<InetAddress> advertise,
    Optional<Path> kept,
    long incarnation,
    Timings timings) {

  public TransportConfig {
    if (bind.isUnresolved()) {
      throw new TransportException(
          "cannot listen on "
              + bind.getHostString()
              + ":"
              + bind.getPort()
              + ": expected a literal address, found a host name");
    }
    if (bind.getAddress().isAnyLocalAddress() && advertise.isEmpty()) {
      throw new TransportException(
          "cannot listen on "
              + bind.getAddress().getHostAddress()
              + ": expected an address to advertise along with a wildcard, found none");
    }
  }

  /**
   * Reads {@code directory}: {@link Identity} and {@link RingFile}.
   *
   * @throws BadIdentityException if one of its files cannot be used
   */
  public static TransportConfig load(
      Path directory, InetSocketAddress bind, long incarnation, Timings timings) {
    return new TransportConfig(
        Identity.load(directory),
        RingFile.load(directory),
        bind,
        Optional.empty(),
        Optional.empty(),
        incarnation,
        timings);
  }
}
