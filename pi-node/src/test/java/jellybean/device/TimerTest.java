package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import org.junit.jupiter.api.Test;

class TimerTest {
  private final DevicesUnderTest devices = new DevicesUnderTest();

  private static EdnMap config(String... keysAndNumbers) {
    EdnMap config = EdnMap.EMPTY;
    for (int i = 0; i < keysAndNumbers.length; i += 2) {
      Int number = Int.of(Long.parseLong(keysAndNumbers[i + 1]));
      config = config.with(Keyword.of(keysAndNumbers[i]), number);
    }
    return config;
  }

  @Test
  void itTicksWithThatPause() {
    devices.start(new TimerDriver(), config("every-ms", "1000"), "tick");
    devices.simulation.runFor(999);
    assertEquals(0, devices.said().size());
    devices.simulation.runFor(2_001);
    assertEquals("[[:tick {:n 1}], [:tick {:n 2}], [:tick {:n 3}]]", devices.said().toString());
  }

  @Test
  void itMayTickSoManyTimesOnly() {
    devices.start(new TimerDriver(), config("every-ms", "50", "times", "2"), "tick");
    devices.simulation.settle();
    assertEquals(2, devices.said().size());
    assertEquals("2", devices.node.shown("/s/d"));
  }

  @Test
  void aClockThatIsSetDoesNotDisturbIt() {
    devices.start(new TimerDriver(), config("every-ms", "1000"), "tick");
    devices.node.shiftWallClock(1_000_000_000);
    devices.simulation.runFor(3_000);
    assertEquals(3, devices.said().size());
  }

  @Test
  void itUnderstandsNothing() {
    devices.start(new TimerDriver(), config("every-ms", "1000"), "tick");
    devices.send("stop", Nil.NIL);
    devices.simulation.runFor(1);
    assertEquals(1, devices.node.dead("crashed"));
  }

  @Test
  void aPauseOutOfBoundsIsRefused() {
    for (String pause : new String[] {"9", "31622400001"}) {
      DeviceException refused =
          assertThrows(
              DeviceException.class,
              () -> new DevicesUnderTest().start(new TimerDriver(), config("every-ms", pause)));
      assertEquals(
          "bad :every-ms of device d: expected milliseconds from 10 to a year, found " + pause,
          refused.getMessage());
    }
  }
}
