package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import java.nio.file.Files;
import java.nio.file.Path;
import jellybean.edn.Nil;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.Checker;
import jellybean.system.SimCluster;
import jellybean.wiring.Plan;
import jellybean.wiring.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an EDN document to a pin and back, on a simulated node. */
@Timeout(60)
class PinsFromDocumentsTest {
  private static final String LAMP =
      """
      {:supervisor lamp
       :children [{:device status :type :led :wire :status :on #{:light}}
                  {:actor switch :on {:ring (fn [_ lit] {:say [[:light (nil? lit)]]})}
                   :says #{:light}}]}
      """;

  private static final String DOOR =
      """
      {:supervisor door
       :children [{:device key :type :button :wire :button :says #{:pressed :held}}
                  {:device status :type :led :wire :status :on #{:toggle :light}}
                  {:actor who :on {:pressed (fn [_ _] {:say [[:toggle nil]]})
                                   :held    (fn [_ _] {:say [[:light false]]})}
                   :says #{:toggle :light}}]}
      """;

  @TempDir private Path folder;
  private final Simulation simulation = new Simulation(1);

  private SimNode run(String system, String document, Plan wiring, Pins pins) {
    Drivers drivers = Drivers.standard(new Surroundings(folder, wiring, pins, new MemberFeed()));
    Checker checker = new Checker(drivers.catalogue());
    SimCluster fleet =
        new SimCluster(
            simulation,
            (bundle, with) -> checker.check(bundle, with).definition().orElseThrow(),
            drivers::create,
            "a");
    fleet.deployLively("a", system, document, 5_000);
    return fleet.node("a");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({":gpio 17 :to :gnd, 17, 0, 1", ":gpio 22 :to :3v3, 22, 1, 0"})
  void theSameDocumentLightsWhatIsWiredOnBoardsThatAreWiredDifferently(
      String wire, int gpio, String dark, String lit) throws Exception {
    Plan wiring = LightsTest.plan(":status {:is :led " + wire + " :ohm 330}");
    try (FakeSysfs kernel = new FakeSysfs(folder.resolve("gpio"));
        Pins pins = new Pins(() -> Pi4jBoard.of(kernel.sysfs(), folder))) {
      SimNode node = run("lamp", LAMP, wiring, pins);
      assertEquals(dark, kernel.file(gpio, "value"));
      node.send("/x", "/lamp/switch", "ring", Nil.NIL);
      simulation.runFor(100);
      assertEquals(lit, kernel.file(gpio, "value"));
    }
  }

  @Test
  void aButtonOfTheBoardThatShipsTogglesItsLight() throws Exception {
    byte[] shipped = Files.readAllBytes(Path.of("..", "wiring", "zero-w.edn"));
    Plan wiring = Plans.require(shipped, "zero-w.edn");
    Pi4jBoard board = Pi4jBoard.mock();
    try (Pins pins = new Pins(() -> board)) {
      run("door", DOOR, wiring, pins);
      assertEquals(DigitalState.LOW, light(board));
      press(board, 200);
      assertEquals(DigitalState.HIGH, light(board));
      press(board, 200);
      assertEquals(DigitalState.LOW, light(board));
      press(board, 2_900);
      assertEquals(DigitalState.HIGH, light(board));
      press(board, 200);
      press(board, 3_500);
      assertEquals(DigitalState.LOW, light(board));
    }
  }

  private static DigitalState light(Pi4jBoard board) {
    return board.context().registry().get("gpio17", DigitalOutput.class).state();
  }

  private void press(Pi4jBoard board, long ms) {
    MockDigitalInput key = board.context().registry().get("gpio27", MockDigitalInput.class);
    key.mockState(DigitalState.LOW);
    simulation.runFor(ms);
    key.mockState(DigitalState.HIGH);
    simulation.runFor(200);
  }
}
