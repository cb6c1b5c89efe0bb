package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What an operator stopped stays so, whoever is the home; ids of instances do not come again. */
class StoppedByHandTest {
  private static final String HOUSE =
      """
      {:supervisor s
       :forward {:open (start rooms) :close (stop rooms)}
       :children [{:actor lamp :place :spread :state 0 :on {:on (fn [n _] {:state (inc n)})}}
                  {:actor fan :state 0 :on {:on (fn [n _] {:state (inc n)})}}
                  {:template rooms :use "room.edn"}]}
      """;

  private static final String ROOM =
      "{:supervisor room :children [{:actor bed :state 0 :on {:on (fn [n _] nil)}}]}";

  private final Simulation simulation = new Simulation(1);
  private final SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");

  StoppedByHandTest() {
    deploy(HOUSE);
  }

  private void deploy(String house) {
    TreeMap<String, String> files = new TreeMap<>(Map.of("s.edn", house, "room.edn", ROOM));
    fleet.deploy("a", "s", new Bundle("s.edn", files), EdnMap.EMPTY);
  }

  private void order(String what, String child) {
    EdnMap order =
        EdnMap.of(Protocol.ORDER, Keyword.of(what), Protocol.ACTOR, new Text("/s/" + child));
    fleet.send("/s", "jelly/operate", order);
    simulation.settle();
  }

  private void killTheHome() {
    fleet.kill(fleet.locate("/s").orElseThrow());
    simulation.settle();
    assertEquals(1, fleet.running("/s/fan"), "the next home runs it");
  }

  private static EdnMap named(String id) {
    return EdnMap.of(Protocol.INSTANCE, new Text(id));
  }

  @Test
  void whatWasStoppedStaysStoppedWhenTheHomeMovesAndIsListedAsThat() {
    order("stop", "lamp");
    killTheHome();
    assertEquals(0, fleet.running("/s/lamp"));
    String shown = fleet.state("/s").toString();
    assertTrue(shown.contains("\"/s/lamp\" [:stopped"), shown);
    order("start", "lamp");
    assertEquals(1, fleet.running("/s/lamp"));
    killTheHome();
    assertEquals(1, fleet.running("/s/lamp"), "it is not stopped any more");
  }

  @Test
  void aNewVersionOfTheDocumentDoesNotStartIt() {
    order("stop", "lamp");
    deploy(HOUSE.replace("{:actor fan :state 0", "{:actor fan :state 1"));
    assertEquals(0, fleet.running("/s/lamp"));
    assertEquals("1", fleet.state("/s/fan").toString());
  }

  @Test
  void aNumberThatAnInstanceHadIsNotGivenAgainByTheNextHome() {
    fleet.send("/s", "open", Nil.NIL);
    fleet.send("/s", "open", Nil.NIL);
    simulation.settle();
    fleet.send("/s", "close", Nil.NIL);
    simulation.settle();
    killTheHome();
    fleet.send("/s", "open", Nil.NIL);
    simulation.settle();
    assertEquals(1, fleet.running("/s/rooms/0"));
    assertEquals(0, fleet.running("/s/rooms/1"), "it had been ended");
    assertEquals(1, fleet.running("/s/rooms/2"));
  }

  @Test
  void anInstanceWithANameMayBeStartedAgain() {
    fleet.send("/s", "open", named("attic"));
    simulation.settle();
    fleet.send("/s", "close", named("attic"));
    simulation.settle();
    killTheHome();
    assertEquals(0, fleet.running("/s/rooms/attic"));
    fleet.send("/s", "open", named("attic"));
    simulation.settle();
    assertEquals(1, fleet.running("/s/rooms/attic"));
  }
}
