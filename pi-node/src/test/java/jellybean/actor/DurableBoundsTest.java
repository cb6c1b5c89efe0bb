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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Session;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Durable actors where something has an end: mailboxes, disks, what can be written. */
class DurableBoundsTest {
  @Test
  void aStateThatCannotBeKeptFailsTheStepThatMadeItAndNoOther() {
    Value function =
        new Session("test", Budget.DEFAULT)
            .eval(EdnReader.of("inc", "test", ReadLimits.DOCUMENT).nextSyntax().orElseThrow());
    Simulation simulation = new Simulation(8);
    SimNode node = simulation.durableNode("a", 1);
    node.start("/s", Script.recorder().effects("again", new Effect.Restart(KEEPER)));
    Script script = adder().on("bad", (_, _) -> Step.of(EdnVector.of(function)));
    node.actors()
        .start(
            ActorSpec.of(KEEPER, "actor", script)
                .keeping(Durability.ALL)
                .supervisedBy(new Address("/s")));
    node.startDurable(SECOND.path(), keeper());
    simulation.settle();
    send(node, "add", 1);
    send(node, "add", 2);
    send(node, "bad", 3);
    send(node, "add", 4);
    simulation.settle();
    node.send("/x", "/s", "again", Nil.NIL);
    simulation.settle();
    assertEquals("[1 2 4]", node.shown(KEEPER.path()));
    assertEquals("[1 2 4]", node.shown(SECOND.path()));
    List<String> dead =
        node.deadLetters().stream()
            .map(d -> d.get(Keyword.of("detail"), Nil.NIL).toString())
            .toList();
    assertTrue(dead.toString().contains("cannot keep a step of /s/keeper: "), dead::toString);
  }

  @Test
  void onADiskThatFailsActorsCrashAndWhatTheyAcceptedIsThereAfterwards() {
    Simulation.underSeeds(
        60,
        simulation -> {
          SimNode node = simulation.durableNode("a", 1);
          startBoth(node);
          simulation.settle();
          SplittableRandom random = simulation.splitRandom();
          simulation.disk("a").failAfter(random.nextInt(30));
          int sent = 0;
          for (int burst = 0; burst < 10; burst++) {
            for (int i = 0; i < 10; i++) {
              send(node, "add", ++sent);
            }
            simulation.settle();
          }
          long refused = node.dead("not-kept");
          SimNode next = nextLife(simulation, node);
          int kept = assertPrefix(next, sent);
          // Of the others the sender's node knows: they are dead letters, or nobody was there.
          assertTrue(kept + refused + node.dead("no-such-actor") >= sent);
        });
  }

  @Test
  void onANodeThatKeepsNothingADurableActorDoesNotStart() {
    Simulation simulation = new Simulation(9);
    SimNode node = simulation.node("a");
    startBoth(node);
    simulation.settle();
    assertEquals(Optional.empty(), node.view(KEEPER.path()));
    List<String> dead = new ArrayList<>();
    send(node, "add", 1);
    simulation.settle();
    node.deadLetters().forEach(letter -> dead.add(letter.toString()));
    assertTrue(dead.toString().contains(":no-such-actor"), dead::toString);
  }

  @Test
  void mailboxesOfDurableActorsAreBoundedToo() {
    Simulation simulation = new Simulation(10);
    SimNode node = simulation.durableNode("a", 1);
    node.actors()
        .start(ActorSpec.of(KEEPER, "actor", adder()).withMailbox(4).keeping(Durability.ALL));
    for (int i = 1; i <= 10; i++) {
      send(node, "add", i);
    }
    simulation.settle();
    assertEquals(6, node.dead("overflow"));
    assertEquals(numbers(4), node.state(KEEPER.path()));
  }

  @Test
  void whatOneDurableActorSaysTooOftenToAnotherIsDeadAndNotKept() {
    Simulation simulation = new Simulation(11);
    SimNode node = simulation.durableNode("a", 1);
    List<Effect> many = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      many.add(Effect.send(SECOND, Keyword.of("seen"), Int.of(i)));
    }
    node.startDurable(
        KEEPER.path(), Script.from(Nil.NIL).effects("add", many.toArray(Effect[]::new)));
    node.actors()
        .start(ActorSpec.of(SECOND, "actor", keeper()).withMailbox(4).keeping(Durability.ALL));
    send(node, "add", 1);
    simulation.settle();
    assertEquals(6, node.dead("overflow"));
    assertEquals(numbers(4), node.state(SECOND.path()));
    SimNode next = nextLife(simulation, node);
    assertEquals(numbers(4), next.state(SECOND.path()));
  }
}
