package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.fixture.TestFleet;
import jellybean.system.Bundle;
import org.junit.jupiter.api.Test;

/** A system that never rests is saved in one fleet of real processes and goes on in another. */
class SaveOnRealNodesTest extends RealFleet {
  private static final int TOKENS = 12;

  /**
   * Tokens go round over three boards until the door is closed, so whenever the system stands
   * still, each of them waits in a mailbox. Who is passed counts.
   */
  private static final Bundle SHOP =
      new Bundle(
          "shop.edn",
          new TreeMap<>(
              Map.of(
                  "shop.edn",
                  """
                  {:supervisor shop
                   :forward {:open (start carts) :put :carts/put}
                   :children
                   [{:actor door :place "a" :state {:passed 0 :open true} :says #{:word :put}
                     :on {:in    (fn [s token]
                                   {:state (update s :passed inc)
                                    :say [(if (:open s) [:word token] [:put 1])]})
                          :close (fn [s _] {:state (assoc s :open false)})}}
                    {:actor words :state 0 :replicas 3 :place :spread :says #{:book}
                     :route {:word (fn [token] token)}
                     :on {:word (fn [n token] {:state (inc n) :say [[:book token]]})}}
                    {:actor ledger :durable true :place "b" :state {} :says #{:in}
                     :on {:book (fn [m token]
                                  {:state (update m token (fn [n] (inc (or n 0))))
                                   :say [[:in token]]})}}
                    {:template carts :use "cart.edn"}]}
                  """,
                  "cart.edn",
                  """
                  {:supervisor cart
                   :params {opening 0}
                   :children [{:actor sum :place "c" :durable true :state opening
                               :on {:put (fn [n d] {:state (+ n d)})}}]}
                  """)));

  private RealShell startFleet(String name) {
    Path own = folder.resolve(name);
    TestFleet keys = TestFleet.create(own, name);
    List<RealNode> nodes =
        startThree(
            node ->
                RealNode.start(
                    node,
                    keys.node(node),
                    own,
                    BoardProcess.JVM_OPTIONS,
                    List.of(
                        "--port",
                        "0",
                        "--profile",
                        "desk",
                        "--data",
                        own.resolve("data-" + node).toString())));
    RealOperator operator = new RealOperator(nodes.getFirst(), keys.operator("ann", "operate"));
    open.add(operator);
    return new RealShell(operator);
  }

  @Test
  void whatWasSavedWhileItWorkedHasTheSameStatesAndMailboxesInAnotherFleetAndGoesOnThere() {
    RealShell here = startFleet("here");
    here.bench.documents.put("shop.edn", SHOP);
    here.run("deploy shop.edn; send /shop :open; start /shop/carts 7 {opening 100}");
    for (int token = 0; token < TOKENS; token++) {
      here.run("send /shop :in " + token);
    }
    here.until("/shop/ledger", ledger -> ledger instanceof EdnMap m && m.size() == TOKENS);
    here.runUntilDone("save /shop > shop.edn");
    SortedMap<String, Value> saved = saved((EdnMap) here.bench.read(Path.of("shop.edn")));
    assertEquals(TOKENS, saved.values().stream().mapToLong(a -> at(a, 1)).sum(), saved::toString);
    assertEveryTokenIsThereOnce(here);

    RealShell there = startFleet("there");
    there.bench.files.putAll(here.bench.files);
    SortedMap<String, Value> loaded = new TreeMap<>();
    there.before.put("thaw", () -> loaded.putAll(there.actors("/shop")));
    there.run("load shop.edn");
    assertEquals(saved, loaded);
    assertEveryTokenIsThereOnce(there);
  }

  /** What was saved of each actor: its state, and how many messages waited. */
  private static SortedMap<String, Value> saved(EdnMap document) {
    SortedMap<String, Value> actors = new TreeMap<>();
    for (Value each : (EdnVector) document.get(Keyword.of("actors"))) {
      EdnMap actor = (EdnMap) each;
      if (actor.get(Keyword.of("kind")).equals(Keyword.of("actor"))) {
        int queued =
            actor.get(Keyword.of("mailbox"), Nil.NIL) instanceof EdnVector m ? m.size() : 0;
        actors.put(
            ((Text) actor.get(Keyword.of("actor"))).value(),
            EdnVector.of(actor.get(Keyword.of("state"), Nil.NIL), Int.of(queued)));
      }
    }
    return actors;
  }

  private static long at(Value vector, int index) {
    return ((Int) ((EdnVector) vector).get(index)).value();
  }

  /** When the door is closed all tokens leave by it, and everybody has counted the same. */
  private static void assertEveryTokenIsThereOnce(RealShell shop) {
    shop.run("send /shop :close");
    shop.until("/shop/carts/0/sum", Int.of(TOKENS)::equals);
    shop.until("/shop/carts/7/sum", Int.of(100 + TOKENS)::equals);
    SortedMap<String, Value> actors = shop.actors("/shop");
    EdnMap ledger = (EdnMap) ((EdnVector) actors.get("/shop/ledger")).get(0);
    long rounds = ledger.entries().stream().mapToLong(e -> ((Int) e.value()).value()).sum();
    EdnMap door = (EdnMap) ((EdnVector) actors.get("/shop/door")).get(0);
    assertEquals(Int.of(rounds + TOKENS), door.get(Keyword.of("passed")), actors::toString);
    long words =
        actors.entrySet().stream()
            .filter(e -> e.getKey().startsWith("/shop/words/"))
            .mapToLong(e -> sum(((EdnVector) e.getValue()).get(0)))
            .sum();
    assertEquals(rounds, words, actors::toString);
  }

  /** Of a replica's states by key. */
  private static long sum(Value states) {
    return ((EdnMap) states).entries().stream().mapToLong(e -> ((Int) e.value()).value()).sum();
  }
}
