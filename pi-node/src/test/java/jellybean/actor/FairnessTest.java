package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Nobody waits for long because somebody else has much to do. */
class FairnessTest {
  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");
  private final List<String> order = new ArrayList<>();

  private Script noting(String name) {
    return noting(name, 0);
  }

  private Script noting(String name, long stepMs) {
    return Script.from(Nil.NIL)
        .on(
            "n",
            (s, _) -> {
              order.add(name);
              node.spend(stepMs);
              return Step.of(s);
            });
  }

  @Test
  void aFloodedActorDelaysOthersByOneBatchOnly() {
    node.start("/s/flooded", noting("flooded"));
    node.start("/s/quiet", noting("quiet"));
    simulation.settle();
    for (int i = 0; i < 1000; i++) {
      node.send("/x", "/s/flooded", "n", Nil.NIL);
    }
    node.send("/x", "/s/quiet", "n", Nil.NIL);
    simulation.settle();
    assertEquals(Loop.BATCH_MESSAGES, order.indexOf("quiet"));
    assertEquals(1000, Collections.frequency(order, "flooded"));
  }

  @Test
  void whoseStepsTakeLongGivesWayBeforeItsBatchIsFull() {
    long stepMs = Loop.BATCH_NS / 1_000_000 - 1;
    node.start("/s/slow", noting("slow", stepMs));
    node.start("/s/quiet", noting("quiet"));
    simulation.settle();
    for (int i = 0; i < Loop.BATCH_MESSAGES; i++) {
      node.send("/x", "/s/slow", "n", Nil.NIL);
    }
    node.send("/x", "/s/quiet", "n", Nil.NIL);
    simulation.settle();
    assertEquals(2, order.indexOf("quiet"));
    assertEquals(Loop.BATCH_MESSAGES, Collections.frequency(order, "slow"));
  }

  @Test
  void aTurnThatTakesLongEndsThoughOthersAreReady() {
    long stepMs = Loop.TURN_NS / 1_000_000;
    for (int i = 0; i < 3; i++) {
      node.start("/s/" + i, noting("slow", stepMs));
      node.send("/x", "/s/" + i, "n", Nil.NIL);
    }
    Loop loop = node.actors().loop(0);
    assertTrue(loop.turn());
    assertEquals(1, order.size());
    assertTrue(loop.turn());
    assertEquals(2, order.size());
  }

  @Test
  void anActorThatSendsToItselfForEverLetsOthersRunAndTurnsEnd() {
    Effect again = Effect.send(new Address("/s/loop"), Keyword.of("n"), Nil.NIL);
    node.start("/s/loop", Script.from(Nil.NIL).effects("n", again));
    node.start("/s/quiet", noting("quiet"));
    node.send("/x", "/s/loop", "n", Nil.NIL);
    Loop loop = node.actors().loop(0);
    for (int i = 0; i < 10; i++) {
      node.send("/x", "/s/quiet", "n", Nil.NIL);
      assertTrue(loop.turn());
    }
    assertEquals(10, order.size());
  }

  @Test
  void readyActorsTakeTurns() {
    for (int i = 0; i < 3; i++) {
      node.start("/s/" + i, noting("" + i));
    }
    simulation.settle();
    for (int n = 0; n < 64; n++) {
      for (int i = 0; i < 3; i++) {
        node.send("/x", "/s/" + i, "n", Int.of(n));
      }
    }
    simulation.settle();
    List<String> batches = new ArrayList<>();
    for (String name : order) {
      if (batches.isEmpty() || !batches.getLast().equals(name)) {
        batches.add(name);
      }
    }
    assertEquals(6, batches.size(), () -> "found " + batches);
  }
}
