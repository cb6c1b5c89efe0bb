package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.message.Via;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** How messages find their receivers, on one node and across two. */
class MessagesTest {
  private final Simulation simulation = new Simulation(1);
  private final SimNode a = simulation.node("a");
  private final SimNode b = simulation.node("b");

  @Test
  void aSaidMessageReachesEveryReceiverOfTheRouter() {
    a.start("/s/sayer", Script.from(Nil.NIL).effects("go", Effect.say(kw("news"), Int.of(7))));
    a.start("/s/one", Script.recorder());
    a.start("/s/two", Script.recorder());
    a.actors().install(FixedRouter.of(a).route("/s/sayer", "news", "/s/one", "/s/two"));
    a.send("/x", "/s/sayer", "go", Nil.NIL);
    simulation.settle();
    assertEquals("[[:news 7]]", a.shown("/s/one"));
    assertEquals("[[:news 7]]", a.shown("/s/two"));
    assertEquals(List.of(), a.deadLetters());
  }

  @Test
  void aMessageThatNobodyTakesIsExactlyOneDeadLetter() {
    a.start("/s/sayer", Script.from(Nil.NIL).effects("go", Effect.say(kw("news"), Int.of(7))));
    a.send("/x", "/s/sayer", "go", Nil.NIL);
    simulation.settle();
    assertEquals(
        "[{:reason :unrouted, :time #inst \"2026-01-01T00:00:00Z\","
            + " :from \"/s/sayer\", :name :news, :data 7, :detail nil}]",
        a.deadLetters().toString());
    assertEquals(1, a.dead("unrouted"));
  }

  @Test
  void aReceiverOnAnotherNodeIsReachedThroughTheNetwork() {
    a.start("/s/sayer", Script.from(Nil.NIL).effects("go", Effect.say(kw("news"), Int.of(7))));
    b.start("/s/far", Script.recorder());
    a.actors().install(FixedRouter.of(a).route("/s/sayer", "news", "/s/far").place("/s/far", b));
    a.send("/x", "/s/sayer", "go", Nil.NIL);
    simulation.settle();
    assertEquals("[[:news 7]]", b.shown("/s/far"));
    assertEquals(1, simulation.network().carried());
  }

  @Test
  void aSendGoesPastTheBusAndFindsActorsThatNoRouterKnows() {
    Address part = Address.of("sys", "a", "part");
    a.start("/sys/a/part", Script.recorder());
    a.start("/s/x", Script.from(Nil.NIL).effects("go", Effect.send(part, kw("hello"), Nil.NIL)));
    a.send("/x", "/s/x", "go", Nil.NIL);
    simulation.settle();
    assertEquals("[[:hello nil]]", a.shown("/sys/a/part"));
  }

  @Test
  void anAddressWithoutAnActorMakesADeadLetter() {
    a.send("/x", "/nobody", "hello", Nil.NIL);
    simulation.settle();
    assertEquals(1, a.dead("no-such-actor"));
    assertEquals(kw("no-such-actor"), a.deadLetters().getFirst().get(kw("reason")));
  }

  @Test
  void aRouterThatFailsMakesADeadLetterWithItsError() {
    a.start("/s/sayer", Script.from(Nil.NIL).effects("go", Effect.say(kw("news"), Int.of(7))));
    a.actors().install(new FailingRouter());
    a.send("/x", "/s/sayer", "go", Nil.NIL);
    simulation.settle();
    assertEquals(
        "#jelly/error {:message \"java.lang.IllegalStateException: no key\"}",
        a.deadLetters().getFirst().get(kw("detail")).toString());
    assertEquals(1, a.dead("route-failed"));
    assertEquals("running", a.view("/s/sayer").orElseThrow().status());
  }

  @Test
  void messagesOfOnePairStayInOrderWhateverTheNetworkDoes() {
    Simulation.underSeeds(
        20,
        jellybean.sim.Conditions.WILD,
        sim -> {
          SimNode one = sim.node("one");
          SimNode two = sim.node("two");
          two.start("/s/sink", Script.recorder());
          one.actors().install(FixedRouter.of(one).place("/s/sink", two));
          one.start(
              "/s/source",
              Script.from(Nil.NIL)
                  .on(
                      "n",
                      (state, d) ->
                          Step.of(state, Effect.send(Address.of("s", "sink"), kw("n"), d.data()))));
          for (int i = 0; i < 50; i++) {
            one.send("/x", "/s/source", "n", Int.of(i));
            sim.runFor(i % 7);
          }
          sim.settle();
          StringBuilder expected = new StringBuilder("[");
          for (int i = 0; i < 50; i++) {
            expected.append(i == 0 ? "[:n " : " [:n ").append(i).append("]");
          }
          assertEquals(expected + "]", two.shown("/s/sink"));
        });
  }

  @Test
  void everyEnvelopeHasAnIdAndASeedOfItsOwnAndTheTimeOfItsTurn() {
    a.start(
        "/s/sayer",
        Script.from(Nil.NIL)
            .effects("go", Effect.say(kw("news"), Nil.NIL), Effect.say(kw("news"), Nil.NIL)));
    a.start("/s/one", Script.recorder());
    a.actors().install(FixedRouter.of(a).route("/s/sayer", "news", "/s/one"));
    simulation.runFor(1234);
    a.send("/x", "/s/sayer", "go", Nil.NIL);
    simulation.settle();
    var entries =
        a.history("/s").stream().filter(e -> e.get(kw("name")).equals(kw("news"))).toList();
    assertEquals(2, entries.stream().map(e -> e.get(kw("id"))).distinct().count());
    assertEquals(2, entries.stream().map(e -> e.get(kw("seed"))).distinct().count());
    assertEquals(
        "#inst \"2026-01-01T00:00:01.234Z\"", entries.getFirst().get(kw("time")).toString());
  }

  @Test
  void theKeyOfAKeyedRouteReachesTheReceiver() {
    a.start("/s/sayer", Script.from(Nil.NIL).effects("go", Effect.say(kw("word"), Nil.NIL)));
    a.start(
        "/s/count",
        Script.from(Nil.NIL).on("word", (_, d) -> Step.of(d.info().via().key().orElse(Nil.NIL))));
    a.actors().install(new KeyRouter());
    a.send("/x", "/s/sayer", "go", Nil.NIL);
    simulation.settle();
    assertEquals(Int.of(42), a.state("/s/count"));
  }

  private static Keyword kw(String name) {
    return Keyword.of(name);
  }

  private record FailingRouter() implements Router {
    @Override
    public List<Receiver> route(
        Said said, long seed, java.util.function.ToIntFunction<Address> queueLength) {
      throw new IllegalStateException("no key");
    }

    @Override
    public Place locate(Address address) {
      return new Place.Nowhere();
    }
  }

  private record KeyRouter() implements Router {
    @Override
    public List<Receiver> route(
        Said said, long seed, java.util.function.ToIntFunction<Address> queueLength) {
      return List.of(
          new Receiver(Address.of("s", "count"), said.name(), Via.NONE.withKey(Int.of(42))));
    }

    @Override
    public Place locate(Address address) {
      return new Place.Nowhere();
    }
  }
}
