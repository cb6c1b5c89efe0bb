package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.wiring.Line;
import jellybean.wiring.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A button in virtual time, on a pin of Pi4J's mock: a low level is a pressed one. */
class ButtonTest {
  private static final Plan PLAN = LightsTest.plan(":key {:is :button :gpio 27}");

  private final Pi4jBoard board = Pi4jBoard.mock();
  private final Pins pins = new Pins(() -> board);
  private final DevicesUnderTest devices = new DevicesUnderTest();

  @AfterEach
  void giveBack() {
    pins.close();
  }

  private void start(String config, String... says) {
    devices.start(
        new ButtonDriver(pins, PLAN, devices.simulation::nowMs),
        (EdnMap) EdnReader.readOne(config),
        says);
    devices.simulation.runFor(100);
  }

  private void level(boolean isHigh) {
    board
        .context()
        .registry()
        .get("gpio27", MockDigitalInput.class)
        .mockState(isHigh ? DigitalState.HIGH : DigitalState.LOW);
  }

  private void bounce() {
    for (int i = 0; i < 9; i++) {
      level(i % 2 == 0);
      devices.simulation.runFor(3);
    }
  }

  private String said() {
    return devices.said().toString();
  }

  @Test
  void aPressThatBouncesIsOnePressAndOneRelease() {
    start("{:wire :key}", "pressed", "released");
    bounce();
    level(false);
    devices.simulation.runFor(500);
    assertEquals("[[:pressed {:n 1}]]", said());
    bounce();
    level(true);
    devices.simulation.runFor(500);
    assertEquals("[[:pressed {:n 1}], [:released {:n 1, :held-ms 526}]]", said());
  }

  @Test
  void whatIsShorterThanItsDebouncingIsNothing() {
    start("{:wire :key :debounce-ms 200}", "pressed", "released");
    level(false);
    devices.simulation.runFor(150);
    level(true);
    devices.simulation.runFor(1_000);
    assertEquals("[]", said());
  }

  @Test
  void whatIsHeldIsSaidWhileItIs() {
    start("{:wire :key :hold-ms 2000}", "held", "released");
    level(false);
    devices.simulation.runFor(1_900);
    assertEquals("[]", said());
    devices.simulation.runFor(200);
    assertEquals("[[:held {:n 1}]]", said());
    level(true);
    devices.simulation.runFor(100);
    assertTrue(said().startsWith("[[:held {:n 1}], [:released {:n 1, :held-ms 2"), said());
    level(false);
    devices.simulation.runFor(500);
    level(true);
    devices.simulation.runFor(2_000);
    assertEquals(3, devices.said().size());
  }

  @Test
  void aPinMayBeNamedAndBePressedByAHighLevel() {
    start("{:pin 27 :active :high :debounce-ms 1}", "pressed", "released");
    level(true);
    devices.simulation.runFor(500);
    assertEquals("[[:pressed {:n 1}]]", said());
  }

  @Test
  void oneThatIsPressedWhenTheDeviceBeginsSaysNothingBeforeItIsPressedAnew() {
    OnePressedKey key = new OnePressedKey();
    Driver driver = new ButtonDriver(new Pins(() -> key), PLAN, devices.simulation::nowMs);
    EdnMap config = (EdnMap) EdnReader.readOne("{:wire :key}");
    devices.start(driver, config, "pressed", "released");
    devices.simulation.runFor(100);
    key.turn();
    devices.simulation.runFor(100);
    assertEquals("[]", said());
    key.turn();
    devices.simulation.runFor(100);
    assertEquals("[[:pressed {:n 1}]]", said());
  }

  /** A board with a button that is pressed at first. */
  private static final class OnePressedKey implements Board, Board.Input {
    private boolean isPressed = true;
    private Runnable told = () -> {};

    void turn() {
      isPressed = !isPressed;
      told.run();
    }

    @Override
    public Output output(Line line) {
      throw new DeviceException("expected no output here");
    }

    @Override
    public Input input(Line line, Runnable changed) {
      told = changed;
      return this;
    }

    @Override
    public boolean isActive() {
      return isPressed;
    }

    @Override
    public String kind() {
      return "one key";
    }

    @Override
    public void close() {
      told = () -> {};
    }
  }

  @Test
  void aChangeThatNobodyToldIsSeenAtTheNextLook() {
    start("{:wire :key}", "pressed");
    devices.node.limitWorkers(0);
    level(false);
    devices.simulation.runFor(100);
    assertEquals("[]", said());
    devices.node.limitWorkers(1);
    devices.simulation.runFor(Button.LOOK_MS);
    assertEquals("[[:pressed {:n 1}]]", said());
    assertEquals(
        "{:pressed true, :presses 1, :pin \"GPIO27\", :by \"mock\"}", devices.node.shown("/s/d"));
  }

  @Test
  void itUnderstandsNothing() {
    start("{:wire :key}");
    devices.send("press", EdnReader.readOne("nil"));
    devices.simulation.runFor(10);
    assertEquals(1, devices.node.dead("crashed"));
  }
}
