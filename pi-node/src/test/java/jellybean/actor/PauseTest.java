package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Parts of the tree that may run only until a moment. */
class PauseTest {
  private static final Address PART = new Address("/house");
  private static final Keyword TICK = Keyword.of("tick");

  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  private void start(String address, Script script) {
    node.actors().start(ActorSpec.of(new Address(address), "actor", script));
    simulation.runNow();
  }

  private void send(String address, String name) {
    node.send("/sys/test", address, name, Nil.NIL);
    simulation.runNow();
  }

  private void runFor(long durationMs) {
    node.actors().runUntil(PART, node.monotonicMs() + durationMs);
    simulation.runNow();
  }

  private ActorView view(String address) {
    return node.view(address).orElseThrow();
  }

  @Test
  void whatIsBelowThePartWaitsAndTheRestRuns() {
    start("/house/lamp", Script.recorder());
    start("/garden", Script.recorder());
    runFor(0);

    send("/house/lamp", "on");
    send("/garden", "on");

    assertEquals(0, view("/house/lamp").handled());
    assertEquals(1, view("/house/lamp").queued());
    assertEquals("paused", view("/house/lamp").status());
    assertEquals(1, view("/garden").handled());
    assertEquals("running", view("/garden").status());
  }

  @Test
  void theMomentPassesByItself() {
    start("/house/lamp", Script.recorder());
    runFor(100);
    send("/house/lamp", "on");
    simulation.runFor(100);

    send("/house/lamp", "off");

    assertEquals(1, view("/house/lamp").handled());
    assertEquals("paused", view("/house/lamp").status());
  }

  @Test
  void whatWaitedIsHandledInOrderWhenThereIsLeaveAgain() {
    start("/house/lamp", Script.recorder());
    runFor(0);
    for (int i = 1; i <= 3; i++) {
      node.send("/sys/test", "/house/lamp", "on", Int.of(i));
    }
    simulation.runNow();

    runFor(100);

    assertEquals("[[:on 1] [:on 2] [:on 3]]", node.state("/house/lamp").toString());
    assertEquals("running", view("/house/lamp").status());
  }

  @Test
  void withoutALimitThePartRunsAgain() {
    start("/house/lamp", Script.recorder());
    runFor(0);
    send("/house/lamp", "on");

    node.actors().runUntil(PART, Long.MAX_VALUE);
    simulation.runNow();
    simulation.runFor(1_000_000);

    assertEquals(1, view("/house/lamp").handled());
    assertEquals("running", view("/house/lamp").status());
  }

  @Test
  void whatIsSpawnedInAPausedPartStartsLater() {
    runFor(0);
    start("/house/lamp", Script.recorder());
    assertEquals("starting", view("/house/lamp").status());

    runFor(100);

    assertEquals("running", view("/house/lamp").status());
  }

  @Test
  void timersThatFireMeanwhileWait() {
    start("/house/lamp", Script.recorder().effects("set", new Effect.After(50, TICK, Int.of(7))));
    send("/house/lamp", "set");
    runFor(10);
    simulation.runFor(200);
    assertEquals(1, view("/house/lamp").handled());
    assertEquals(1, view("/house/lamp").queued());

    runFor(100);

    assertEquals(2, view("/house/lamp").handled());
  }

  @Test
  void whatEndsMeanwhileEnds() {
    start("/house/lamp", Script.recorder());
    start(
        "/keeper",
        Script.recorder()
            .effects("end", new Effect.Terminate(new Address("/house/lamp"), Nil.NIL)));
    runFor(0);
    send("/house/lamp", "on");

    send("/keeper", "end");

    assertTrue(node.view("/house/lamp").isEmpty());
    assertEquals(1, node.dead("stopped"));
  }

  @Test
  void anEffectSetsTheMoment() {
    start("/house/lamp", Script.recorder());
    start("/keeper", Script.recorder().effects("pause", new Effect.RunUntil(PART, 0)));

    send("/keeper", "pause");
    send("/house/lamp", "on");

    assertEquals("paused", view("/house/lamp").status());
  }

  @Test
  void pausesAreCountedOnceEach() {
    start("/house/lamp", Script.recorder());
    runFor(0);
    send("/house/lamp", "on");
    send("/house/lamp", "off");

    assertEquals(Int.of(1), node.actors().counters().get(Keyword.of("pauses")));
  }

  @Test
  void morePartsThanThereMayBeAreRefused() {
    for (int i = 0; i < Leaves.MAX_PARTS; i++) {
      node.actors().runUntil(new Address("/part-" + i), 0);
    }
    start("/keeper", Script.recorder().effects("pause", new Effect.RunUntil(PART, 0)));

    send("/keeper", "pause");

    assertEquals(1, node.dead("crashed"));
  }
}
