package jellybean.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/** Carries envelopes between simulated nodes under given conditions. */
public final class SimNetwork {
  private static final Keyword MEMBER_LOST = Keyword.of("member-lost");

  private final Simulation simulation;
  private final SplittableRandom random;
  private final Map<Pair, Long> lastArrivalMs = new HashMap<>();
  private final Set<Pair> cut = new HashSet<>();
  private final List<Held> held = new ArrayList<>();
  private Conditions conditions;
  private long carried;

  private record Pair(NodeId from, NodeId to) {}

  private record Held(SimNode from, SimNode to, Envelope envelope) {
    Pair pair() {
      return new Pair(from.id(), to.id());
    }
  }

  SimNetwork(Simulation simulation, Conditions conditions) {
    this.simulation = simulation;
    this.random = simulation.splitRandom();
    this.conditions = conditions;
  }

  public void become(Conditions next) {
    conditions = next;
  }

  /** Envelopes that arrived at another node. */
  public long carried() {
    return carried;
  }

  /** Nothing gets through between the two, in either direction, until {@link #heal}. */
  public void cut(SimNode a, SimNode b) {
    cutOneWay(a, b);
    cutOneWay(b, a);
  }

  /** Nothing gets through from the one to the other until {@link #heal}. */
  public void cutOneWay(SimNode from, SimNode to) {
    cut.add(new Pair(from.id(), to.id()));
  }

  public void heal() {
    cut.clear();
    List<Held> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(this::carry);
  }

  /** A node takes another for dead: what it could not send there is a dead letter. */
  public void giveUp(SimNode from, SimNode to) {
    Pair pair = new Pair(from.id(), to.id());
    List<Held> lost = held.stream().filter(h -> h.pair().equals(pair)).toList();
    held.removeAll(lost);
    lost.forEach(frame -> undeliverable(from, frame.envelope()));
  }

  void send(SimNode from, NodeId to, Envelope envelope) {
    Optional<SimNode> target = simulation.find(to);
    if (target.isEmpty()) {
      simulation.after(0, () -> undeliverable(from, envelope));
      return;
    }
    Held frame = new Held(from, target.get(), envelope);
    if (cut.contains(frame.pair())) {
      held.add(frame);
    } else {
      carry(frame);
    }
  }

  private void carry(Held frame) {
    long arrivalMs = simulation.nowMs() + airTimeMs();
    if (conditions.keepsOrder()) {
      arrivalMs = Math.max(arrivalMs, lastArrivalMs.getOrDefault(frame.pair(), 0L));
      lastArrivalMs.put(frame.pair(), arrivalMs);
    }
    // A pair's frames of the same moment share an order, so that they stay as they were sent.
    long order = conditions.keepsOrder() ? frame.pair().hashCode() : random.nextLong();
    simulation.at(arrivalMs, order, () -> arrive(frame));
  }

  private long airTimeMs() {
    long ms = random.nextLong(conditions.minDelayMs(), conditions.maxDelayMs() + 1);
    while (random.nextInt(1000) < conditions.lossPerMille()) {
      ms += conditions.resendMs();
    }
    return ms;
  }

  private void arrive(Held frame) {
    if (cut.contains(frame.pair())) {
      held.add(frame);
    } else if (frame.to().isAlive()) {
      carried++;
      frame.to().actors().deliver(frame.envelope());
    } else {
      undeliverable(frame.from(), frame.envelope());
    }
  }

  private static void undeliverable(SimNode from, Envelope envelope) {
    if (from.isAlive()) {
      from.actors().deadLetter(envelope, MEMBER_LOST, Nil.NIL);
    }
  }
}
