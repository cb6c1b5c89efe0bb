package jellybean.device;

import static jellybean.device.DevicesUnderTest.def;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.pwm.Pwm;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.system.DeviceDef;
import jellybean.wiring.Plan;
import jellybean.wiring.Plans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lights in virtual time, on pins of Pi4J's mock. */
class LightsTest {
  private static final long MOVED_WITHIN_MS = 10;

  private final Pi4jBoard board = Pi4jBoard.mock();
  private final Pins pins = new Pins(() -> board);
  private DevicesUnderTest devices = new DevicesUnderTest();

  static Plan plan(String wires) {
    String text = "{:board :zero-w :wires {" + wires + "}}";
    return Plans.require(text.getBytes(StandardCharsets.UTF_8), "board.edn");
  }

  @AfterEach
  void giveBack() {
    pins.close();
  }

  private static final Plan PLAN =
      plan(
          ":status {:is :led :gpio 17 :ohm 330} :sun {:is :led :gpio 18 :ohm 330 :pwm true}"
              + " :bar {:is :leds :gpio [5 6 13] :ohm 680} :key {:is :button :gpio 27}");

  private void lamp(String config) {
    start(new LedDriver(pins, PLAN), config);
  }

  private void bar(String config) {
    Plan plan = plan(":bar {:is :leds :gpio [5 6 13] :ohm 680 :to :3v3}");
    start(new LedBarDriver(pins, plan), config);
  }

  private void start(Driver driver, String config) {
    devices.start(driver, (EdnMap) EdnReader.readOne(config));
    devices.simulation.runFor(MOVED_WITHIN_MS);
  }

  private void tell(String name, String data) {
    devices.send(name, EdnReader.readOne(data));
    devices.simulation.runFor(MOVED_WITHIN_MS);
  }

  private String level(int gpio) {
    return board.context().registry().get("gpio" + gpio, DigitalOutput.class).state().getName();
  }

  @Test
  void aWireIsDarkAtFirstAndLitWhenItIsTold() {
    lamp("{:wire :status}");
    assertEquals("LOW", level(17));
    tell("light", "true");
    assertEquals("HIGH", level(17));
    assertEquals("{:lit [true], :pins [\"GPIO17\"], :by \"mock\"}", devices.node.shown("/s/d"));
    tell("light", "false");
    assertEquals("LOW", level(17));
    tell("toggle", "nil");
    assertEquals("HIGH", level(17));
    tell("toggle", "nil");
    assertEquals("LOW", level(17));
  }

  @Test
  void aPinMayBeNamedAndBeLitByALowLevel() {
    lamp("{:pin 22 :active :low}");
    assertEquals("HIGH", level(22));
    tell("light", "true");
    assertEquals("LOW", level(22));
  }

  @Test
  void itBlinksAsOftenAsItIsTold() {
    lamp("{:wire :status}");
    tell("blink", "{:on-ms 100 :off-ms 400 :times 2}");
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      devices.simulation.runFor(40);
      seen.append(level(17).charAt(0));
      devices.simulation.runFor(60);
    }
    assertEquals("HLLLLHLLLLLL", seen.toString());
    assertEquals(0, devices.node.dead("crashed"));
  }

  @Test
  void itBlinksUntilItIsToldSomethingElse() {
    lamp("{:wire :status}");
    tell("blink", "{}");
    devices.simulation.runFor(10_240);
    assertEquals("HIGH", level(17));
    devices.simulation.runFor(500);
    assertEquals("LOW", level(17));
    tell("light", "true");
    devices.simulation.runFor(5_000);
    assertEquals("HIGH", level(17));
    tell("blink", "{:on-ms 100}");
    tell("light", "false");
    devices.simulation.runFor(5_000);
    assertEquals("LOW", level(17));
  }

  @Test
  void aWireWithPwmIsDimmed() {
    lamp("{:wire :sun}");
    tell("light", "0.3");
    Pwm pwm = board.context().registry().get("gpio18", Pwm.class);
    assertEquals(30, pwm.getDutyCycle());
    assertTrue(pwm.isOn());
    assertEquals("{:lit [0.3], :pins [\"GPIO18\"], :by \"mock\"}", devices.node.shown("/s/d"));
  }

  @Test
  void whatItDoesNotUnderstandCrashesItAndSaysWhatWasExpected() {
    assertEquals(
        "bad :light for d: expected true or false, since [GPIO17] has no PWM, found 0.5",
        crash("light", "0.5"));
    assertEquals(
        "bad :light for d: expected true, false or a number from 0.0 to 1.0, found 2",
        crash("light", "2"));
    assertEquals(
        "bad :blink for d: expected {:on-ms n :off-ms n :times n} with milliseconds from 20 to"
            + " 3600000, up to 1000000 times, found {:on-ms 19}",
        crash("blink", "{:on-ms 19}"));
    assertTrue(crash("blink", "{:times 0}").endsWith("found {:times 0}"));
    assertTrue(crash("blink", "{:off-ms nil}").endsWith("found {:off-ms nil}"));
    assertEquals("d does not understand :burn", crash("burn", "nil"));
  }

  /** Why a lamp crashes that is told that. */
  private String crash(String name, String data) {
    devices = new DevicesUnderTest();
    lamp("{:wire :status}");
    tell(name, data);
    assertEquals(1, devices.node.dead("crashed"));
    String letters = devices.node.deadLetters().toString();
    devices.simulation.settle();
    return letters.replaceAll("(?s).*:message \"(.*)\"}}]", "$1");
  }

  @Test
  void oneThatStartsAgainIsDarkAndTakesItsPinsAgain() {
    lamp("{:wire :status}");
    tell("light", "true");
    Effect again = new Effect.Restart(new Address("/s/d"));
    devices.node.start("/s/boss", Script.recorder(again));
    devices.simulation.runFor(MOVED_WITHIN_MS);
    assertEquals("LOW", level(17));
    tell("light", "true");
    assertEquals("HIGH", level(17));
  }

  @Test
  void whatNoWorkerHadTimeForIsShownALittleLater() {
    lamp("{:wire :status}");
    devices.node.limitWorkers(0);
    tell("light", "true");
    assertEquals("LOW", level(17));
    devices.node.limitWorkers(1);
    devices.simulation.runFor(Lights.PAUSE_MS);
    assertEquals("HIGH", level(17));
  }

  @Test
  void aBarShowsPatternsAndNumbers() {
    bar("{:wire :bar}");
    assertEquals("HIGH HIGH HIGH", level(5) + " " + level(6) + " " + level(13));
    tell("show", "[false true]");
    assertEquals("HIGH LOW HIGH", level(5) + " " + level(6) + " " + level(13));
    tell("show", "2");
    assertEquals("LOW LOW HIGH", level(5) + " " + level(6) + " " + level(13));
    tell("show", "[true true true true]");
    assertTrue(
        devices
            .node
            .deadLetters()
            .toString()
            .contains(
                "bad :show for d: expected a number from 0 to 3 or a vector of at most as many,"
                    + " found [true true true true]"));
  }

  @Test
  void aWireThatIsNotThereIsAnErrorThatSaysWhereItWouldComeFrom() {
    assertEquals(
        "no wire :lamp for device d: expected one of :bar :key :status :sun, which board.edn"
            + " describes",
        refused("{:wire :lamp}"));
    assertEquals(
        "bad wire :key for device d: expected an LED, found button at board.edn:1:147",
        refused("{:wire :key}"));
    DeviceException refused =
        assertThrows(
            DeviceException.class,
            () ->
                new LedDriver(pins, Plan.NONE)
                    .create(def("led", (EdnMap) EdnReader.readOne("{:wire :status}"), Set.of())));
    assertEquals(
        "no wire :status for device d: expected a description that has it, found that this node was"
            + " started without --wiring FILE",
        refused.getMessage());
  }

  private String refused(String config) {
    DeviceDef def = def("led", (EdnMap) EdnReader.readOne(config), Set.of());
    Driver driver = new LedDriver(pins, PLAN);
    return String.valueOf(
        assertThrows(DeviceException.class, () -> driver.create(def)).getMessage());
  }

  @Test
  void aPinThatAnotherDeviceHasIsAnError() {
    lamp("{:wire :status}");
    devices = new DevicesUnderTest();
    start(new LedDriver(pins, Plan.NONE), "{:pin 17}");
    String letters = devices.node.deadLetters().toString();
    assertTrue(
        letters.contains(
            "d: cannot take GPIO17: expected that it is free within 5000 ms, found that another"
                + " device of this node has it"),
        letters);
  }
}
