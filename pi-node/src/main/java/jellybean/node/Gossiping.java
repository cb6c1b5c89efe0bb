package jellybean.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.cluster.Headroom;
import jellybean.cluster.HeadroomGossip;
import jellybean.cluster.Member;
import jellybean.cluster.Members;
import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import jellybean.net.Datagrams;
import jellybean.port.Clock;
import jellybean.port.Randomness;
import jellybean.port.Timers;
import org.tinylog.Logger;

/**
 * Tells the other members what this node has left, and hears of them: feeds {@link HeadroomGossip}.
 * Any thread.
 */
final class Gossiping implements AutoCloseable {
  private final HeadroomGossip gossip;
  private final HeadroomMeter meter;
  private final CpuTime cpu;
  private final Clock clock;
  private final Randomness randomness;
  private final Datagrams datagrams;
  private final Function<NodeId, Optional<InetSocketAddress>> directory;
  private final Supplier<Optional<Members>> members;
  private volatile Headroom own;
  private boolean closed;

  /**
   * @param directory where a member is reached
   * @param members the live ones; none until this node has joined them
   */
  Gossiping(
      HeadroomGossip gossip,
      HeadroomMeter meter,
      CpuTime cpu,
      Clock clock,
      Randomness randomness,
      Datagrams datagrams,
      Function<NodeId, Optional<InetSocketAddress>> directory,
      Supplier<Optional<Members>> members) {
    this.gossip = gossip;
    this.meter = meter;
    this.cpu = cpu;
    this.clock = clock;
    this.randomness = randomness;
    this.datagrams = datagrams;
    this.directory = directory;
    this.members = members;
    this.own = meter.measure();
  }

  /** Begins to tell and to hear. */
  void start(Timers timers) {
    datagrams.onReceive(this::received);
    after(timers);
  }

  private void after(Timers timers) {
    timers.after(
        HeadroomGossip.ROUND_MS,
        () -> {
          try {
            round();
          } finally {
            after(timers);
          }
        });
  }

  /** The timers' thread; it measures before it keeps anybody waiting. */
  void round() {
    Headroom measured = meter.measure();
    own = measured;
    for (HeadroomGossip.Message message : next(measured)) {
      directory.apply(message.to()).ifPresent(to -> datagrams.send(to, message.bytes()));
    }
  }

  private synchronized List<HeadroomGossip.Message> next(Headroom measured) {
    return closed ? List.of() : gossip.round(measured, lives(), clock.monotonicMs(), randomness);
  }

  private synchronized void received(NodeId from, byte[] message) {
    gossip.received(message, lives(), clock.monotonicMs());
  }

  private SortedMap<NodeId, Long> lives() {
    TreeMap<NodeId, Long> lives = new TreeMap<>();
    for (Members joined : members.get().stream().toList()) {
      for (Member member : joined.all()) {
        lives.put(member.node(), member.incarnation());
      }
    }
    return lives;
  }

  /** {@code {"node" {:spare-permille n …} …}}, of all that are known. */
  synchronized EdnMap known() {
    EdnMap known = EdnMap.EMPTY;
    for (var each : gossip.known().entrySet()) {
      known = known.with(new Text(each.getKey().value()), each.getValue().toValue());
    }
    return known;
  }

  /** What the members have left, in thousandths of a core. */
  synchronized SortedMap<NodeId, Long> spare() {
    TreeMap<NodeId, Long> spare = new TreeMap<>();
    gossip.known().forEach((node, headroom) -> spare.put(node, (long) headroom.spare()));
    return spare;
  }

  /** What this node has left. */
  EdnMap own() {
    return own.toValue();
  }

  synchronized EdnMap counters() {
    return gossip.counters();
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      cpu.close();
    } catch (IOException e) {
      Logger.debug(e, "not closed");
    }
  }
}
