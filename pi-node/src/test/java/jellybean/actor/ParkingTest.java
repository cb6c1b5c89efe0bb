package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Whoever sends to an actor that has no room waits, but not for ever, and nobody else does. */
class ParkingTest {
  private static final Keyword WORK = Keyword.of("work");
  private static final int BOUND = 64;
  private static final long PARK_MS = 5_000;

  /** Sends on what it is given, as fast as it gets it. */
  private static Script source(String to) {
    return Script.from(Int.of(0))
        .on("work", (state, _) -> Step.of(state))
        .on(
            "go",
            (state, d) ->
                Step.of(
                    Int.of(((Int) state).value() + 1),
                    Effect.send(new Address(to), WORK, d.data())));
  }

  private static void start(SimNode node, String address, String kind, Script script, long parkMs) {
    node.actors()
        .start(
            ActorSpec.of(new Address(address), kind, script).withMailbox(BOUND).parkedFor(parkMs));
  }

  private static void go(SimNode node, String to, int from, int upTo) {
    for (int i = from; i <= upTo; i++) {
      node.send("/outside", to, "go", Int.of(i));
    }
  }

  /** Has no room: what it is sent is put aside until it is opened. */
  private static Script gate() {
    return Script.from(EdnVector.EMPTY)
        .on(
            "work",
            (state, d) ->
                isOpen(state)
                    ? Step.of(((EdnVector) state).append(d.data()))
                    : Step.of(state, new Effect.Stash()))
        .on(
            "open",
            (state, _) -> Step.of(((EdnVector) state).append(Nil.NIL), new Effect.Unstash()));
  }

  private static boolean isOpen(Value state) {
    return ((EdnVector) state).size() > 0;
  }

  private static long done(SimNode node, String address) {
    return ((Int) node.state(address)).value();
  }

  @Test
  void aSenderIsParkedWhileItsReceiverHasNoRoomAndNothingIsLost() {
    Simulation.underSeeds(
        10,
        simulation -> {
          SimNode node = simulation.node("a", 2, ActorLimits.DEFAULT);
          start(node, "/s/slow", "actor", gate(), 0);
          start(node, "/s/fast", "actor", source("/s/slow"), PARK_MS);
          for (int i = 1; i <= 60; i++) {
            go(node, "/s/fast", i, i);
            simulation.runFor(1);
          }
          long before = done(node, "/s/fast");
          assertTrue(before < 60, "it was not parked");
          assertEquals("parked", node.view("/s/fast").orElseThrow().status());
          node.send("/outside", "/s/slow", "open", Nil.NIL);
          simulation.runFor(1_000);
          assertEquals(60, done(node, "/s/fast"));
          assertEquals(61, ((EdnVector) node.state("/s/slow")).size());
          assertEquals(0, node.dead("overflow"));
        });
  }

  @Test
  void afterItsTimeItIsServedAgainAndWhatFindsNoRoomIsADeadLetter() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.node("a");
    start(node, "/s/slow", "actor", gate(), 0);
    start(node, "/s/fast", "actor", source("/s/slow"), PARK_MS);
    go(node, "/s/fast", 1, 60);
    simulation.runFor(PARK_MS - 1);
    assertEquals(0, node.dead("overflow"));
    go(node, "/s/fast", 61, 80);
    simulation.runFor(10);
    assertEquals(80, done(node, "/s/fast"));
    assertEquals(80 - BOUND, node.dead("overflow"));
    assertEquals(1, node.counter("parked"));
    assertEquals(1, node.counter("parked-too-long"));
  }

  @Test
  void aSenderOnAnotherNodeIsParkedToo() {
    Simulation.underSeeds(
        10,
        simulation -> {
          SimNode here = simulation.node("here");
          SimNode there = simulation.node("there");
          here.actors().install(FixedRouter.of(here).place("/s/slow", there));
          there.actors().install(FixedRouter.of(there).place("/s/fast", here));
          start(there, "/s/slow", "actor", gate(), 0);
          start(here, "/s/fast", "actor", source("/s/slow"), PARK_MS);
          for (int i = 1; i <= 60; i++) {
            go(here, "/s/fast", i, i);
            simulation.runFor(5);
          }
          assertTrue(done(here, "/s/fast") < 60, "it was not parked");
          there.send("/outside", "/s/slow", "open", Nil.NIL);
          simulation.runFor(1_000);
          assertEquals(60, done(here, "/s/fast"));
          assertEquals(0, there.dead("overflow"));
        });
  }

  @Test
  void twoWhoParkEachOtherGoOnAfterTheirTime() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.node("a");
    start(node, "/s/x", "actor", source("/s/y"), PARK_MS);
    start(node, "/s/y", "actor", source("/s/x"), PARK_MS);
    go(node, "/s/x", 1, 60);
    go(node, "/s/y", 1, 60);
    simulation.runFor(PARK_MS - 1);
    assertEquals("parked", node.view("/s/x").orElseThrow().status());
    assertEquals("parked", node.view("/s/y").orElseThrow().status());
    simulation.runFor(100);
    assertEquals(60, done(node, "/s/x"));
    assertEquals(60, done(node, "/s/y"));
  }

  @Test
  void sourcesPauseFirst() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.node("a");
    start(node, "/s/slow", "actor", gate(), 0);
    start(node, "/s/source", "device", source("/s/slow"), PARK_MS);
    start(node, "/s/other", "actor", source("/s/slow"), PARK_MS);
    for (int i = 1; i <= BOUND / 4; i++) {
      go(node, "/s/source", i, i);
      go(node, "/s/other", i, i);
      simulation.runFor(1);
    }
    assertEquals("parked", node.view("/s/source").orElseThrow().status());
    assertEquals("running", node.view("/s/other").orElseThrow().status());
  }

  @Test
  void whoeverSendsToOthersIsNotDelayed() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.node("a");
    start(node, "/s/slow", "actor", gate(), 0);
    start(node, "/s/quick", "actor", Script.recorder(), 0);
    start(node, "/s/fast", "actor", source("/s/slow"), PARK_MS);
    start(node, "/s/other", "actor", source("/s/quick"), PARK_MS);
    go(node, "/s/fast", 1, 60);
    go(node, "/s/other", 1, 60);
    simulation.runFor(10);
    assertEquals(60, done(node, "/s/other"));
    assertEquals(60, ((EdnVector) node.state("/s/quick")).size());
  }

  @Test
  void partsOfANodeAndSupervisorsAreNeverParked() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.node("a");
    start(node, "/s/slow", "actor", gate(), 0);
    start(node, "/s/boss", "supervisor", source("/s/slow"), 0);
    go(node, "/s/boss", 1, 60);
    simulation.runFor(10);
    assertEquals(60, done(node, "/s/boss"));
  }

  @Test
  void aRestartEndsTheWait() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.node("a");
    start(node, "/s/slow", "actor", gate(), 0);
    start(node, "/s/fast", "actor", source("/s/slow"), PARK_MS);
    node.start(
        "/s/boss",
        Script.from(Nil.NIL).effects("again", new Effect.Restart(new Address("/s/fast"))));
    go(node, "/s/fast", 1, 60);
    simulation.runFor(10);
    node.send("/outside", "/s/boss", "again", Nil.NIL);
    simulation.runFor(10);
    assertTrue(done(node, "/s/fast") > 0, "its mailbox stayed, and is served");
  }
}
