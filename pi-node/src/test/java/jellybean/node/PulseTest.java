package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jellybean.cluster.FleetTime;
import jellybean.message.NodeId;
import jellybean.port.Timers;
import jellybean.port.Workers;
import org.junit.jupiter.api.Test;

/** What a node writes for whoever watches over its board. */
class PulseTest extends RealFleet {
  private static final FleetTime.Bounds BOUNDS =
      new FleetTime.Bounds(1_700_000_000_000L, 1_800_000_000_000L);

  private final Deque<Runnable> asked = new ArrayDeque<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final Timers timers =
      (delayMs, task) -> {
        assertEquals(Pulse.EVERY_MS, delayMs);
        later.add(task);
        return () -> {};
      };
  private final Workers workers =
      job -> {
        job.run();
        return Optional.of(_ -> {});
      };

  private FleetTime.Reading time =
      new FleetTime.Reading(1_767_225_600_999L, FleetTime.Source.SYSTEM, BOUNDS);

  private Path file() {
    return folder.resolve("pulse.edn");
  }

  private Pulse started() {
    Pulse pulse = new Pulse(file(), new NodeId("plum"), asked::add, () -> 3, () -> time);
    pulse.start(timers, workers);
    return pulse;
  }

  @Test
  void whileAllLoopsAnswerItIsWrittenAnewEveryFewSeconds() throws IOException {
    var unused = started();
    assertFalse(Files.exists(file()), "before the loops answered");
    asked.remove().run();
    assertEquals("{:node \"plum\", :members 3, :beats 1}\n", Files.readString(file()));
    later.remove().run();
    asked.remove().run();
    assertEquals("{:node \"plum\", :members 3, :beats 2}\n", Files.readString(file()));
  }

  @Test
  void ifTheClockCannotBeRightItSaysTheTimeThatPeersHaveSaid() throws IOException {
    time = new FleetTime.Reading(time.timeMs(), FleetTime.Source.PEERS, BOUNDS);
    var unused = started();
    asked.remove().run();
    assertEquals(
        "{:node \"plum\", :members 3, :beats 1, :time-s 1767225600}\n", Files.readString(file()));
    time = new FleetTime.Reading(time.timeMs(), FleetTime.Source.UNKNOWN, BOUNDS);
    later.remove().run();
    asked.remove().run();
    assertEquals("{:node \"plum\", :members 3, :beats 2}\n", Files.readString(file()));
  }

  @Test
  void aLoopThatHangsIsAskedOnceAndTheFileStaysAsItWas() throws IOException {
    var unused = started();
    asked.remove().run();
    later.remove().run();
    assertEquals(1, asked.size());
    assertEquals(0, later.size(), "nobody asks again before it answers");
    assertEquals("{:node \"plum\", :members 3, :beats 1}\n", Files.readString(file()));
  }

  @Test
  void aFileThatCannotBeWrittenDoesNotEndIt() throws IOException {
    Files.createDirectory(file());
    Files.createFile(file().resolve("in the way"));
    var unused = started();
    asked.remove().run();
    assertEquals(1, later.size(), "it goes on");
  }

  @Test
  void aRealNodeWritesItAgainAndAgain() throws Exception {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      open.add(
          RealNode.start(
              "a",
              fleet.node("a"),
              folder,
              BoardProcess.JVM_OPTIONS,
              List.of("--port", "0", "--profile", "desk", "--pulse", file().toString())));
      String seen = "";
      while (!seen.contains(":beats 2")) {
        WatchKey key = watch.poll(60, TimeUnit.SECONDS);
        assertNotNull(key, "no sign of life within a minute");
        key.pollEvents();
        key.reset();
        seen = Files.exists(file()) ? Files.readString(file()) : "";
      }
      assertEquals("{:node \"a\", :members 1, :beats 2}\n", seen);
    }
  }
}
