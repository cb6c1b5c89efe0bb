package jellybean.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import org.jspecify.annotations.Nullable;

/**
 * JmDNS behind a {@link MdnsGate}, on an interface of our choice: it speaks where the address that
 * it makes known is, which may be the loopback, where a board has its identity. It tells when it
 * remembers too much nevertheless: not all that it keeps of a record can be taken from it again, so
 * that only a new one will do.
 */
final class GatedMdns extends JmDNSImpl {
  /** Of all nodes of a segment together, one question in this time, and an answer from each. */
  static final long ASK_AGAIN_MS = 10_000;

  /** Whoever says farewells for this node does not have it talk more often than this. */
  static final long SAY_AGAIN_MS = 10_000;

  private static final long NANOS_PER_MS = 1_000_000;

  private final Door door;
  private final MdnsGate gate;
  private final Events events;
  private final int maxRecords;
  // Of the thread that checks.
  private long askedMs = nowMs();
  private long saidAgainMs = nowMs() - SAY_AGAIN_MS;
  private long farewells;

  /** What it cannot mend itself; called on its threads. */
  interface Events {
    /** It remembers more than it may. */
    void overflow();

    /** It can receive no more. */
    void broken();

    /** A packet could not be sent; the next one may. */
    void unsent(IOException why);

    /** Something new is known of an instance of our type. */
    void resolved(MdnsRecords.Instance instance);

    /**
     * An instance is known no more.
     *
     * @param name in full
     */
    void gone(String name);
  }

  /**
   * @param address to make known, with the name to make known, so that none is looked up
   * @param where to speak and listen
   * @param maxRecords may be remembered, service types included
   */
  GatedMdns(
      InetAddress address, NetworkInterface where, MdnsGate gate, int maxRecords, Events events)
      throws IOException {
    // Before JmDNS begins, which it does when it is made.
    this.door = new Door(gate);
    this.gate = gate;
    this.events = events;
    this.maxRecords = maxRecords;
    super(address, address.getHostName());
    move(where);
  }

  /**
   * JmDNS has begun where the address is. Its first words are a matter of chance; they may stay.
   */
  private void move(NetworkInterface where) throws IOException {
    NetworkInterface first = getLocalHost().getInterface();
    MulticastSocket socket = super.getSocket();
    if (!where.equals(first)) {
      SocketAddress group = new InetSocketAddress(getGroup(), DNSConstants.MDNS_PORT);
      socket.leaveGroup(group, first);
      socket.joinGroup(group, where);
      socket.setNetworkInterface(where);
    }
  }

  /** What JmDNS receives by. */
  @Override
  public MulticastSocket getSocket() {
    return door.before(super.getSocket());
  }

  @Override
  public void updateRecord(long now, DNSRecord record, Operation operation) {
    super.updateRecord(now, record, operation);
    MdnsRecords.pointed(record)
        .filter(name -> operation == Operation.Remove)
        .ifPresentOrElse(
            events::gone,
            () -> new MdnsRecords(getCache()).about(record).forEach(events::resolved));
  }

  /**
   * By the socket that listens, and so from the interface's own address: neighbours believe nobody
   * who is not on their link (RFC 6762, section 11). JmDNS would speak from the address that it
   * makes known; and close if a link is down for a moment, or begin anew.
   */
  @Override
  public void send(DNSOutgoing out) {
    MulticastSocket socket = super.getSocket();
    if (out.isEmpty() || socket == null || socket.isClosed()) {
      return;
    }
    InetSocketAddress to =
        Optional.ofNullable(out.getDestination())
            .orElseGet(() -> new InetSocketAddress(getGroup(), DNSConstants.MDNS_PORT));
    byte[] bytes = out.data();
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      events.unsent(e);
    }
  }

  @Override
  public void recover() {
    events.broken();
  }

  /**
   * What to do now and then; called by the thread of JmDNS's timed work.
   *
   * @param ask asks once who is there
   */
  void check(Runnable ask) {
    int records = getServiceTypes().size();
    for (List<DNSEntry> sameName : getCache().values()) {
      records += sameName.size();
    }
    if (records > maxRecords) {
      events.overflow();
    }
    sayAgain();
    askAgain(ask);
  }

  /** Others have been told that this node is gone: by a life before, or by who cannot know. */
  private void sayAgain() {
    long now = nowMs();
    if (gate.farewells() == farewells || now - saidAgainMs < SAY_AGAIN_MS || isCanceling()) {
      return;
    }
    farewells = gate.farewells();
    saidAgainMs = now;
    getServices().values().forEach(service -> ((ServiceInfoImpl) service).revertState());
    startProber();
  }

  /**
   * Whoever is new says so, but not every word is heard, and two segments may have become one. The
   * more are known, the less it matters.
   */
  private void askAgain(Runnable ask) {
    long known = getCache().getDNSEntryList(MdnsSegment.TYPE).size();
    if (nowMs() - askedMs >= ASK_AGAIN_MS * (1 + known)) {
      askedMs = nowMs();
      ask.run();
    }
  }

  private static long nowMs() {
    return System.nanoTime() / NANOS_PER_MS;
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
