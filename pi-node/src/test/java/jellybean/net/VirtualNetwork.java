package jellybean.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.message.NodeId;

/**
 * Membership channels without sockets: packets take 1 to 5 ms of {@link VirtualTime}, are lost with
 * a probability or always in one direction, all from one seed.
 */
final class VirtualNetwork {
  private static final int FIRST_PORT = 7_001;
  private static final int MAX_DELAY_MS = 5;

  private final VirtualTime time;
  private final SplittableRandom random;
  private final Map<InetSocketAddress, Channel> channels = new HashMap<>();
  private final Set<List<NodeId>> cut = new HashSet<>();
  private double loss;
  private int nextPort = FIRST_PORT;

  VirtualNetwork(VirtualTime time, long seed) {
    this.time = time;
    this.random = new SplittableRandom(seed);
  }

  /** From now on every packet is lost with this probability. */
  void lose(double probability) {
    loss = probability;
  }

  /** From now on nothing gets from one to the other; the way back works. */
  void cut(NodeId from, NodeId to) {
    cut.add(List.of(from, to));
  }

  /** Both ways, between each of one side and each of the other. */
  void split(Set<NodeId> oneSide, Set<NodeId> otherSide) {
    for (NodeId one : oneSide) {
      for (NodeId other : otherSide) {
        cut(one, other);
        cut(other, one);
      }
    }
  }

  void heal() {
    cut.clear();
    loss = 0;
  }

  /** A channel at a port of its own. */
  Channel channel(NodeId node) {
    return channelAt(node, nextPort++);
  }

  /** A channel at the port of one that is gone. */
  Channel channelAt(NodeId node, int port) {
    InetSocketAddress address = HostPort.parse("127.0.0.1:" + port);
    Channel channel = new Channel(node, address);
    channels.put(address, channel);
    return channel;
  }

  final class Channel implements MembershipChannel {
    private final NodeId node;
    private final InetSocketAddress address;
    private final List<byte[]> sent = new ArrayList<>();
    private Receiver receiver = (from, payload) -> {};

    private Channel(NodeId node, InetSocketAddress address) {
      this.node = node;
      this.address = address;
    }

    @Override
    public InetSocketAddress localAddress() {
      return address;
    }

    /** What was sent from here so far, lost or not. */
    List<byte[]> sent() {
      return sent;
    }

    @Override
    public void send(InetSocketAddress to, byte[] payload) {
      byte[] copy = payload.clone();
      sent.add(copy);
      if (random.nextDouble() >= loss) {
        time.schedule(1 + random.nextInt(MAX_DELAY_MS), () -> arrive(to, copy));
      }
    }

    @Override
    public void sendByTcp(InetSocketAddress to, byte[] payload) {
      send(to, payload);
    }

    private void arrive(InetSocketAddress to, byte[] payload) {
      Channel target = channels.get(to);
      if (target != null && !cut.contains(List.of(node, target.node))) {
        target.receiver.received(node, payload);
      }
    }

    /** Hands bytes to whoever listens here as if {@code from} had sent them. */
    void receive(NodeId from, byte[] payload) {
      receiver.received(from, payload);
    }

    @Override
    public void onReceive(Receiver newReceiver) {
      receiver = newReceiver;
    }
  }
}
