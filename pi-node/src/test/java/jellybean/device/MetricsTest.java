package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @TempDir private Path root;
  private final DevicesUnderTest devices = new DevicesUnderTest();

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private EdnMap board() {
    return (EdnMap) new Machine(root).read().get(Keyword.of("board"));
  }

  @Test
  void itSaysWhatTheSystemSaysOfTheBoard() throws IOException {
    file(
        "proc/meminfo", "MemTotal:         443116 kB\nMemFree: 1 kB\nMemAvailable:    300000 kB\n");
    file("proc/loadavg", "0.52 0.58 0.59 1/123 4567\n");
    file("proc/uptime", "1234.56 1000.00\n");
    file("sys/class/thermal/thermal_zone0/temp", "48312\n");
    EdnMap board = board();
    assertEquals("453750784", board.get(Keyword.of("memory-bytes")).toString());
    assertEquals("307200000", board.get(Keyword.of("available-bytes")).toString());
    assertEquals("0.52", board.get(Keyword.of("load")).toString());
    assertEquals("1234.56", board.get(Keyword.of("uptime-s")).toString());
    assertEquals("48.312", board.get(Keyword.of("temperature-c")).toString());
  }

  @Test
  void whatIsNotThereIsLeftOut() throws IOException {
    file("proc/loadavg", "nonsense");
    assertEquals("[:cores]", board().keys().toString());
  }

  @Test
  void itIsSaidNowAndThenAndAnsweredAtOnce() {
    EdnMap config = EdnMap.of(Keyword.of("every-ms"), Int.of(1_000));
    devices.start(new MetricsDriver(), config, "metrics");
    devices.simulation.runFor(3_500);
    assertEquals(4, devices.said().size());
    EdnMap metrics = (EdnMap) ((EdnVector) devices.said().getFirst()).get(1);
    EdnMap process = (EdnMap) metrics.get(Keyword.of("process"));
    assertTrue(((Int) process.get(Keyword.of("heap-bytes"))).value() > 0);
    assertTrue(((Int) process.get(Keyword.of("cpu-ms"))).value() > 0);
    devices.ask("/s/asker", "read", Nil.NIL);
    devices.simulation.runFor(1);
    assertFalse(devices.recorded("/s/asker").isEmpty());
  }

  @Test
  void oneThatMayNotSayThemIsStillAsked() {
    devices.start(new MetricsDriver(), EdnMap.EMPTY);
    devices.simulation.runFor(100);
    devices.ask("/s/asker", "read", Nil.NIL);
    devices.simulation.runFor(1);
    assertEquals(0, devices.said().size());
    assertTrue(devices.recorded("/s/asker").getFirst().toString().contains(":process"));
  }

  @Test
  void thatItCouldNotBeReadShowsAndTheNextReadingMendsIt() {
    devices.node.limitWorkers(0);
    devices.start(new MetricsDriver(root), EdnMap.EMPTY, "metrics");
    devices.simulation.runFor(100);
    assertEquals(
        "#jelly/error {:message \"no worker is free, and too many wait\"}",
        devices.node.shown("/s/d"));
    devices.node.limitWorkers(1);
    devices.simulation.runFor(MetricsDriver.DEFAULT_MS + 100);
    assertTrue(devices.node.shown("/s/d").startsWith("{:process "), devices.node.shown("/s/d"));
  }
}
