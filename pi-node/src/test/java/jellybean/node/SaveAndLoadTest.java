package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
import jellybean.sim.SimNode;
import jellybean.system.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A system that is saved while it works goes on elsewhere as if nothing had happened. */
class SaveAndLoadTest {
  static final Bundle SHOP =
      new Bundle(
          "shop.edn",
          new TreeMap<>(
              Map.of(
                  "shop.edn",
                  """
                  {:supervisor shop
                   :forward {:open (start carts) :put :carts/put :close (stop carts)}
                   :children
                   [{:actor door :state 0 :place "a" :says #{:word :visit}
                     :on {:in (fn [n w] {:state (inc n) :say [[:word w] [:visit 1]]})}}
                    {:actor words :state 0 :replicas 3 :place :spread :says #{:seen}
                     :route {:word (fn [w] w)}
                     :on {:word (fn [n w] {:state (inc n) :say [[:seen w]]})}}
                    {:actor total :state {:seen 0 :visits 0} :place "b" :says #{}
                     :on {:seen  (fn [m w] {:state (update m :seen inc)})
                          :visit (fn [m n] {:state (update m :visits + n)})}}
                    {:actor asker :state nil :place "a" :says #{:what}
                     :on {:go  (fn [s d] {:say [[:what nil {:reply :got :within-ms 600000}]]})
                          :got (fn [s d] {:state d})}}
                    {:actor holder :state nil :place "c" :says #{}
                     :on {:what    (fn [s d i] {:state [(:reply-to i)]})
                          :release (fn [s d] {:state [] :reply [[(first s) d]]})}}
                    {:actor clock :state 0 :place "c" :says #{}
                     :on {:wind (fn [n d] {:after [[30000 :tick nil]]})
                          :tick (fn [n d] {:state (inc n)})}}
                    {:template carts :use "cart.edn"}]}
                  """,
                  "cart.edn",
                  """
                  {:supervisor cart
                   :params {opening 0}
                   :children [{:actor sum :state opening :says #{}
                               :on {:put (fn [n d] {:state (+ n d)})}}]}
                  """)));

  private static final List<String> ACTORS =
      List.of(
          "/shop/door",
          "/shop/total",
          "/shop/asker",
          "/shop/clock",
          "/shop/carts/1/sum",
          "/shop/carts/7/sum");

  private static ShelledFleet shop(long seed) {
    ShelledFleet shop = new ShelledFleet(seed, "a", "b", "c");
    shop.fleet.deploy("shop", SHOP);
    shop.run("send /shop :open; send /shop :open; start /shop/carts 7 {opening 100}");
    shop.run("stop /shop/carts/0; send /shop :go; send /shop :wind");
    shop.fleet.pass(500);
    return shop;
  }

  private static void work(ShelledFleet shop, int from, int to) {
    for (int i = from; i < to; i++) {
      SimNode a = shop.fleet.node("a");
      a.send("/sys/test", "/shop/door", "in", new Text("word-" + i % 17));
    }
  }

  private static SortedMap<String, String> states(ShelledFleet shop, String root) {
    SortedMap<String, String> states = new TreeMap<>();
    for (String actor : ACTORS) {
      states.put(actor, shop.run("cat " + root + actor.substring(5)).getFirst());
    }
    EdnMap words = EdnMap.EMPTY;
    for (int i = 0; i < 3; i++) {
      words = words.merge((EdnMap) value(shop.run("cat " + root + "/words/" + i)));
    }
    states.put("words", words.toString());
    return states;
  }

  private static Value value(List<String> lines) {
    return jellybean.edn.EdnReader.readOne(lines.getFirst());
  }

  private static void end(ShelledFleet shop, String root) {
    shop.run("send " + root + " :release 42; send " + root + " :put 5");
    shop.fleet.pass(60_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatWasUnderWayIsNeitherLostNorDoneTwice(long seed) {
    ShelledFleet here = shop(seed);
    work(here, 0, 150);
    here.fleet.pass(seed % 3);
    here.before.put("freeze", () -> work(here, 150, 300));
    here.run("save /shop > shop.edn");
    ShelledFleet there = new ShelledFleet(seed + 100, "a", "b", "c");
    there.files.putAll(here.files);
    there.run("load shop.edn");
    end(here, "/shop");
    end(there, "/shop");
    SortedMap<String, String> expected = states(here, "/shop");
    assertEquals("{:seen 300, :visits 300}", expected.get("/shop/total"));
    assertEquals("42", expected.get("/shop/asker"));
    assertEquals("1", expected.get("/shop/clock"));
    assertEquals("105", expected.get("/shop/carts/7/sum"));
    assertEquals(expected, states(there, "/shop"));
  }

  @Test
  void underAnotherNameKeysLiveWhereTheirMessagesGo() {
    ShelledFleet here = shop(9);
    here.before.put("freeze", () -> work(here, 0, 200));
    here.run("save /shop > shop.edn");
    here.run("load shop.edn as store");
    end(here, "/shop");
    end(here, "/store");
    for (int i = 200; i < 250; i++) {
      Value word = new Text("word-" + i % 17);
      here.fleet.node("a").send("/sys/test", "/shop/door", "in", word);
      here.fleet.node("a").send("/sys/test", "/store/door", "in", word);
    }
    here.fleet.pass(10_000);
    assertEquals(states(here, "/shop"), states(here, "/store"));
    assertEquals("{:seen 250, :visits 250}", states(here, "/store").get("/shop/total"));
  }

  @Test
  void beforeItGoesOnStatesAndMailboxesAreThoseThatWereSaved() {
    ShelledFleet here = shop(4);
    here.before.put("freeze", () -> work(here, 0, 300));
    here.run("save /shop > shop.edn");
    EdnMap saved = (EdnMap) here.files.get("shop.edn");
    ShelledFleet there = new ShelledFleet(5, "a", "b", "c");
    there.files.putAll(here.files);
    List<String> found = new ArrayList<>();
    there.before.put("thaw", () -> found.addAll(queues(there)));
    there.run("load shop.edn");
    assertEquals(savedQueues(saved), found.stream().sorted().toList());
    assertTrue(found.stream().anyMatch(line -> !line.endsWith(" 0")), found::toString);
  }

  private static List<String> queues(ShelledFleet shop) {
    List<String> queues = new ArrayList<>();
    for (SimNode node : shop.fleet.nodes()) {
      node.inspect(
          loop -> {
            loop.actors().stream()
                .filter(a -> a.address().path().startsWith("/shop/") && a.kind().equals("actor"))
                .forEach(a -> queues.add(a.address() + " " + a.state() + " " + a.queued()));
            return Nil.NIL;
          });
    }
    return queues;
  }

  private static List<String> savedQueues(EdnMap saved) {
    List<String> queues = new ArrayList<>();
    for (Value each : (EdnVector) saved.get(Keyword.of("actors"))) {
      EdnMap actor = (EdnMap) each;
      if (actor.get(Keyword.of("kind")).equals(Keyword.of("actor"))) {
        int queued =
            actor.get(Keyword.of("mailbox"), Nil.NIL) instanceof EdnVector m ? m.size() : 0;
        String address = ((Text) actor.get(Keyword.of("actor"))).value();
        queues.add(address + " " + actor.get(Keyword.of("state"), Nil.NIL) + " " + queued);
      }
    }
    queues.sort(null);
    return queues;
  }

  @Test
  void thePictureItselfStopsNothingForLong() {
    ShelledFleet here = shop(6);
    long beganMs = here.fleet.nowMs();
    long[] frozenMs = new long[1];
    here.before.put("thaw", () -> frozenMs[0] = here.fleet.nowMs() - beganMs);
    here.run("save /shop > shop.edn");
    assertTrue(frozenMs[0] < 500, "ms: " + frozenMs[0]);
    work(here, 0, 3);
    here.fleet.pass(1_000);
    assertEquals("3", here.fleet.node("a").shown("/shop/door"));
  }

  @Test
  void whatWasUndeployedComesBackUnderItsName() {
    ShelledFleet here = shop(12);
    here.before.put("freeze", () -> work(here, 0, 100));
    here.run("save /shop > shop.edn");
    here.run("undeploy shop");
    here.fleet.pass(5_000);
    here.run("load shop.edn");
    end(here, "/shop");
    assertEquals("{:seen 100, :visits 100}", states(here, "/shop").get("/shop/total"));
    assertEquals("42", states(here, "/shop").get("/shop/asker"));
  }

  @Test
  void aPartOfASystemIsSavedAlone() {
    ShelledFleet here = shop(7);
    String saved = here.run("save /shop/carts").getFirst();
    assertTrue(saved.contains("\"/shop/carts/7/sum\""), saved);
    assertFalse(saved.contains("\"/shop/door\", :kind"), saved);
    assertTrue(saved.contains("cart.edn"), saved);
  }

  @Test
  void aMemberThatDoesNotAnswerMakesTheSaveFailAndAllGoOn() {
    ShelledFleet here = shop(8);
    here.fleet.silence("c");
    String fault = here.fault("save /shop > shop.edn");
    assertTrue(
        fault.contains("expected a part of every member within 3000 ms, but nothing came from c"),
        fault);
    assertTrue(here.files.isEmpty());
    work(here, 0, 10);
    here.fleet.pass(20_000);
    assertEquals("10", here.run("cat /shop/door").getFirst());
  }

  @Test
  void whoeverIsGoneBeforeTheyGoOnHoldsNobodyUp() {
    ShelledFleet here = shop(10);
    EdnMap freeze =
        EdnMap.of(Keyword.of("ticket"), new Text("lost"), Keyword.of("system"), new Text("shop"));
    String frozen = here.fleet.askNow("freeze", freeze).toString();
    assertTrue(frozen.contains(":parts"), frozen);
    work(here, 0, 10);
    here.fleet.pass(Snapshots.FREEZE_LEASE_MS / 2);
    assertEquals("0", here.fleet.node("a").shown("/shop/door"));
    here.fleet.pass(Snapshots.FREEZE_LEASE_MS);
    assertEquals("10", here.fleet.node("a").shown("/shop/door"));
    String thawed = here.fleet.askNow("thaw", freeze).toString();
    assertTrue(thawed.contains(":was-held false"), thawed);
  }

  @Test
  void whatCannotBeSavedOrLoadedSaysWhy() {
    ShelledFleet here = shop(11);
    assertEquals("save: expected a system or a part of one, found /", here.fault("save /"));
    assertEquals(
        "save: no such system: expected one that is deployed, found nowhere",
        here.fault("save /nowhere"));
    here.files.put("wrong.edn", Int.of(3));
    assertEquals(
        "load: expected what save wrote, {:jelly/saved 1 :system … :path … :document … :actors …},"
            + " found 3",
        here.fault("load wrong.edn"));
    here.run("save /shop > shop.edn");
    assertEquals(
        "load: expected no system shop, found one; undeploy it, or load as another",
        here.fault("load shop.edn"));
    assertEquals(
        "load: expected FILE or FILE as NAME, found shop.edn to store",
        here.fault("load shop.edn to store"));
  }
}
