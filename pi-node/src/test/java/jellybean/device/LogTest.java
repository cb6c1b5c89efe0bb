package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.ChildPolicy;
import jellybean.system.DeviceDef;
import org.junit.jupiter.api.Test;

/** What a log device receives stands in the log. */
class LogTest {
  private final List<String> lines = new ArrayList<>();
  private final LogDriver driver = new LogDriver((level, line) -> lines.add(level + " " + line));
  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  private static DeviceDef def(EdnMap config) {
    return new DeviceDef(
        "log",
        Keyword.of("log"),
        config,
        Set.of(Keyword.of("note")),
        Set.of(),
        ChildPolicy.DEFAULT);
  }

  @Test
  void aMessageIsALine() {
    node.start("/s/log", driver.create(def(EdnMap.EMPTY)));
    node.send("/s/x", "/s/log", "note", EdnMap.of(Keyword.of("a"), Int.of(1)));
    simulation.settle();
    assertEquals(List.of("INFO /s/log from /s/x: :note {:a 1}"), lines);
    assertEquals("1", node.shown("/s/log"));
  }

  @Test
  void theLevelIsDeclared() {
    node.start("/s/log", driver.create(def(EdnMap.of(Keyword.of("level"), Keyword.of("warn")))));
    node.send("/s/x", "/s/log", "note", Int.of(1));
    simulation.settle();
    assertTrue(lines.getFirst().startsWith("WARN "));
  }

  @Test
  void aLongLineIsCut() {
    node.start("/s/log", driver.create(def(EdnMap.EMPTY)));
    node.send("/s/x", "/s/log", "note", new Text("y".repeat(10_000)));
    simulation.settle();
    assertEquals("INFO ".length() + Log.MAX_CHARS + 2, lines.getFirst().length());
  }

  @Test
  void anUnknownLevelIsRefused() {
    EdnMap config = EdnMap.of(Keyword.of("level"), Keyword.of("loud"));
    DeviceException e = assertThrows(DeviceException.class, () -> driver.create(def(config)));
    assertEquals(
        "bad :level of device log: expected one of [:debug, :error, :info, :warn], found :loud",
        e.getMessage());
  }
}
