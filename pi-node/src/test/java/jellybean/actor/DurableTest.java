package jellybean.actor;

import static jellybean.actor.DurablePair.KEEPER;
import static jellybean.actor.DurablePair.SECOND;
import static jellybean.actor.DurablePair.adder;
import static jellybean.actor.DurablePair.assertPrefix;
import static jellybean.actor.DurablePair.keeper;
import static jellybean.actor.DurablePair.nextLife;
import static jellybean.actor.DurablePair.numbers;
import static jellybean.actor.DurablePair.send;
import static jellybean.actor.DurablePair.startBoth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

class DurableTest {
  @Test
  void stateAndUnhandledMessagesOutliveTheNode() {
    Simulation simulation = new Simulation(1);
    SimNode node = simulation.durableNode("a", 1);
    startBoth(node);
    for (int i = 1; i <= 50; i++) {
      send(node, "add", i);
    }
    simulation.settle();
    assertEquals(numbers(50), node.state(KEEPER.path()));
    SimNode next = nextLife(simulation, node);
    assertEquals(numbers(50), next.state(KEEPER.path()));
    assertEquals(numbers(50), next.state(SECOND.path()));
  }

  /**
   * At whatever moment the power goes, again and again: who sends a message again until it is
   * accepted finds each applied once, in order, at both actors alike.
   */
  @Test
  void whateverThePowerDoesEachMessageIsAppliedOnceAndInOrder() {
    Simulation.underSeeds(
        150,
        simulation -> {
          SplittableRandom random = simulation.splitRandom();
          int loops = 1 + random.nextInt(3);
          simulation.slowLoops(20);
          SimNode node = simulation.durableNode("a", loops);
          startBoth(node);
          int sent = 0;
          for (int life = 0; life < 5; life++) {
            for (int burst = random.nextInt(5); burst >= 0; burst--) {
              for (int i = random.nextInt(40); i > 0; i--) {
                send(node, "add", ++sent);
              }
              simulation.runFor(random.nextLong(60));
            }
            simulation.crash(node, 0);
            node = simulation.durableNode("a", loops);
            startBoth(node);
            simulation.settle();
            sent = assertPrefix(node, sent);
          }
          simulation.settle();
          assertEquals(node.state(KEEPER.path()), node.state(SECOND.path()));
        });
  }

  @Test
  void nothingIsSaidBeforeItIsOnDisk() {
    Simulation.underSeeds(
        50,
        simulation -> {
          SimNode node = simulation.durableNode("a", 1);
          AtomicInteger heard = new AtomicInteger();
          node.startDurable(KEEPER.path(), adder());
          node.start(
              SECOND.path(),
              Script.from(Nil.NIL)
                  .on(
                      "seen",
                      (state, _) -> {
                        heard.incrementAndGet();
                        return Step.of(state);
                      }));
          for (int i = 1; i <= 40; i++) {
            send(node, "add", i);
          }
          simulation.runFor(simulation.splitRandom().nextLong(100));
          int said = heard.get();
          SimNode next = nextLife(simulation, node);
          EdnVector kept = (EdnVector) next.state(KEEPER.path());
          assertTrue(kept.size() >= said, "said " + said + ", kept " + kept.size());
        });
  }

  @Test
  void aMessageThatComesAgainIsCountedAndNothingElse() {
    Simulation simulation = new Simulation(3);
    SimNode node = simulation.durableNode("a", 1);
    startBoth(node);
    send(node, "add", 1);
    send(node, "add", 1);
    simulation.settle();
    send(node, "add", 1);
    simulation.settle();
    assertEquals(numbers(1), node.state(KEEPER.path()));
    assertEquals(2, node.counter("duplicates"));
  }

  @Test
  void aStepThatFailsIsADeadLetterAndIsNotTriedAgainInTheNextLife() {
    Simulation simulation = new Simulation(4);
    SimNode node = simulation.durableNode("a", 1);
    startBoth(node);
    send(node, "add", 1);
    send(node, "fail", 2);
    simulation.settle();
    assertEquals(1, node.dead("crashed"));
    SimNode next = nextLife(simulation, node);
    assertEquals(0, next.dead("crashed"));
    assertEquals(numbers(1), next.state(KEEPER.path()));
  }

  @Test
  void aRestartBeginsWithTheStateThatIsKept() {
    Simulation simulation = new Simulation(5);
    SimNode node = simulation.durableNode("a", 1);
    node.start("/s", Script.recorder().effects("again", new Effect.Restart(KEEPER)));
    node.actors()
        .start(
            ActorSpec.of(KEEPER, "actor", adder())
                .keeping(Durability.ALL)
                .supervisedBy(new Address("/s")));
    node.startDurable(SECOND.path(), keeper());
    send(node, "add", 1);
    send(node, "fail", 2);
    send(node, "add", 3);
    simulation.settle();
    assertEquals("crashed", node.view(KEEPER.path()).orElseThrow().status());
    node.send("/x", "/s", "again", Nil.NIL);
    simulation.settle();
    assertEquals("[1 3]", node.shown(KEEPER.path()));
  }

  @Test
  void whatWaitsForAnActorThatWasEndedWaitsUntilItIsStartedAgain() {
    Simulation simulation = new Simulation(6);
    SimNode node = simulation.durableNode("a", 1);
    node.start(
        "/s",
        Script.recorder()
            .effects("expect", new Effect.Expect(KEEPER, Durability.ALL))
            .effects("end", new Effect.Terminate(KEEPER, Nil.NIL)));
    node.startDurable(SECOND.path(), keeper());
    node.send("/x", "/s", "expect", Nil.NIL);
    simulation.settle();
    send(node, "add", 1);
    simulation.settle();
    node.send("/x", "/s", "end", Nil.NIL);
    simulation.settle();
    assertEquals(0, node.dead("stopped"));
    node.startDurable(KEEPER.path(), adder());
    simulation.settle();
    assertEquals(numbers(1), node.state(KEEPER.path()));
  }

  @Test
  void whatIsOnItsWayToTheDiskWhileAnActorIsReplacedReachesTheNextOnce() {
    Simulation.underSeeds(
        100,
        simulation -> {
          SplittableRandom random = simulation.splitRandom();
          SimNode node = simulation.durableNode("a", 1 + random.nextInt(2));
          ActorSpec spec = ActorSpec.of(KEEPER, "actor", adder()).keeping(Durability.ALL);
          node.start(
              "/s",
              Script.recorder()
                  .effects(
                      "replace", new Effect.Terminate(KEEPER, Nil.NIL), new Effect.Spawn(spec)));
          startBoth(node);
          int sent = 0;
          for (int i = 0; i < 20; i++) {
            for (int j = random.nextInt(8); j > 0; j--) {
              send(node, "add", ++sent);
            }
            simulation.runFor(random.nextLong(15));
            node.send("/x", "/s", "replace", Nil.NIL);
          }
          simulation.settle();
          assertEquals(numbers(sent), node.state(KEEPER.path()));
          assertEquals(numbers(sent), node.state(SECOND.path()));
        });
  }

  @Test
  void anActorThatIsForgottenStartsAnewAndWhatWaitedIsDead() {
    Simulation simulation = new Simulation(7);
    SimNode node = simulation.durableNode("a", 2);
    node.start(
        "/s",
        Script.recorder()
            .effects("expect", new Effect.Expect(KEEPER, Durability.ALL))
            .effects("end", new Effect.Terminate(KEEPER, Nil.NIL), new Effect.Forget(KEEPER)));
    node.send("/x", "/s", "expect", Nil.NIL);
    simulation.settle();
    send(node, "add", 1);
    simulation.settle();
    node.send("/x", "/s", "end", Nil.NIL);
    simulation.settle();
    assertEquals(1, node.dead("stopped"));
    startBoth(node);
    simulation.settle();
    assertEquals("[]", node.shown(KEEPER.path()));
  }

  @Test
  void whatWasAddressedByAnOlderRouterIsSaidAgainByTheNewOne() {
    Simulation simulation = new Simulation(12);
    SimNode node = simulation.durableNode("a", 1);
    node.startDurable(
        KEEPER.path(),
        Script.from(Nil.NIL).effects("add", Effect.say(Keyword.of("seen"), Int.of(1))));
    node.start("/s/old", Script.recorder());
    node.start("/s/new", Script.recorder());
    node.actors().install(FixedRouter.of(node).route(KEEPER.path(), "seen", "/s/old"));
    simulation.settle();
    send(node, "add", 1);
    simulation.runNow();
    while (node.view(KEEPER.path()).orElseThrow().queued() > 0) {
      simulation.runFor(1);
    }
    assertEquals(0, node.view(KEEPER.path()).orElseThrow().handled(), "the step is on disk");
    node.actors().install(FixedRouter.of(node).route(KEEPER.path(), "seen", "/s/new"));
    simulation.settle();
    assertEquals("[]", node.shown("/s/old"));
    assertEquals("[[:seen 1]]", node.shown("/s/new"));
  }
}
