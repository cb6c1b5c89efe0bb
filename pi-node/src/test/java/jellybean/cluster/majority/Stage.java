package jellybean.cluster.majority;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import jellybean.cluster.majority.Majority.Outcome;
import jellybean.cluster.majority.Majority.Send;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;

/** Nodes whose every step a test decides: who sees whom, which links work, what is lost. */
final class Stage {
  static final String SYSTEM = "s";

  /** All clocks of a stage agree, so that it may do without a margin. */
  static final LeaseTiming NO_MARGIN = new LeaseTiming("stage", 3_000, 750, 200, 0, 120_000);

  static final LeaseTiming TIMING = new LeaseTiming("stage", 3_000, 750, 200, 20, 120_000);

  private static final int STEP_MS = 10;

  private record Flying(String from, NodeId to, MajorityMessage message) {}

  private final Rules rules;
  private final LeaseTiming timing;
  private final Map<String, Majority> nodes = new TreeMap<>();
  private final Map<String, EdnMap> photographs = new HashMap<>();
  private final Deque<Flying> flying = new ArrayDeque<>();
  private final Set<String> open = new HashSet<>();
  private final Configuration genesis;
  private BiPredicate<String, MajorityMessage> lost = (_, _) -> false;
  private long nowMs;
  private long lives;
  private final List<MajorityMessage> sent = new ArrayList<>();

  /**
   * @param electors the first electorate, a letter each
   * @param others who else is there
   */
  Stage(Rules rules, String electors, String others) {
    this(rules, TIMING, electors, others);
  }

  Stage(Rules rules, LeaseTiming timing, String electors, String others) {
    this.rules = rules;
    this.timing = timing;
    for (String name : (electors + others).split("")) {
      nodes.put(name, Majority.fresh(new NodeId(name), ++lives, timing, 0, rules));
    }
    genesis = Configuration.genesis(new NodeId("z"), Electorate.of(electors(electors)));
    nodes.replaceAll((_, node) -> node.begin(SYSTEM, genesis));
  }

  private List<Elector> electors(String names) {
    return List.of(names.split("")).stream().map(name -> node(name).elector()).toList();
  }

  Majority node(String name) {
    return Objects.requireNonNull(nodes.get(name), name);
  }

  private Moment moment() {
    return new Moment(nowMs, 7 * nowMs);
  }

  private void step(String name, Function<Majority, Outcome> input) {
    Outcome outcome = input.apply(node(name));
    nodes.put(name, outcome.next());
    for (Send send : outcome.sends()) {
      sent.add(send.message());
      flying.add(new Flying(name, send.to(), send.message()));
    }
  }

  /** Both directions work from now on, and no other link. */
  Stage links(String... pairs) {
    open.clear();
    for (String pair : pairs) {
      open.add(pair);
      open.add(new StringBuilder(pair).reverse().toString());
    }
    return this;
  }

  /** Only in the direction of the letters. */
  Stage also(String fromTo) {
    open.add(fromTo);
    return this;
  }

  Stage losing(Predicate<MajorityMessage> such) {
    lost = (_, message) -> such.test(message);
    return this;
  }

  Stage losingAt(String to, Predicate<MajorityMessage> such) {
    lost = (at, message) -> at.equals(to) && such.test(message);
    return this;
  }

  /** It is gone for good. */
  Stage dies(String name) {
    nodes.remove(name);
    return this;
  }

  Stage sees(String name, String others) {
    step(name, node -> node.members(new TreeSet<>(electors(others)), moment()));
    return settle();
  }

  Stage wants(String name) {
    step(name, node -> node.want(Set.of(SYSTEM), moment()));
    return settle();
  }

  Stage hosts(String name) {
    step(name, node -> node.host(Set.of(SYSTEM), moment()));
    return settle();
  }

  Stage roll(String home, String hosts) {
    TreeMap<NodeId, Long> roll = new TreeMap<>();
    electors(hosts).forEach(e -> roll.put(e.node(), e.memory()));
    nodes.put(home, node(home).roll(SYSTEM, roll));
    return this;
  }

  /** Delivers what flies and what follows from it; on a link that does not work it is lost. */
  private Stage settle() {
    while (!flying.isEmpty()) {
      Flying next = flying.removeFirst();
      String to = next.to.value();
      boolean arrives = next.from.equals(to) || open.contains(next.from + to);
      if (arrives && !lost.test(to, next.message) && nodes.containsKey(to)) {
        step(to, node -> node.received(new NodeId(next.from), next.message, moment()));
      }
    }
    return this;
  }

  Stage pass(long durationMs) {
    long endMs = nowMs + durationMs;
    while (nowMs < endMs) {
      nowMs += STEP_MS;
      for (String name : List.copyOf(nodes.keySet())) {
        if (node(name).nextMs(moment()) <= nowMs) {
          step(name, node -> node.tick(moment()));
          settle();
        }
      }
    }
    return this;
  }

  /** What is on its disk now. */
  Stage photograph(String name) {
    photographs.put(name, node(name).stored());
    return this;
  }

  /** It starts again with what was on its disk then. */
  Stage restart(String name) {
    EdnMap kept = Objects.requireNonNull(photographs.get(name), name);
    nodes.put(name, Majority.restored(new NodeId(name), ++lives, timing, kept, nowMs, rules));
    return this;
  }

  /** It starts again without a disk. */
  Stage restartBlank(String name) {
    nodes.put(
        name,
        Majority.fresh(new NodeId(name), ++lives, timing, nowMs, rules).begin(SYSTEM, genesis));
    return this;
  }

  boolean runs(String name) {
    return node(name).permit(SYSTEM).filter(p -> nowMs < p.untilMs()).isPresent();
  }

  boolean hasSent(Predicate<MajorityMessage> such) {
    return sent.stream().anyMatch(such);
  }

  /** The letters of those that run. */
  String running() {
    StringBuilder running = new StringBuilder();
    nodes.keySet().stream().filter(this::runs).forEach(running::append);
    return running.toString();
  }

  long nowMs() {
    return nowMs;
  }
}
