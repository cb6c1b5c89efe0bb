package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.tinylog.Logger;

class LogRingTest {
  @Test
  void keepsWarningsWithSourceAndCause() {
    Logger.warn(new IllegalStateException("the cause"), "disk {} is full", "/data");

    LogRing.Line line = LogRing.lines().getLast();
    assertEquals("WARN", line.level());
    assertEquals(LogRingTest.class.getName(), line.source());
    assertEquals("disk /data is full: java.lang.IllegalStateException: the cause", line.text());
  }

  @Test
  void keepsWhatLibrariesSayThroughSlf4j() {
    LoggerFactory.getLogger("some.library").warn("said by {}", "a library");

    assertEquals("said by a library", LogRing.lines().getLast().text());
  }

  @Test
  void doesNotKeepWhatIsBelowWarning() {
    long before = LogRing.written();

    Logger.info("nobody needs this");

    assertEquals(before, LogRing.written());
  }

  @Test
  void forgetsTheOldestLineBeyondItsBoundAndCountsAll() {
    long before = LogRing.written();
    for (int i = 0; i < LogRing.MAX_LINES + 3; i++) {
      Logger.warn("line {}", i);
    }

    List<LogRing.Line> lines = LogRing.lines();
    assertEquals(LogRing.MAX_LINES, lines.size());
    assertEquals("line 3", lines.getFirst().text());
    assertEquals(before + LogRing.MAX_LINES + 3, LogRing.written());
  }

  @Test
  void cutsALineThatIsTooLong() {
    Logger.warn("x".repeat(LogRing.MAX_LINE_CHARS + 1));

    assertEquals(LogRing.MAX_LINE_CHARS, LogRing.lines().getLast().text().length());
    assertTrue(LogRing.lines().getLast().text().startsWith("xxx"));
  }
}
