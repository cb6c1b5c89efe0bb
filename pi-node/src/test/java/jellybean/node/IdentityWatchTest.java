package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import jellybean.fixture.TestFleet;
import jellybean.net.BadIdentityException;
import jellybean.net.Identity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an identity that change while the node runs. */
class IdentityWatchTest {
  @TempDir Path folder;
  private final List<Identity> used = new ArrayList<>();
  private final Deque<Runnable> timers = new ArrayDeque<>();
  private TestFleet fleet;
  private Path identity;
  private IdentityWatch watch;
  private long age;

  @BeforeEach
  void watchOne() {
    fleet = TestFleet.create(folder, "f");
    identity = fleet.node("a");
    watch = new IdentityWatch(identity, (read, ring) -> used.add(read));
    watch.start(
        (delayMs, task) -> {
          assertEquals(IdentityWatch.EVERY_MS, delayMs);
          timers.add(task);
          return () -> {};
        });
  }

  private void timePasses() {
    timers.removeFirst().run();
    assertEquals(1, timers.size(), "it looks again");
  }

  private void replace(Path by, String... files) throws IOException {
    for (String file : files) {
      Files.copy(
          by.resolve(file),
          identity.resolve(file),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.setLastModifiedTime(identity.resolve(file), FileTime.fromMillis(++age * 60_000));
    }
  }

  private static String serial(Identity identity) {
    return identity.chain().getFirst().getSerialNumber().toString(16);
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() {
    timePasses();
    timePasses();
    assertEquals(List.of(), used);
  }

  @Test
  void whatHasChangedIsUsed() throws IOException {
    Path renewed = fleet.node("a");
    replace(renewed, "cert.pem", "key.pem");
    timePasses();
    assertEquals(1, used.size());
    assertEquals(serial(Identity.load(renewed)), serial(used.getFirst()));
    timePasses();
    assertEquals(1, used.size());
  }

  @Test
  void halfAChangeIsNotUsedAndTheOtherHalfIsNoticed() throws IOException {
    Path renewed = fleet.node("a");
    replace(renewed, "cert.pem");
    timePasses();
    assertEquals(List.of(), used);
    replace(renewed, "key.pem");
    timePasses();
    assertEquals(1, used.size());
  }

  @Test
  void anOrderReadsItAtOnceAndSaysWhatIsWrong() throws IOException {
    watch.reload();
    assertEquals(1, used.size());
    replace(fleet.node("a"), "cert.pem");
    BadIdentityException refused = assertThrows(BadIdentityException.class, watch::reload);
    assertTrue(
        refused.getMessage().startsWith("cannot use " + identity.resolve("key.pem")),
        refused.getMessage());
  }
}
