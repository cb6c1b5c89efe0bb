package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What goes past a bound is refused, counted and visible; nothing else is disturbed. */
class BoundsTest {
  private static final Keyword TICK = Keyword.of("tick");

  private final Simulation simulation = new Simulation(1);

  private static Value text(int chars) {
    return new Text("x".repeat(chars));
  }

  /** An actor that stands still, so that its mailbox fills. */
  private static SimNode withCrashed(SimNode node, String address) {
    node.start(
        address,
        "/s/boss",
        Script.recorder()
            .on(
                "fail",
                (_, _) -> {
                  throw new StepException("as told");
                }));
    node.start("/s/boss", Script.recorder());
    node.send("/x", address, "fail", Nil.NIL);
    return node;
  }

  @Test
  void aFullMailboxRefusesMessages() {
    SimNode node = withCrashed(simulation.node("a"), "/s/slow");
    for (int i = 0; i < 1030; i++) {
      node.send("/x", "/s/slow", "n", Int.of(i));
    }
    simulation.settle();
    assertEquals(1024, node.view("/s/slow").orElseThrow().queued());
    assertEquals(6, node.dead("overflow"));
    EdnMap letter = node.deadLetters().getLast();
    assertEquals(Int.of(1029), letter.get(Keyword.of("data")));
    assertEquals(
        "#jelly/error {:message \"the mailbox of /s/slow is full: expected at most 1024"
            + " messages\"}",
        letter.get(Keyword.of("detail")).toString());
  }

  @Test
  void allMailboxesOfANodeShareOnePoolOfBytes() {
    ActorLimits limits = ActorLimits.DEFAULT.withMailboxPoolBytes(100_000);
    SimNode node = withCrashed(simulation.node("a", 1, limits), "/s/slow");
    simulation.settle();
    for (int i = 0; i < 20; i++) {
      node.send("/x", "/s/slow", "n", text(10_000));
    }
    simulation.settle();
    int queued = node.view("/s/slow").orElseThrow().queued();
    assertTrue(queued > 0 && queued < 11, "found " + queued);
    assertEquals(20 - queued, node.dead("overflow"));
    node.start("/s/quick", Script.recorder());
    node.send("/x", "/s/quick", "n", Int.of(1));
    simulation.settle();
    assertEquals("[[:n 1]]", node.shown("/s/quick"));
  }

  @Test
  void thePoolRecoversWhenMailboxesEmpty() {
    ActorLimits limits = ActorLimits.DEFAULT.withMailboxPoolBytes(100_000);
    SimNode node = simulation.node("a", 1, limits);
    node.start("/s/sink", Script.from(Int.of(0)).on("n", (n, _) -> Step.of(next(n))));
    for (int i = 0; i < 1000; i++) {
      node.send("/x", "/s/sink", "n", text(10_000));
      simulation.settle();
    }
    assertEquals(Int.of(1000), node.state("/s/sink"));
    assertEquals(0, node.dead("overflow"));
  }

  private static Value next(Value n) {
    return Int.of(((Int) n).value() + 1);
  }

  @Test
  void aFullInboxRefusesMessagesButNotSignalsAndStarts() {
    SimNode node = simulation.node("a", 1, ActorLimits.DEFAULT.withInboxMessages(16));
    node.start("/s/boss", Script.recorder());
    for (int i = 0; i < 20; i++) {
      node.send("/x", "/s/boss", "n", Int.of(i));
    }
    node.send("/s/child", "/s/boss", "jelly/crashed", Nil.NIL);
    node.start("/s/late", Script.recorder());
    simulation.settle();
    assertEquals(5, node.dead("overflow"));
    assertEquals(16, ((EdnVector) node.state("/s/boss")).size());
    assertEquals("[]", node.shown("/s/late"));
  }

  @Test
  void deadLettersAreBoundedInNumberAndCountedBeyond() {
    SimNode node = simulation.node("a");
    for (int i = 0; i < 1000; i++) {
      node.send("/x", "/nobody", "n", Int.of(i));
      simulation.settle();
    }
    assertEquals(1000, node.dead("no-such-actor"));
    assertEquals(512, node.deadLetters().size());
    assertEquals(Int.of(999), node.deadLetters().getLast().get(Keyword.of("data")));
    assertEquals(Int.of(488), node.deadLetters().getFirst().get(Keyword.of("data")));
  }

  @Test
  void deadLettersAreBoundedInBytes() {
    ActorLimits limits = ActorLimits.DEFAULT.withRetained(256, 512, 400_000);
    SimNode node = simulation.node("a", 1, limits);
    for (int i = 0; i < 100; i++) {
      node.send("/x", "/nobody", "n", text(10_000));
    }
    simulation.settle();
    int kept = node.deadLetters().size();
    assertTrue(kept > 2 && kept <= 10, "found " + kept);
    assertEquals(100, node.dead("no-such-actor"));
  }

  @Test
  void undeliverableEnvelopesAreCountedEvenIfTheyAreTooManyToKeep() {
    SimNode node = simulation.node("a");
    for (int i = 0; i < 2000; i++) {
      Envelope envelope =
          Envelope.message(
              new Address("/s/a"),
              new Address("/s/b"),
              new MessageId(new NodeId("a"), 1, i),
              Keyword.of("n"),
              Int.of(i),
              0,
              0);
      node.actors().deadLetter(envelope, Keyword.of("member-lost"), Nil.NIL);
    }
    simulation.settle();
    assertEquals(2000, node.dead("member-lost"));
    assertEquals(512, node.deadLetters().size());
  }

  @Test
  void questionsToNobodyDoNotFillTheMailboxWithTheirErrors() {
    SimNode node = simulation.node("a");
    Effect lost = new Effect.Say(Keyword.of("lost"), Nil.NIL, Optional.of(new Effect.Ask(TICK, 1)));
    node.start(
        "/s/asker",
        "/s/boss",
        Script.from(Nil.NIL)
            .effects("tick", Collections.nCopies(200, lost).toArray(new Effect[0])));
    node.start("/s/boss", Script.recorder());
    node.send("/x", "/s/asker", "tick", Nil.NIL);
    simulation.settle();
    ActorView asker = node.view("/s/asker").orElseThrow();
    assertEquals("crashed", asker.status());
    assertTrue(asker.queued() < 3_400, "found " + asker.queued());
    assertTrue(
        node.deadLetters()
            .toString()
            .contains("too many messages waiting, with the answers of this step: expected at most"),
        node.deadLetters().toString());
  }

  @Test
  void watchesOfNobodyDoNotFillTheMailboxWithTheirEnds() {
    SimNode node = simulation.node("a");
    Effect[] watches = new Effect[200];
    for (int i = 0; i < watches.length; i++) {
      watches[i] = new Effect.Watch(new Address("/no/such" + i));
    }
    node.start("/s/watcher", "/s/boss", Script.from(Nil.NIL).effects("down", watches));
    node.start("/s/boss", Script.recorder());
    node.send("/x", "/s/watcher", "down", Nil.NIL);
    simulation.settle();
    ActorView watcher = node.view("/s/watcher").orElseThrow();
    assertEquals("crashed", watcher.status());
    assertTrue(watcher.queued() < 3_400, "found " + watcher.queued());
  }

  @Test
  void reasonsBeyondTheBoundCountAsOne() {
    Reasons reasons = new Reasons();
    for (int i = 0; i < 100; i++) {
      reasons.count(Keyword.of("reason-" + i));
    }
    assertEquals(65, reasons.show().size());
    assertEquals(Int.of(36), reasons.show().get(Keyword.of("other")));
  }

  @Test
  void moreWatchersThanAllowedAreToldAtOnce() {
    SimNode node = simulation.node("a", 1, ActorLimits.DEFAULT.withPending(2, 2, 2));
    node.start("/s/star", Script.recorder());
    for (int i = 0; i < 3; i++) {
      node.start("/s/fan" + i, Script.recorder(new Effect.Watch(new Address("/s/star"))));
    }
    simulation.settle();
    assertEquals("[]", node.shown("/s/fan1"));
    assertEquals("[[:down {:address \"/s/star\", :reason :overflow}]]", node.shown("/s/fan2"));
  }

  @Test
  void whatOfATraceFindsNoRoomIsCounted() {
    SimNode node = simulation.node("a");
    node.start("/s/b", Script.recorder());
    node.start(
        "/s/a",
        Script.recorder()
            .effects("go", new Effect.Trace("t"), Effect.send(new Address("/s/b"), TICK, Nil.NIL)));
    for (int i = 0; i < Traces.MAX_ENTRIES; i++) {
      node.send("/x", "/s/a", "go", Nil.NIL);
      if (i == 10) {
        simulation.settle();
        assertEquals(0, node.counter("traces-dropped"));
      }
    }
    simulation.settle();
    // So many of them weigh more than all may.
    assertTrue(node.counter("traces-dropped") > 0);
  }

  @Test
  void anActorWhoseNextMessageIsNoLongerWaitedForIsCounted() {
    Traces traces = new Traces();
    for (int i = 0; i < Traces.MAX_AWAITED + 2; i++) {
      traces.await(new Address("/s/" + i), Optional.empty(), "t");
    }
    assertEquals(2, traces.dropped());
  }
}
