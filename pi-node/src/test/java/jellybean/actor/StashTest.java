package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Messages that an actor puts aside until it can handle them. */
class StashTest {
  private static final int MAILBOX = 5;

  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  private void start(Script script) {
    ActorSpec spec = ActorSpec.of(new Address("/a"), "actor", script).withMailbox(MAILBOX);
    node.actors().start(spec);
    simulation.settle();
  }

  private void send(String name, int number) {
    node.send("/sys/test", "/a", name, Int.of(number));
    simulation.settle();
  }

  private static Script patient() {
    return Script.recorder()
        .on("later", (state, _) -> Step.of(state, new Effect.Stash()))
        .effects("now", new Effect.Unstash())
        .effects("crash", new Effect.After(-1, Signals.STOPPED, Nil.NIL));
  }

  @Test
  void whatIsPutAsideComesBackFirstAndInOrder() {
    Script script =
        Script.recorder()
            .on(
                "later",
                (state, delivery) ->
                    ((EdnVector) state).size() == 0
                        ? Step.of(state, new Effect.Stash())
                        : Step.of(((EdnVector) state).append(delivery.data())))
            .on(
                "now",
                (state, _) -> Step.of(((EdnVector) state).append(Nil.NIL), new Effect.Unstash()));
    start(script);
    for (int i = 1; i <= 3; i++) {
      node.send("/sys/test", "/a", "later", Int.of(i));
    }
    node.send("/sys/test", "/a", "now", Nil.NIL);
    node.send("/sys/test", "/a", "later", Int.of(4));
    simulation.settle();
    assertEquals("[nil 1 2 3 4]", node.state("/a").toString());
    assertEquals(5, node.view("/a").orElseThrow().handled());
  }

  @Test
  void whatIsPutAsideCountsAsWaitingAndIsBoundedWithTheRest() {
    start(patient());
    for (int i = 0; i < MAILBOX + 2; i++) {
      send("later", i);
    }
    assertEquals(MAILBOX, node.view("/a").orElseThrow().queued());
    assertEquals(2, node.dead("overflow"));
    assertEquals(0, node.view("/a").orElseThrow().handled());
  }

  @Test
  void whatIsAsideWhenTheActorEndsIsADeadLetter() {
    start(patient());
    send("later", 1);
    send("later", 2);
    send("crash", 3);
    assertEquals(2, node.dead("stopped"));
    assertEquals(1, node.dead("crashed"));
  }

  @Test
  void aStepThatPutsItsMessageAsideDoesNothingElse() {
    start(
        Script.recorder().effects("both", new Effect.Stash(), new Effect.Watch(new Address("/b"))));
    send("both", 1);
    assertTrue(
        node.deadLetters()
            .toString()
            .contains("a step that puts its message aside does something else, too"));
  }

  @Test
  void aMessageThatIsPassedOnKeepsItsSenderAndItsNumber() {
    node.actors()
        .start(
            ActorSpec.of(
                new Address("/b"),
                "actor",
                Script.recorder()
                    .on(
                        "x",
                        (state, delivery) ->
                            Step.of(
                                EdnVector.of(
                                    new jellybean.edn.Text(delivery.info().from().path()))))));
    start(Script.recorder().effects("x", new Effect.PassOn(new Address("/b"))));
    send("x", 1);
    assertEquals("[\"/sys/test\"]", node.state("/b").toString());
  }
}
