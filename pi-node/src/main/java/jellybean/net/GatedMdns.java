package jellybean.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.JmDNSImpl;
import org.jspecify.annotations.Nullable;

/**
 * JmDNS behind a {@link MdnsGate}. It tells when it remembers too much nevertheless: not all that
 * it keeps of a record can be taken from it again, so that only a new one will do.
 */
final class GatedMdns extends JmDNSImpl {
  private final Door door;
  private final int maxRecords;
  private final Runnable overflow;

  /**
   * @param maxRecords may be remembered, service types included
   * @param overflow told each time that there are more
   */
  GatedMdns(InetAddress address, String name, MdnsGate gate, int maxRecords, Runnable overflow)
      throws IOException {
    // Before JmDNS begins, which it does when it is made.
    this.door = new Door(gate);
    this.maxRecords = maxRecords;
    this.overflow = overflow;
    super(address, name);
  }

  /** What JmDNS receives by; it sends by another way. */
  @Override
  public MulticastSocket getSocket() {
    return door.before(super.getSocket());
  }

  /** To be called now and then. */
  void check() {
    int records = getServiceTypes().size();
    for (List<DNSEntry> sameName : getCache().values()) {
      records += sameName.size();
    }
    if (records > maxRecords) {
      overflow.run();
    }
  }

  /** A socket in name only, so that JmDNS takes it for one. */
  private static final class Door extends MulticastSocket {
    private final MdnsGate gate;
    private volatile @Nullable MulticastSocket behind;

    Door(MdnsGate gate) throws IOException {
      super((SocketAddress) null);
      super.close();
      this.gate = gate;
    }

    Door before(@Nullable MulticastSocket socket) {
      behind = socket;
      return this;
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
      MulticastSocket socket = behind;
      if (socket == null) {
        throw new SocketException("closed");
      }
      do {
        packet.setLength(packet.getData().length);
        socket.receive(packet);
      } while (!gate.admits(packet.getAddress(), packet.getData(), packet.getLength()));
    }
  }
}
