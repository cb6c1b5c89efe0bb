package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Keyed actors that ran on both sides of a split: what becomes of the keys of those that yield. */
class KeysOfASplitTest {
  private final Simulation simulation = new Simulation(1);
  private final SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");

  /** Counts words on both sides, then lets them meet. */
  private void count(String words) {
    fleet.deploy("a", "s", "{:supervisor s :children [" + words + "]}");
    SimNode home = fleet.locate("/s").orElseThrow();
    fleet.split(new TreeSet<>(Set.of(home.id().value())));
    simulation.runFor(40_000);
    say(home.id(), "bean", "bean", "pea");
    NodeId other =
        fleet.alive().stream()
            .filter(n -> n != home && n.view("/s").isPresent())
            .map(SimNode::id)
            .findFirst()
            .orElseThrow();
    say(other, "bean", "leek");
    simulation.runFor(5_000);
    fleet.heal();
    simulation.settle();
    assertEquals(1, fleet.running("/s"));
  }

  private void say(NodeId at, String... words) {
    for (String word : words) {
      fleet.node(at.value()).send("/sys/test", "/s", "word", new Text(word));
    }
  }

  private long counted(String word, String... actors) {
    long sum = 0;
    for (String actor : actors) {
      assertEquals(1, fleet.running(actor), actor);
      Value n = ((EdnMap) fleet.state(actor)).get(new Text(word), Int.of(0));
      sum += ((Int) n).value();
    }
    return sum;
  }

  private static final String WORDS =
      "{:actor words :place :spread :state 0 :route {:word (fn [w] w)} :on"
          + " {:word (fn [n w] {:state (inc n)})%s}%s}";

  private static final String MERGE = " :merge (fn [n other] {:state (+ n other)})";

  @Test
  void eachKeyIsMergedWithItsOwn() {
    count(WORDS.formatted(MERGE, ""));
    assertEquals(3, counted("bean", "/s/words"));
    assertEquals(1, counted("pea", "/s/words"));
    assertEquals(1, counted("leek", "/s/words"));
    assertEquals(0, fleet.dead("yielded"));
  }

  @Test
  void theSameWithAFixedNumberOfReplicas() {
    count(WORDS.formatted(MERGE, " :replicas 2"));
    assertEquals(3, counted("bean", "/s/words/0", "/s/words/1"));
    assertEquals(1, counted("pea", "/s/words/0", "/s/words/1"));
    assertEquals(1, counted("leek", "/s/words/0", "/s/words/1"));
    assertEquals(0, fleet.dead("yielded"));
  }

  @Test
  void withoutAFunctionToMergeOnlyKeysThatBothHadAreDeadLetters() {
    count(WORDS.formatted("", ""));
    assertEquals(1, counted("pea", "/s/words"), "the other did not have it");
    assertEquals(1, counted("leek", "/s/words"));
    assertEquals(1, fleet.dead("yielded"));
    EdnMap letter =
        fleet.alive().stream()
            .flatMap(n -> n.deadLetters().stream())
            .filter(l -> l.get(Keyword.of("reason")).equals(Keyword.of("yielded")))
            .findFirst()
            .orElseThrow();
    String kept = Long.toString(3 - counted("bean", "/s/words"));
    assertEquals("[[\"bean\" " + kept + "]]", letter.get(Keyword.of("data")).toString());
  }
}
