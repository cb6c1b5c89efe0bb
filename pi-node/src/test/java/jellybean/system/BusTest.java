package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the bus, one document for each rule. */
class BusTest {
  /** Two siblings that hear {@code :a}, one that hears {@code :b}; {@code :b} is forwarded. */
  private static final String FLAT =
      """
      {:supervisor top
       :forward {:shout [:a :b], :only :b, :loop :loop}
       :children [{:actor one   :state 0 :on {:a (fn [s d] {}) :loop (fn [s d] {})}
                   :says #{:a :b :shout :only :loop :two/a}}
                  {:actor two   :state 0 :on {:a (fn [s d] {})} :says #{:a}}
                  {:actor three :state 0 :on {:b (fn [s d] {})} :says #{}}]}
      """;

  @ParameterizedTest(name = "{0} says {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one   | a     | /top/two as :a",
        "two   | a     | /top/one as :a",
        "one   | b     | /top/three as :b",
        "one   | shout | /top/two as :a, /top/three as :b",
        "one   | only  | /top/three as :b",
        "one   | two/a | /top/two as :a",
        "one   | two/b | ",
        "one   | gone/a | ",
        "three | loop  | /top/one as :loop"
      })
  void plainNamesGoToSiblingsThatListThem(String sayer, String name, String receivers) {
    assertReached(
        receivers,
        bus(FLAT)
            .said(sayer, Optional.empty(), Keyword.of(name), Optional.empty(), Bus.Instances.NONE));
  }

  /** A house of two rooms; what a lamp says is heard above as {@code :kitchen/…}. */
  private static final String NESTED =
      """
      {:supervisor house
       :forward {:kitchen/dark :hall/light, :all-off [:kitchen/off :hall/off]}
       :children
       [{:supervisor kitchen
         :forward {:off :lamp/off}
         :children [{:actor lamp :state 0 :on {:off (fn [s d] {}) :light (fn [s d] {})}
                     :says #{:burnt :dark :meter/add :hall/light :kitchen.lamp/off}}
                    {:actor switch :state 0 :on {:burnt (fn [s d] {})} :says #{:off :lamp/light}}]}
        {:supervisor hall
         :children [{:actor lamp :state 0
                     :on {:off (fn [s d] {}) :light (fn [s d] {})} :says #{}}]}
        {:actor meter :state 0
         :on {:add (fn [s d] {}) :kitchen/burnt (fn [s d] {}) :off (fn [s d] {})}
         :says #{:all-off :kitchen.lamp/light :kitchen/light}}]}
      """;

  @ParameterizedTest(name = "in the kitchen {0} says {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // heard above under the child cluster's name
        "lamp   | burnt      | /house/kitchen/switch as :burnt, /house/meter as :kitchen/burnt",
        // heard above and forwarded there into another cluster
        "lamp   | dark       | /house/hall/lamp as :light",
        // no child of that name here: the parent resolves it
        "lamp   | meter/add  | /house/meter as :add",
        "lamp   | hall/light | /house/hall/lamp as :light",
        "lamp   | kitchen.lamp/off | /house/kitchen/lamp as :off",
        // the nearest enclosing child of that name wins
        "switch | lamp/light | /house/kitchen/lamp as :light",
        // a plain name that is forwarded here is still heard above as it was said
        "switch | off        | /house/kitchen/lamp as :off"
      })
  void whatIsSaidBelowIsHeardAbove(String sayer, String name, String receivers) {
    Bus kitchen = bus(NESTED).clusters().get("kitchen");
    assertReached(
        receivers,
        kitchen.said(
            sayer, Optional.empty(), Keyword.of(name), Optional.empty(), Bus.Instances.NONE));
  }

  @ParameterizedTest(name = "the meter says {0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // plain names never go into child clusters, but the forward does, through their forwards
        "all-off            | /house/kitchen/lamp as :off, /house/hall/lamp as :off",
        "off                | ",
        "kitchen.lamp/light | /house/kitchen/lamp as :light",
        "kitchen/light      | /house/kitchen/lamp as :light"
      })
  void pathsLeadDown(String name, String receivers) {
    assertReached(
        receivers,
        bus(NESTED)
            .said(
                "meter", Optional.empty(), Keyword.of(name), Optional.empty(), Bus.Instances.NONE));
  }

  @Test
  void whatIsSentFromAboveNeverGoesUpAgain() {
    Bus kitchen = bus(NESTED).clusters().get("kitchen");
    assertReached("", kitchen.sent(Keyword.of("meter/add"), Optional.empty(), Bus.Instances.NONE));
    assertReached(
        "/house/kitchen/switch as :burnt",
        kitchen.sent(Keyword.of("burnt"), Optional.empty(), Bus.Instances.NONE));
  }

  @Test
  void aNameHeardFromTwoLevelsBelowCarriesBothNames() {
    Bus top =
        bus(
            """
            {:supervisor a
             :children
             [{:supervisor b
               :children [{:supervisor c
                           :children [{:actor x :state 0 :on {} :says #{:up}}]}]}
              {:actor ear :state 0 :on {:b.c/up (fn [s d] {})} :says #{}}]}
            """);
    Bus c = top.clusters().get("b").clusters().get("c");
    assertReached(
        "/a/ear as :b.c/up",
        c.said("x", Optional.empty(), Keyword.of("up"), Optional.empty(), Bus.Instances.NONE));
  }

  @Test
  void aReceiverReachedTwiceGetsTheMessageOnce() {
    SupervisorDef def =
        Definitions.definition(
            """
            {:supervisor t
             :children [{:actor a :state 0 :on {} :says #{:x}}
                        {:actor b :state 0 :on {:x (fn [s d] {}) :y (fn [s d] {})} :says #{}}]}
            """);
    // The checker refuses such a forward.
    SupervisorDef twice =
        new SupervisorDef(
            def.name(),
            def.children(),
            Map.of(Keyword.of("x"), List.of(Keyword.of("x"), Keyword.of("y"))),
            def.supervision(),
            def.policy());
    Bus top = Bus.root(Address.of("t"), twice);
    assertReached(
        "/t/b as :x",
        top.said("a", Optional.empty(), Keyword.of("x"), Optional.empty(), Bus.Instances.NONE));
  }

  private static Bus bus(String document) {
    SupervisorDef def = Definitions.definition(document);
    return Bus.root(Address.of(def.name()), def);
  }

  private static void assertReached(String expected, List<Bus.Reach> reached) {
    List<String> texts = reached.stream().map(r -> r.child().path() + " as " + r.name()).toList();
    assertEquals(expected == null ? "" : expected, String.join(", ", texts));
  }
}
