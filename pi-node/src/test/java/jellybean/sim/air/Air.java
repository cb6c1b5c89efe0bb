package jellybean.sim.air;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;

/** Everything between the nodes. */
public final class Air {
  /** How long a sender of TCP waits before it sends a segment again, the first time. */
  static final long FIRST_RESEND_MS = 200;

  /** The longest of these waits, which double. */
  static final long LONGEST_RESEND_MS = 8_000;

  private static final int PER_MILLE = 1_000;

  private final Simulation simulation;
  private final SplittableRandom random;
  private final Map<Way, Weather> special = new HashMap<>();
  private final Map<Way, Integer> cut = new HashMap<>();
  private final Map<NodeId, Long> slow = new HashMap<>();
  private final Map<NodeId, Acceptor> listening = new HashMap<>();
  private final Set<Connection> open = new HashSet<>();
  private Weather weather;
  private long datagrams;
  private long frames;

  /** One direction between two nodes. */
  private record Way(NodeId from, NodeId to) {}

  /** Takes the other ends of dials. */
  @FunctionalInterface
  public interface Acceptor {
    /** Somebody dialled; the listener of what comes is to be set at once. */
    void accept(Connection.End end);
  }

  public Air(Simulation simulation, Weather weather) {
    this.simulation = simulation;
    this.random = simulation.splitRandom();
    this.weather = weather;
  }

  Simulation simulation() {
    return simulation;
  }

  // ---- conditions

  /** From now on everywhere where nothing special was said. */
  public void become(Weather next) {
    weather = next;
  }

  /** From now on in one direction; empty: as everywhere. */
  public void become(NodeId from, NodeId to, Optional<Weather> next) {
    Way way = new Way(from, to);
    next.ifPresentOrElse(w -> special.put(way, w), () -> special.remove(way));
  }

  /** Nothing gets from one to the other until it was {@link #mend mended} as often. */
  public void cut(NodeId from, NodeId to) {
    cut.merge(new Way(from, to), 1, Integer::sum);
  }

  public void mend(NodeId from, NodeId to) {
    cut.computeIfPresent(new Way(from, to), (_, times) -> times == 1 ? null : times - 1);
  }

  /** Everything to and from that node takes so much longer. */
  public void slowDown(NodeId node, long ms) {
    slow.put(node, ms);
  }

  public boolean isOpen(NodeId from, NodeId to) {
    return !cut.containsKey(new Way(from, to));
  }

  private Weather between(NodeId from, NodeId to) {
    return special.getOrDefault(new Way(from, to), weather);
  }

  boolean isLost(NodeId from, NodeId to) {
    return random.nextInt(PER_MILLE) < between(from, to).lossPerMille();
  }

  long delayMs(NodeId from, NodeId to) {
    Weather now = between(from, to);
    long ms = random.nextLong(now.minDelayMs(), now.maxDelayMs() + 1);
    if (random.nextInt(PER_MILLE) < now.stragglerPerMille()) {
      ms += random.nextLong(Weather.STRAGGLER_MS);
    }
    return ms + slow.getOrDefault(from, 0L) + slow.getOrDefault(to, 0L);
  }

  // ---- datagrams

  /** Sends a datagram to whatever life of the node is there when it arrives. */
  public void datagram(SimNode from, NodeId to, Consumer<SimNode> arrive) {
    datagrams++;
    int copies = random.nextInt(PER_MILLE) < between(from.id(), to).duplicatePerMille() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (!isLost(from.id(), to)) {
        simulation.after(delayMs(from.id(), to), () -> arrive(from.id(), to, arrive));
      }
    }
  }

  private void arrive(NodeId from, NodeId to, Consumer<SimNode> arrive) {
    Optional<SimNode> target = simulation.find(to);
    if (target.isPresent() && isOpen(from, to)) {
      target.get().admit(() -> arrive.accept(target.get()));
    }
  }

  /** Datagrams that were sent. */
  public long datagrams() {
    return datagrams;
  }

  // ---- connections

  /** From now on dials to that node are taken by this. */
  public void listen(NodeId node, Acceptor acceptor) {
    listening.put(node, acceptor);
  }

  /**
   * Dials; the result comes when it is known, empty if the other side refuses or nothing gets
   * through for so long.
   */
  public void dial(
      SimNode from, NodeId to, long withinMs, Consumer<Optional<Connection.End>> result) {
    new Dialling(this, from, to, simulation.nowMs() + withinMs, result).attempt();
  }

  Optional<Acceptor> acceptor(NodeId node) {
    return Optional.ofNullable(listening.get(node));
  }

  void opened(Connection connection) {
    open.add(connection);
  }

  void ended(Connection connection) {
    open.remove(connection);
  }

  void carried() {
    frames++;
  }

  /** Frames that arrived. */
  public long frames() {
    return frames;
  }

  /** Every connection between the two breaks, as by a reset from between. */
  public void breakConnections(NodeId a, NodeId b) {
    List<Connection> broken = new ArrayList<>();
    for (Connection connection : open) {
      if (connection.isBetween(a, b)) {
        broken.add(connection);
      }
    }
    // The order of a hash set is no part of the run.
    broken.sort(null);
    broken.forEach(Connection::reset);
  }
}
