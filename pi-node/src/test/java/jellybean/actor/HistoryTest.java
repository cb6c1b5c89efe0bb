package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What was handled is kept, bounded, and can be replayed. */
class HistoryTest {
  private static final Keyword BEFORE = Keyword.of("before");
  private static final Keyword ACTOR = Keyword.of("actor");

  private final Simulation simulation = new Simulation(1);

  /** Depends on all that a behaviour may know: state, data, time, seed, sender. */
  private static Script mixer() {
    return Script.from(Int.of(0))
        .on(
            "mix",
            (s, d) ->
                Step.of(
                    Int.of(
                        ((Int) s).value() * 31
                            + ((Int) d.data()).value()
                            + d.info().seed()
                            + d.info().timeMs()
                            + d.info().from().hashCode())))
        .on(
            "fail",
            (_, _) -> {
              throw new StepException("as told");
            });
  }

  private static Map<String, Value> replay(Script script, List<EdnMap> history) {
    Map<String, Value> states = new HashMap<>();
    for (EdnMap entry : history) {
      String actor = text(entry, "actor");
      entry.find(BEFORE).ifPresent(before -> states.put(actor, before));
      Step<Value> step = script.handle(states.get(actor), delivery(entry));
      states.put(actor, step.state());
    }
    return states;
  }

  private static Delivery delivery(EdnMap entry) {
    return new Delivery(
        (Keyword) entry.get(Keyword.of("name")),
        entry.get(Keyword.of("data")),
        new Info(
            new Address(text(entry, "actor")),
            new Address(text(entry, "from")),
            new MessageId(new NodeId("a"), 1, 1),
            ((Inst) entry.get(Keyword.of("time"))).value().toEpochMilli(),
            ((Int) entry.get(Keyword.of("seed"))).value(),
            Optional.empty(),
            new Via(entry.find(Keyword.of("key")), entry.find(Keyword.of("instance")))));
  }

  private static String text(EdnMap entry, String key) {
    return ((Text) entry.get(Keyword.of(key))).value();
  }

  @Test
  void aReplayGivesTheSameStates() {
    Simulation.underSeeds(
        10,
        sim -> {
          SimNode node = sim.node("a");
          var random = sim.splitRandom();
          node.start(
              "/s/boss",
              Script.from(Nil.NIL)
                  .on(
                      "jelly/crashed",
                      (s, d) ->
                          Step.of(
                              s,
                              new Effect.Restart(new Address(text((EdnMap) d.data(), "actor"))))));
          for (int i = 0; i < 3; i++) {
            node.start("/c/" + i, "/s/boss", mixer());
          }
          for (int i = 0; i < 1000; i++) {
            String name = random.nextInt(50) == 0 ? "fail" : "mix";
            node.send("/x", "/c/" + random.nextInt(3), name, Int.of(i));
            sim.runFor(random.nextInt(3));
          }
          sim.settle();
          Map<String, Value> replayed = replay(mixer(), node.history("/c"));
          for (int i = 0; i < 3; i++) {
            Value state = node.state("/c/" + i);
            // A restart after the last message has left no entry yet.
            assertTrue(
                state.equals(replayed.get("/c/" + i)) || state.equals(Int.of(0)),
                "actor " + i + ": expected " + state + ", found " + replayed);
          }
        });
  }

  @Test
  void eachClusterKeepsItsLastMessages() {
    SimNode node = simulation.node("a");
    node.start("/c/x", Script.from(Int.of(7)).on("n", (_, d) -> Step.of(d.data())));
    node.start("/d/x", Script.recorder());
    node.send("/x", "/d/x", "n", Int.of(-1));
    for (int i = 0; i < 300; i++) {
      node.send("/x", "/c/x", "n", Int.of(i));
      simulation.settle();
    }
    List<EdnMap> history = node.history("/c");
    assertEquals(256, history.size());
    assertEquals(Int.of(44), history.getFirst().get(Keyword.of("data")));
    assertEquals(Int.of(43), history.getFirst().get(BEFORE));
    assertEquals(1, node.history("/d").size());
    assertEquals(List.of(), node.history("/e"));
  }

  @Test
  void onlyWhatAReplayCannotKnowIsShownAsStateBefore() {
    SimNode node = simulation.node("a");
    node.start("/c/x", Script.recorder());
    node.start("/c/y", Script.recorder());
    for (String to : List.of("/c/x", "/c/x", "/c/y", "/c/y")) {
      node.send("/x", to, "n", Nil.NIL);
    }
    simulation.settle();
    List<Boolean> shown =
        node.history("/c").stream().map(entry -> entry.containsKey(BEFORE)).toList();
    assertEquals(List.of(true, false, true, false), shown);
  }

  @Test
  void aCrashedMessageIsNotInTheHistoryButTheResetStateIs() {
    SimNode node = simulation.node("a");
    node.start(
        "/s/boss",
        Script.from(Nil.NIL).effects("jelly/crashed", new Effect.Restart(new Address("/c/x"))));
    node.start("/c/x", "/s/boss", mixer());
    for (String name : List.of("mix", "fail", "mix")) {
      node.send("/x", "/c/x", name, Int.of(1));
    }
    simulation.settle();
    List<EdnMap> history = node.history("/c");
    assertEquals(2, history.size());
    assertEquals(Int.of(0), history.get(1).get(BEFORE));
  }

  @Test
  void largeStatesShortenTheHistoryOfTheirOwnClusterFirst() {
    ActorLimits limits = ActorLimits.DEFAULT.withRetained(256, 512, 1 << 20);
    SimNode node = simulation.node("a", 1, limits);
    node.start("/small/x", Script.from(Int.of(0)).on("n", (_, d) -> Step.of(d.data())));
    node.start(
        "/large/x",
        Script.from(Nil.NIL).on("n", (_, d) -> Step.of(new Text("y".repeat(20_000) + d.data()))));
    for (int i = 0; i < 500; i++) {
      node.send("/x", "/small/x", "n", Int.of(i));
      node.send("/x", "/large/x", "n", Int.of(i));
      simulation.settle();
    }
    assertEquals(256, node.history("/small").size());
    int large = node.history("/large").size();
    assertTrue(large > 10 && large < 40, "found " + large);
    assertTrue(node.actors().loop(0).history.bytes() <= 1 << 20);
  }

  @Test
  void aStateLargerThanAllHistoryDisturbsNothing() {
    ActorLimits limits = ActorLimits.DEFAULT.withRetained(256, 512, 10_000);
    SimNode node = simulation.node("a", 1, limits);
    Value large = new Text("z".repeat(50_000));
    node.start("/c/x", Script.from(large).on("n", (_, _) -> Step.of(new Text("z".repeat(50_000)))));
    node.send("/x", "/c/x", "n", Nil.NIL);
    node.send("/x", "/c/x", "n", Nil.NIL);
    simulation.settle();
    assertEquals(List.of(), node.history("/c"));
    assertTrue(node.actors().loop(0).history.bytes() < 10_000);
    assertEquals(2, node.view("/c/x").orElseThrow().handled());
  }

  @Test
  void anActorsHistoryOutlivesIt() {
    SimNode node = simulation.node("a");
    node.start("/c/x", Script.from(Nil.NIL).effects("quit", new Effect.Stop(Nil.NIL)));
    node.send("/x", "/c/x", "quit", Int.of(3));
    simulation.settle();
    assertFalse(node.view("/c/x").isPresent());
    assertEquals("\"/c/x\"", node.history("/c").getFirst().get(ACTOR).toString());
  }

  @Test
  void clustersBeyondTheBoundAreForgottenOldestFirst() {
    History history = new History(2, 4, 1 << 20);
    SimNode node = simulation.node("a");
    for (String path : List.of("/c/x", "/d/x", "/e/x", "/c/x")) {
      LocalActor actor =
          new LocalActor(new Address(path), node.actors().loop(0), Durability.VOLATILE);
      actor.become(ActorSpec.of(actor.address, "actor", Script.recorder()));
      history.add(
          actor,
          node.actors()
              .loop(0)
              .outbox
              .message(actor.address, actor.address, Keyword.of("n"), Nil.NIL),
          100,
          EdnVector.EMPTY,
          EdnVector.EMPTY);
    }
    assertEquals(0, history.show(new Address("/d")).size());
    assertEquals(1, history.show(new Address("/c")).size());
    assertEquals(1, history.show(new Address("/e")).size());
  }

  @Test
  void aStateThatIsKeptCountsOnce() {
    SimNode node = simulation.node("a");
    node.start("/c/x", Script.from(new Text("z".repeat(500_000))).effects("n"));
    for (int i = 0; i < 300; i++) {
      node.send("/x", "/c/x", "n", Int.of(i));
      simulation.settle();
    }
    assertEquals(256, node.history("/c").size());
  }

  @Test
  void aLargeStateOfWhichLittleChangesShortensNoHistory() {
    SimNode node = simulation.node("a");
    node.start(
        "/c/x",
        Script.from(EdnMap.EMPTY)
            .on("n", (s, d) -> Step.of(((EdnMap) s).with(d.data(), new Text("w".repeat(500))))));
    for (int i = 0; i < 5_000; i++) {
      node.send("/x", "/c/x", "n", Int.of(i));
      simulation.settle();
    }
    assertTrue(node.state("/c/x").weightBytes() > 2_500_000);
    assertEquals(256, node.history("/c").size());
    assertTrue(node.actors().loop(0).history.bytes() < 600_000);
  }

  @Test
  void theLastStateOfALifeThatEndedCounts() {
    ActorLimits limits = ActorLimits.DEFAULT.withRetained(256, 512, 1 << 20);
    SimNode node = simulation.node("a", 1, limits);
    for (int i = 0; i < 50; i++) {
      node.start(
          "/c/x" + i,
          Script.from(Nil.NIL)
              .on("grow", (_, _) -> Step.of(new Text("w".repeat(100_000))))
              .effects("quit", new Effect.Stop(Nil.NIL)));
      node.send("/x", "/c/x" + i, "grow", Nil.NIL);
      node.send("/x", "/c/x" + i, "quit", Nil.NIL);
      simulation.settle();
    }
    int kept = node.history("/c").size();
    assertTrue(kept >= 8 && kept <= 20, "found " + kept);
    assertTrue(node.actors().loop(0).history.bytes() <= 1 << 20);
  }

  @Test
  void theStateThatARestartReplacesCounts() {
    ActorLimits limits = ActorLimits.DEFAULT.withRetained(256, 512, 1 << 20);
    SimNode node = simulation.node("a", 1, limits);
    node.start(
        "/s/boss",
        Script.from(Nil.NIL).effects("jelly/crashed", new Effect.Restart(new Address("/c/x"))));
    node.start(
        "/c/x", "/s/boss", mixer().on("grow", (_, _) -> Step.of(new Text("w".repeat(100_000)))));
    for (int i = 0; i < 50; i++) {
      node.send("/x", "/c/x", "grow", Nil.NIL);
      node.send("/x", "/c/x", "fail", Nil.NIL);
      simulation.settle();
    }
    int kept = node.history("/c").size();
    assertTrue(kept >= 4 && kept <= 10, "found " + kept);
  }
}
