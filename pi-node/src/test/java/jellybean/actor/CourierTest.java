package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimJournal;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What is said to durable actors of other nodes. */
class CourierTest {
  private static final Address FAR = new Address("/s/far");
  private static final Keyword SEEN = Keyword.of("seen");

  /** A durable actor here, one there, and the nodes on which they live. */
  private static final class Pair {
    final Simulation simulation;
    final boolean isSayerDurable;
    SimNode here;
    SimNode there;

    Pair(Simulation simulation, boolean isSayerDurable) {
      this.simulation = simulation;
      this.isSayerDurable = isSayerDurable;
      here = simulation.durableNode("here", 2);
      there = simulation.durableNode("there", 2);
      startHere();
      startThere();
    }

    void startHere() {
      here.actors().install(FixedRouter.of(here).placeDurable(FAR.path(), there));
      Script sayer =
          Script.from(EdnVector.EMPTY)
              .on(
                  "add",
                  (state, d) ->
                      Step.of(
                          ((EdnVector) state).append(d.data()), Effect.send(FAR, SEEN, d.data())));
      if (isSayerDurable) {
        here.startDurable("/s/near", sayer);
      } else {
        here.start("/s/near", sayer);
      }
    }

    void startThere() {
      there.startDurable(FAR.path(), DurablePair.keeper());
    }

    void powerCutHere() {
      simulation.crash(here, 3);
      here = simulation.durableNode("here", 2);
      startHere();
    }

    void powerCutThere() {
      simulation.crash(there, 3);
      there = simulation.durableNode("there", 2);
      startThere();
    }

    void add(int n) {
      DurablePair.send(here, new Address("/s/near"), "add", n);
    }

    String said() {
      return here.shown("/s/near");
    }

    String heard() {
      return there.shown(FAR.path());
    }
  }

  @Test
  void whatADurableActorSaysArrivesOnceAndInOrder() {
    Simulation.underSeeds(
        20,
        Conditions.WIFI,
        simulation -> {
          Pair pair = new Pair(simulation, true);
          for (int i = 1; i <= 300; i++) {
            pair.add(i);
          }
          simulation.settle();
          assertEquals(DurablePair.numbers(300).toString(), pair.heard());
        });
  }

  @Test
  void itArrivesOnceAndInOrderThoughThePowerGoesOnBothSides() {
    Simulation.underSeeds(
        60,
        Conditions.WILD,
        simulation -> {
          Pair pair = new Pair(simulation, true);
          var random = simulation.splitRandom();
          for (int i = 1; i <= 120; i++) {
            pair.add(i);
            simulation.runFor(random.nextInt(60));
            if (random.nextInt(12) == 0) {
              pair.powerCutHere();
            }
            if (random.nextInt(12) == 0) {
              pair.powerCutThere();
            }
          }
          simulation.settle();
          assertEquals(pair.said(), pair.heard());
          assertEquals(List.of(), pair.here.deadLetters());
          assertEquals(List.of(), pair.there.deadLetters());
        });
  }

  @Test
  void whatAVolatileActorSaysToADurableOneIsAppliedOnceThoughThePowerOfTheReceiverGoes() {
    Simulation.underSeeds(
        60,
        Conditions.WILD,
        simulation -> {
          Pair pair = new Pair(simulation, false);
          var random = simulation.splitRandom();
          for (int i = 1; i <= 120; i++) {
            pair.add(i);
            simulation.runFor(random.nextInt(60));
            if (random.nextInt(12) == 0) {
              pair.powerCutThere();
            }
          }
          simulation.settle();
          assertEquals(DurablePair.numbers(120).toString(), pair.heard());
        });
  }

  @Test
  void itWaitsOnDiskForABoardThatIsAway() {
    Simulation simulation = new Simulation(1);
    Pair pair = new Pair(simulation, true);
    simulation.crash(pair.there, 0);
    pair.add(1);
    simulation.runFor(5_000);
    pair.powerCutHere();
    pair.add(2);
    simulation.runFor(100_000);
    assertEquals("[1 2]", pair.said());
    pair.there = simulation.durableNode("there", 2);
    pair.startThere();
    simulation.settle();
    assertEquals("[1 2]", pair.heard());
  }

  @Test
  void whatIsSentAtLeastOnceIsNotLostWithTheReceiversBoardThoughItMayRepeat() {
    Simulation.underSeeds(
        40,
        Conditions.WILD,
        simulation -> {
          SimNode here = simulation.node("here");
          here.actors()
              .install(FixedRouter.of(here).placeDurable(FAR.path(), simulation.node("there")));
          here.start("/s/near", forwarder());
          Set<Value> handled = new LinkedHashSet<>();
          SimNode there = simulation.node("there");
          there.start(FAR.path(), noting(handled));
          var random = simulation.splitRandom();
          for (int i = 1; i <= 120; i++) {
            DurablePair.send(here, new Address("/s/near"), "add", i);
            simulation.runFor(random.nextInt(60));
            if (random.nextInt(12) == 0) {
              simulation.crash(there, 3);
              there = simulation.node("there");
              there.start(FAR.path(), noting(handled));
            }
          }
          simulation.settle();
          List<Value> all = new ArrayList<>();
          ((EdnVector) DurablePair.numbers(120)).forEach(all::add);
          assertEquals(all, List.copyOf(handled));
        });
  }

  private static Script forwarder() {
    return Script.from(Nil.NIL)
        .on("add", (state, d) -> Step.of(state, Effect.send(FAR, SEEN, d.data())));
  }

  private static Script noting(Set<Value> handled) {
    return Script.from(Nil.NIL)
        .on(
            "seen",
            (state, d) -> {
              handled.add(d.data());
              return Step.of(state);
            });
  }

  @Test
  void aDiskThatIsBusyHoldsUpNobodyWhoDoesNotWaitForIt() {
    Simulation simulation = new Simulation(1);
    Pair pair = new Pair(simulation, false);
    pair.there.start("/s/quick", Script.recorder());
    pair.here
        .actors()
        .install(
            FixedRouter.of(pair.here)
                .placeDurable(FAR.path(), pair.there)
                .place("/s/quick", pair.there));
    pair.here.start(
        "/s/other",
        Script.from(Nil.NIL)
            .on(
                "add",
                (state, d) ->
                    Step.of(state, Effect.send(new Address("/s/quick"), SEEN, d.data()))));
    simulation.settle();
    ((SimJournal) pair.there.journal()).stall(true);
    for (int i = 1; i <= 50; i++) {
      pair.add(i);
      DurablePair.send(pair.here, new Address("/s/other"), "add", 1_000 + i);
    }
    simulation.runFor(500);
    assertEquals(50, ((EdnVector) pair.there.state("/s/quick")).size());
    assertEquals("[]", pair.heard());
    ((SimJournal) pair.there.journal()).stall(false);
    simulation.settle();
    assertEquals(DurablePair.numbers(50).toString(), pair.heard());
  }

  @Test
  void aBoardThatIsAwayHoldsUpNobodyElse() {
    Simulation simulation = new Simulation(1);
    Pair pair = new Pair(simulation, true);
    SimNode third = simulation.durableNode("third", 1);
    third.startDurable("/s/third", DurablePair.keeper());
    Address thirds = new Address("/s/third");
    pair.here
        .actors()
        .install(
            FixedRouter.of(pair.here)
                .placeDurable(FAR.path(), pair.there)
                .placeDurable(thirds.path(), third));
    pair.here.startDurable(
        "/s/both",
        Script.from(Nil.NIL)
            .on(
                "add",
                (state, d) ->
                    Step.of(
                        state,
                        Effect.send(FAR, SEEN, d.data()),
                        Effect.send(thirds, SEEN, d.data()))));
    simulation.crash(pair.there, 5);
    for (int i = 1; i <= 1_500; i++) {
      DurablePair.send(pair.here, new Address("/s/both"), "add", i);
      simulation.runFor(20);
    }
    simulation.runFor(5_000);
    assertEquals(DurablePair.numbers(1_500).toString(), third.shown("/s/third"));
    assertEquals(1_500 - Postage.MAX_MESSAGES, pair.here.dead("overflow"));
  }
}
