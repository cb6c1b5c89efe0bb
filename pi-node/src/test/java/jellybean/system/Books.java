package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.SimJournal;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;

/** A fleet in which tills say what they are paid to a book; all are durable. */
final class Books {
  static final int ITEMS = 40;
  static final String[] NODES = {"a", "b", "c", "d"};

  /** On each member a durable actor that counts, and says each number to a durable book. */
  private static String books() {
    StringBuilder children = new StringBuilder();
    for (String node : NODES) {
      children.append(
          "{:actor till-%s :durable true :place \"%s\" :state 0 :says #{:paid} :on {:pay pay}}%n"
              .formatted(node, node));
    }
    return """
    {:supervisor s
     :functions {pay (fn [n _] {:state (inc n) :say [[:paid n]]})
                 keep (fn [all n i]
                        {:state (assoc all (:from i) (conj (get all (:from i) []) n))})}
     :children [%s
                {:actor book :durable true :place "a" :state {} :on {:paid keep}}]}
    """
        .formatted(children);
  }

  private static List<Value> expected() {
    List<Value> expected = new ArrayList<>();
    for (int n = 0; n < ITEMS; n++) {
      expected.add(Int.of(n));
    }
    return expected;
  }

  static SimCluster fleet(Simulation simulation) {
    SimCluster fleet = SimCluster.durable(simulation, NODES);
    fleet.deploy("a", "s", books());
    return fleet;
  }

  /** All tills are paid now and then; each payment is on disk at its till when it is made. */
  static void pay(Simulation simulation, SimCluster fleet, long overMs) {
    for (int n = 0; n < ITEMS; n++) {
      simulation.after(n * overMs / ITEMS, () -> pay(fleet));
    }
  }

  static void pay(SimCluster fleet) {
    for (SimNode node : fleet.alive()) {
      String till = "/s/till-" + node.id().value();
      node.send("/sys/test", till, "pay", Nil.NIL);
    }
  }

  static void assertAllIsBooked(SimCluster fleet) {
    assertEquals(1, fleet.running("/s/book"), () -> "in " + fleet.placesOf("s"));
    assertEquals(1, fleet.instances("/s/book"), () -> "in " + fleet.placesOf("s"));
    EdnMap book = (EdnMap) fleet.state("/s/book");
    for (String node : NODES) {
      long paid = ((Int) fleet.state("/s/till-" + node)).value();
      Value booked = book.get(new Text("/s/till-" + node), Nil.NIL);
      assertEquals(
          expected().subList(0, (int) paid).toString().replace(",", ""),
          booked == Nil.NIL ? "[]" : booked.toString(),
          () -> "what till-" + node + " was paid");
    }
  }

  /** How many nodes keep something of an actor. */
  static long copies(SimCluster fleet, String actor) {
    return fleet.alive().stream()
        .filter(n -> !((SimJournal) n.journal()).store().load(new Address(actor)).isNothing())
        .count();
  }

  static void move(SimCluster fleet, String to) {
    if (fleet.locate("/s").isPresent()) {
      fleet.move("/s", "/s/book", to);
    }
  }

  /** Orders that the book's move is given up; the answer is the state of who is returned. */
  static Address abandon(SimCluster fleet, Optional<String> member) {
    EdnMap order =
        EdnMap.of(
            Protocol.ORDER,
            Keyword.of("move"),
            Protocol.ACTOR,
            new Text("/s/book"),
            Protocol.ABANDON,
            Bool.TRUE);
    return Asker.ask(
        fleet, member.map(m -> order.with(Protocol.MEMBER, new Text(m))).orElse(order));
  }

  /** The old board, the new one and the home, as far as they are wanted, each once. */
  static List<String> those(
      boolean old, String from, boolean next, String to, boolean home, String at) {
    Set<String> those = new LinkedHashSet<>();
    if (old) {
      those.add(from);
    }
    if (next) {
      those.add(to);
    }
    if (home) {
      those.add(at);
    }
    return List.copyOf(those);
  }

  /** Their power goes, one after the other. */
  static void cut(
      Simulation simulation, SimCluster fleet, SplittableRandom random, List<String> boards) {
    for (String name : boards) {
      fleet.kill(fleet.node(name));
      simulation.runFor(random.nextInt(200));
    }
  }

  /** And it comes again, with what is on their disks. */
  static void startAgain(
      Simulation simulation, SimCluster fleet, SplittableRandom random, List<String> boards) {
    for (String name : boards) {
      fleet.startDurable(name);
      fleet.announce();
      simulation.runFor(random.nextInt(2_000));
    }
  }

  static String placeOf(SimCluster fleet) {
    return fleet.locate("/s/book").orElseThrow().id().value();
  }

  private Books() {}
}
