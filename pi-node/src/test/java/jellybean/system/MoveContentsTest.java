package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.LoopControls;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What an actor takes along when it moves, and what may not move. */
class MoveContentsTest {
  private static SimCluster fleet(Simulation simulation, String children) {
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "s", "{:supervisor s :children [" + children + "]}");
    return fleet;
  }

  private static String otherThan(SimCluster fleet, String actor) {
    String at = fleet.locate(actor).orElseThrow().id().value();
    return List.of("a", "b", "c").stream().filter(n -> !n.equals(at)).findFirst().orElseThrow();
  }

  private static String moved(Simulation simulation, SimCluster fleet, String actor) {
    String to = otherThan(fleet, actor);
    fleet.move("/s", actor, to);
    simulation.settle();
    assertEquals(to, fleet.locate(actor).orElseThrow().id().value());
    assertEquals(1, fleet.instances(actor));
    return to;
  }

  @Test
  void itsStateGoesAlongAndAKeyedOneToo() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor sum :state 0 :on {:add (fn [n x] {:state (+ n x)})}}"
                + " {:actor words :state 0 :route {:word (fn [w] w)}"
                + " :on {:word (fn [n w] {:state (inc n)})}}");
    fleet.send("/s", "add", Int.of(7));
    fleet.send("/s", "word", new Text("bean"));
    simulation.settle();
    moved(simulation, fleet, "/s/sum");
    moved(simulation, fleet, "/s/words");
    fleet.send("/s", "add", Int.of(1));
    fleet.send("/s", "word", new Text("bean"));
    simulation.settle();
    assertEquals("8", fleet.state("/s/sum").toString());
    assertEquals("{\"bean\" 2}", fleet.state("/s/words").toString());
    assertEquals(0, fleet.dead("crashed") + fleet.dead("yielded"));
  }

  @Test
  void whatHasAFunctionToMigrateIsNotMigratedByAMove() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor sum :state 7 :migrate (fn [old] (* 10 old))"
                + " :on {:add (fn [n x] {:state (+ n x)})}}");
    moved(simulation, fleet, "/s/sum");
    moved(simulation, fleet, "/s/sum");
    assertEquals("7", fleet.state("/s/sum").toString());
  }

  @Test
  void aStateLargerThanAFrameGoesAlong() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(simulation, "{:actor pile :state [] :on {:put (fn [all x] {:state (conj all x)})}}");
    for (int i = 0; i < 30; i++) {
      fleet.send("/s", "put", new Text("x".repeat(10_000)));
    }
    simulation.settle();
    String before = fleet.state("/s/pile").toString();
    moved(simulation, fleet, "/s/pile");
    assertEquals(before, fleet.state("/s/pile").toString());
  }

  /** A pile of megabytes by number. */
  private static SimCluster pile(Simulation simulation, int megabytes) {
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor pile :state nil :route {:put (fn [[n x]] n)}"
                + " :on {:put (fn [s [n x]] {:state x})}}");
    for (int n = 0; n < megabytes; n++) {
      fleet.send("/s", "put", EdnVector.of(Int.of(n), new Text("x".repeat(1 << 20))));
    }
    simulation.settle();
    return fleet;
  }

  @Test
  void aStateLargerThanAMessageGoesAlongInPieces() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = pile(simulation, 3);
    Value before = fleet.state("/s/pile");
    moved(simulation, fleet, "/s/pile");
    assertEquals(before, fleet.state("/s/pile"));
    assertEquals(3, ((EdnMap) before).size());
  }

  @Test
  void aStateThatIsTooLargeToTravelStaysWhereItIsAndThatIsSaidAndCounted() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = pile(simulation, 5);
    SimNode old = fleet.locate("/s/pile").orElseThrow();
    Value before = fleet.state("/s/pile");
    String said =
        answer(simulation, fleet, order("/s/pile", otherThan(fleet, "/s/pile"))).toString();
    assertTrue(said.contains("expected at most 4194304 bytes of state as EDN, found 5242"), said);
    simulation.settle();
    assertEquals(old, fleet.locate("/s/pile").orElseThrow());
    assertEquals(before, fleet.state("/s/pile"));
    assertEquals(1, fleet.dead("not-moved"));
    assertEquals(0, fleet.dead("yielded"));
  }

  @Test
  void itsTimersGoAlongWithTheTimeThatTheyHaveLeft() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor egg :state :raw :on {:boil (fn [s d] {:state :hot :after [[60000 :done 1]]})"
                + " :done (fn [s d] {:state :boiled})}}");
    fleet.send("/s", "boil", Nil.NIL);
    simulation.runFor(20_000);
    fleet.move("/s", "/s/egg", otherThan(fleet, "/s/egg"));
    simulation.runFor(30_000);
    assertEquals(":hot", fleet.state("/s/egg").toString());
    simulation.runFor(11_000);
    assertEquals(":boiled", fleet.state("/s/egg").toString());
  }

  @Test
  void anAnswerThatIsAwaitedArrivesWhereTheAskerIsNow() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor asker :state nil :says #{:question}"
                + " :on {:ask (fn [s d] {:say [[:question d {:reply :answer :within-ms 60000}]]})"
                + " :answer (fn [s d] {:state d})}}"
                + " {:actor slow :state nil :place \"c\" :on"
                + " {:question (fn [s d i] {:state (:reply-to i) :after [[20000 :now d]]})"
                + " :now (fn [to d] {:reply [[to (str \"yes, \" d)]]})}}");
    fleet.send("/s", "ask", new Text("you"));
    simulation.runFor(5_000);
    fleet.move("/s", "/s/asker", otherThan(fleet, "/s/asker"));
    simulation.runFor(30_000);
    assertEquals("\"yes, you\"", fleet.state("/s/asker").toString());
    assertEquals(0, fleet.dead("late"));
  }

  @Test
  void whoWatchesItIsNotToldOfTheMoveButOfItsDeathLater() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor lamp :restart :temporary :state nil :on {:off (fn [s d] {:stop :tired})}}"
                + " {:actor guard :place \"c\" :state [] :on"
                + " {:watch (fn [s d] {:watch [\"/s/lamp\"]})"
                + " :down (fn [s d] {:state (conj s (:reason d))})}}");
    fleet.send("/s", "watch", Nil.NIL);
    simulation.settle();
    moved(simulation, fleet, "/s/lamp");
    assertEquals("[]", fleet.state("/s/guard").toString());
    fleet.send("/s", "off", Nil.NIL);
    simulation.settle();
    assertEquals("[:tired]", fleet.state("/s/guard").toString());
  }

  @Test
  void whoWatchesItHearsWhenItsNewBoardDies() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c", "d");
    fleet.deploy(
        "a",
        "s",
        "{:supervisor s :children ["
            + "{:actor lamp :place :spread :state nil :on {:x (fn [s d] nil)}}"
            + "{:actor guard :state [] :on {:watch (fn [s d] {:watch [\"/s/lamp\"]})"
            + " :down (fn [s d] {:state (conj s (:reason d))})}}]}");
    fleet.send("/s", "watch", Nil.NIL);
    simulation.settle();
    SimNode home = fleet.locate("/s").orElseThrow();
    SimNode first = fleet.locate("/s/lamp").orElseThrow();
    SimNode second =
        fleet.alive().stream().filter(n -> n != home && n != first).findFirst().orElseThrow();
    fleet.move("/s", "/s/lamp", second.id().value());
    simulation.settle();
    fleet.kill(second);
    simulation.settle();
    assertEquals(1, ((EdnVector) fleet.state("/s/guard")).size(), "once");
    assertEquals(1, fleet.running("/s/lamp"));
  }

  @Test
  void whatItWatchesItStillWatches() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(
            simulation,
            "{:actor lamp :place \"c\" :restart :temporary :state nil"
                + " :on {:off (fn [s d] {:stop :tired})}}"
                + " {:actor guard :state [] :on {:watch (fn [s d] {:watch [\"/s/lamp\"]})"
                + " :down (fn [s d] {:state (conj s (:reason d))})}}");
    fleet.send("/s", "watch", Nil.NIL);
    simulation.settle();
    moved(simulation, fleet, "/s/guard");
    fleet.send("/s", "off", Nil.NIL);
    simulation.settle();
    assertEquals("[:tired]", fleet.state("/s/guard").toString());
  }

  @Test
  void itMovesBackAndForthAndStaysTheSame() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(simulation, "{:actor sum :state 0 :on {:add (fn [n x] {:state (+ n x)})}}");
    for (int i = 0; i < 9; i++) {
      moved(simulation, fleet, "/s/sum");
      fleet.send("/s", "add", Int.of(1));
      simulation.settle();
    }
    assertEquals("9", fleet.state("/s/sum").toString());
  }

  /** Does something with the loops of its node. */
  private record Steering(Consumer<LoopControls> order) implements Behaviour<Value> {
    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> started(Value state, Info info) {
      return Step.of(
          state,
          new Effect.Steer(
              controls -> {
                order.accept(controls);
                return Nil.NIL;
              },
              Keyword.of("done")));
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      return Step.of(delivery.data());
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }

  private static void steer(SimNode node, String name, Consumer<LoopControls> order) {
    Address part = Address.of("sys", node.id().value(), name);
    node.actors().start(ActorSpec.part(part, new Steering(order)));
  }

  @Test
  void whatIsBeingSavedMovesAfterwards() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet =
        fleet(simulation, "{:actor sum :state 0 :on {:add (fn [n x] {:state (+ n x)})}}");
    SimNode old = fleet.locate("/s/sum").orElseThrow();
    String to = otherThan(fleet, "/s/sum");
    steer(old, "freezer", loop -> loop.freeze("ticket", Address.of("s"), false));
    simulation.settle();
    fleet.send("/s", "add", Int.of(7));
    fleet.move("/s", "/s/sum", to);
    simulation.runFor(5_000);
    assertEquals(old, fleet.locate("/s/sum").orElseThrow(), "it stands still where it is");
    steer(old, "thaw", loop -> loop.thaw("ticket"));
    simulation.settle();
    assertEquals(to, fleet.locate("/s/sum").orElseThrow().id().value());
    assertEquals("7", fleet.state("/s/sum").toString());
    assertEquals(1, fleet.instances("/s/sum"));
  }

  // ---- what may not move

  private static final String UNMOVABLE =
      """
      {:actor plain :state 0 :on {:x (fn [s d] nil)}}
      {:actor many :replicas 3 :state 0 :on {:x (fn [s d] nil)}}
      {:actor load :replicas {:min 1 :max 3} :state 0 :route {:x (fn [d] d)} :on {:x (fn [s d] nil)}}
      {:actor lamp :place :led :state 0 :on {:x (fn [s d] nil)}}
      {:supervisor inner :children [{:actor deep :state 0 :on {:x (fn [s d] nil)}}]}
      """;

  private static String refused(String actor, String member) {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation);
    fleet.tag("a", "led");
    List.of("a", "b", "c").forEach(fleet::start);
    fleet.announce();
    simulation.settle();
    fleet.deployLively("a", "s", "{:supervisor s :children [" + UNMOVABLE + "]}", 20_000);
    return answer(simulation, fleet, order(actor, member)).toString();
  }

  private static EdnMap order(String actor, String member) {
    return EdnMap.of(
        Keyword.of("order"), Keyword.of("move"),
        Keyword.of("actor"), new Text(actor),
        Keyword.of("member"), new Text(member));
  }

  private static Value answer(Simulation simulation, SimCluster fleet, EdnMap order) {
    Address asker = Asker.ask(fleet, order);
    simulation.runFor(1_000);
    return fleet.state(asker.path());
  }

  @Test
  void whatCannotMoveIsRefusedWithTheReason() {
    String plain = refused("/s/plain", "z");
    assertTrue(plain.contains("no such member: expected one of a b c, found z"), plain);
    assertTrue(refused("/s/nobody", "a").contains("found nobody there"), refused("/s/nobody", "a"));
    assertTrue(refused("/s/many", "a").contains("found several replicas"));
    assertTrue(refused("/s/load/0", "b").contains("whose number and place follow the load"));
    assertTrue(refused("/s/inner", "b").contains("a supervisor, which stays where it is"));
    assertTrue(
        refused("/s/lamp", "b")
            .contains("expected a member with the tag :led, found b, which does not have it"));
    assertTrue(refused("/s/lamp", "a").contains("expected another member than where it is"));
  }
}
