package jellybean.net;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.Frame;

/**
 * Membership payloads too large for a datagram: as frames over the connection to that address,
 * which is dialled for them if there is none. Owned by the event loop thread.
 */
final class MembershipFrames {
  /** Addresses that may be dialled for payloads at the same time. */
  static final int MAX_DIALS = 32;

  private final Here here;
  private final Map<InetSocketAddress, Connection> dials = new HashMap<>();
  private final Map<Connection, Deque<byte[]>> waiting = new IdentityHashMap<>();
  private Optional<MembershipChannel.Receiver> receiver = Optional.empty();

  MembershipFrames(Here here) {
    this.here = here;
  }

  int dials() {
    return dials.size();
  }

  void receiver(MembershipChannel.Receiver changed) {
    receiver = Optional.of(changed);
  }

  void received(NodeId from, byte[] payload) {
    if (receiver.isEmpty()) {
      here.counters().add(Count.MEMBERSHIP_DROPPED);
    } else {
      here.listener().payload(receiver.get(), from, payload);
    }
  }

  /** For a peer with a connection: now, or when the peer has read what waits for it. */
  void write(PeerState peer, byte[] payload) {
    add(peer.payloads, payload);
    flush(peer);
  }

  /** Writes what waits, as far as there is room. */
  void flush(PeerState peer) {
    if (peer.connection.isEmpty() || peer.payloads.isEmpty()) {
      return;
    }
    Connection connection = peer.connection.get();
    while (!peer.payloads.isEmpty() && connection.isWritable()) {
      connection.write(new Frame.MembershipBytes(peer.payloads.removeFirst()));
    }
    connection.flush();
  }

  /** Dials an address where nobody is known, or adds to what waits for that dial. */
  void dial(InetSocketAddress to, byte[] payload, Redial.Dialler dialler) {
    Connection dial = dials.get(to);
    if (dial == null) {
      if (dials.size() >= MAX_DIALS) {
        here.counters().add(Count.MEMBERSHIP_DROPPED);
        return;
      }
      dial = dialler.dial(to, new Dial.Ours(here.nextNumber(), Optional.empty()));
      dials.put(to, dial);
      waiting.put(dial, new ArrayDeque<>());
    }
    add(waiting.getOrDefault(dial, new ArrayDeque<>()), payload);
  }

  private void add(Deque<byte[]> payloads, byte[] payload) {
    if (payloads.size() >= PeerState.MAX_WAITING_PAYLOADS) {
      // The newest says most.
      payloads.removeFirst();
      here.counters().add(Count.MEMBERSHIP_DROPPED);
    }
    payloads.addLast(payload);
  }

  /** There is a better connection, or will be: what waits for this one goes there. */
  void handOver(Connection from, PeerState to) {
    take(from).forEach(payload -> add(to.payloads, payload));
    flush(to);
  }

  /** The connection is established. */
  void flushWaiting(Connection connection, PeerState peer) {
    take(connection).forEach(payload -> add(peer.payloads, payload));
    flush(peer);
  }

  /** A dial ended. */
  void closed(Connection connection) {
    here.counters().add(Count.MEMBERSHIP_DROPPED, take(connection).size());
  }

  /** There is no connection for what waits. */
  void drop(PeerState peer) {
    here.counters().add(Count.MEMBERSHIP_DROPPED, peer.payloads.size());
    peer.payloads.clear();
  }

  private Deque<byte[]> take(Connection connection) {
    Deque<byte[]> payloads = waiting.remove(connection);
    if (payloads == null) {
      return new ArrayDeque<>();
    }
    dials.remove(connection.remote(), connection);
    return payloads;
  }
}
