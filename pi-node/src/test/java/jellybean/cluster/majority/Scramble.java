package jellybean.cluster.majority;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import jellybean.cluster.majority.Fleet.Fault;
import jellybean.cluster.majority.Majority.Outcome;
import jellybean.cluster.majority.Majority.Send;
import jellybean.cluster.majority.Tenures.Violation;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;

/**
 * A few nodes between whose steps anything may happen: no likely world, but one in which unlikely
 * orders are frequent. Messages fly as long as they like, time jumps, everybody believes some of
 * the others alive, all want to be the home, and disks write when it pleases them.
 */
final class Scramble {
  private static final String SYSTEM = "s";
  private static final int MAX_FLYING = 150;
  private static final LeaseTiming TIMING = new LeaseTiming("scramble", 3_000, 750, 200, 20, 0);

  private record Flying(int from, int to, MajorityMessage message) {}

  private static final class Node {
    final NodeId id;
    final double rate;
    Majority state;
    EdnMap disk;
    final List<Send> unsent = new ArrayList<>();
    boolean isUp = true;
    int lives;

    Node(NodeId id, double rate) {
      this.id = id;
      this.rate = rate;
    }
  }

  private final SplittableRandom random;
  private final Fault fault;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Flying> flying = new ArrayList<>();
  private final Tenures tenures = new Tenures();
  private final Configuration genesis;
  private double nowMs;

  private Scramble(long seed, Fault fault) {
    this.random = new SplittableRandom(seed);
    this.fault = fault;
    int size = 3 + random.nextInt(3);
    TreeSet<Elector> all = new TreeSet<>();
    for (int i = 0; i < size; i++) {
      double rate = 1 + (2 * random.nextDouble() - 1) * fault.drift();
      Node node = new Node(new NodeId("n" + i), rate);
      node.state = Majority.fresh(node.id, life(node), TIMING, 0, fault.rules());
      all.add(node.state.elector());
      nodes.add(node);
    }
    genesis = Configuration.genesis(nodes.getFirst().id, new Electorate(all));
    for (Node node : nodes) {
      node.state = node.state.begin(SYSTEM, genesis);
      node.disk = node.state.stored();
    }
  }

  /** Returns how many tenures there were. */
  static long run(long seed, Fault fault, int steps) {
    Scramble scramble = new Scramble(seed, fault);
    for (int step = 0; step < steps; step++) {
      scramble.act();
      scramble.check(step);
    }
    return scramble.tenures.count();
  }

  private long life(Node node) {
    node.lives++;
    return fault.isReborn() ? 1 : 1000L * node.lives + nodes.indexOf(node);
  }

  private Moment moment(Node node) {
    return new Moment((long) (nowMs * node.rate), random.nextLong());
  }

  private void act() {
    Node node = nodes.get(random.nextInt(nodes.size()));
    int dice = random.nextInt(100);
    if (dice < 52) {
      deliver();
    } else if (dice < 53) {
      take();
    } else if (dice < 63) {
      ifUp(node, () -> node.state.tick(moment(node)));
    } else if (dice < 83) {
      flush(node);
    } else if (dice < 91) {
      nowMs += random.nextInt(dice == 90 ? 3_000 : 60);
    } else if (dice < 94) {
      look(node);
    } else if (dice < 96) {
      Set<String> wanted = random.nextInt(3) == 0 ? Set.of(SYSTEM) : Set.of();
      ifUp(node, () -> node.state.want(wanted, moment(node)));
    } else if (dice < 97) {
      node.isUp = false;
      node.unsent.clear();
    } else {
      restart(node);
    }
  }

  private void ifUp(Node node, Supplier<Outcome> input) {
    if (node.isUp) {
      step(node, input);
    }
  }

  private void step(Node node, Supplier<Outcome> input) {
    Outcome outcome = input.get();
    node.state = outcome.next();
    node.state = node.state.roll(SYSTEM, lives());
    if (fault.answersBeforeDisk() || node.unsent.isEmpty() && isWritten(node)) {
      outcome.sends().forEach(send -> fly(node, send));
    } else {
      node.unsent.addAll(outcome.sends());
    }
  }

  private static boolean isWritten(Node node) {
    return node.state.stored().equals(node.disk);
  }

  private TreeMap<NodeId, Long> lives() {
    TreeMap<NodeId, Long> lives = new TreeMap<>();
    nodes.forEach(node -> lives.put(node.id, node.state.site().life()));
    return lives;
  }

  private void fly(Node from, Send send) {
    if (flying.size() >= MAX_FLYING) {
      take();
    }
    int to =
        nodes.indexOf(nodes.stream().filter(n -> n.id.equals(send.to())).findFirst().orElseThrow());
    flying.add(new Flying(nodes.indexOf(from), to, send.message()));
  }

  private Optional<Flying> take() {
    return flying.isEmpty()
        ? Optional.empty()
        : Optional.of(flying.remove(random.nextInt(flying.size())));
  }

  private void deliver() {
    take()
        .ifPresent(
            f -> {
              if (random.nextInt(10) == 0) {
                flying.add(f);
              }
              Node to = nodes.get(f.to);
              NodeId from = nodes.get(f.from).id;
              ifUp(to, () -> to.state.received(from, f.message, moment(to)));
            });
  }

  private void flush(Node node) {
    if (node.isUp) {
      node.disk = node.state.stored();
      node.unsent.forEach(send -> fly(node, send));
      node.unsent.clear();
    }
  }

  private void look(Node node) {
    TreeSet<Elector> view = new TreeSet<>();
    for (Node other : nodes) {
      if (random.nextInt(3) > 0) {
        view.add(other.state.elector());
      }
    }
    ifUp(node, () -> node.state.members(view, moment(node)));
  }

  private void restart(Node node) {
    if (node.isUp) {
      return;
    }
    node.isUp = true;
    long nowAtNodeMs = moment(node).nowMs();
    node.state =
        Majority.restored(node.id, life(node), TIMING, node.disk, nowAtNodeMs, fault.rules());
    if (fault.forgetsPromises()) {
      node.state = node.state.forget(SYSTEM).begin(SYSTEM, genesis);
    }
    look(node);
  }

  private void check(int step) {
    TreeMap<Epoch, NodeId> running = new TreeMap<>();
    for (Node node : nodes) {
      if (node.isUp) {
        node.state
            .permit(SYSTEM)
            .filter(p -> moment(node).nowMs() < p.untilMs())
            .ifPresent(p -> running.put(p.since(), node.id));
      }
    }
    tenures
        .check(running)
        .ifPresent(
            wrong -> {
              throw new Violation(wrong + " at step " + step, true);
            });
  }
}
