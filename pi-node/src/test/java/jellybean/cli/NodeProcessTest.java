package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processes here are a few lines of shell that behave like nodes, good and bad. */
@Timeout(60)
class NodeProcessTest {
  @TempDir private Path folder = Path.of("unset");
  private final BlockingQueue<EdnMap> events = new LinkedBlockingQueue<>();

  private NodeProcess start(String script) {
    return NodeProcess.start(
        "lemon", List.of("/bin/sh", "-c", script), folder.resolve("log"), events::add);
  }

  private String nextEvent() throws InterruptedException {
    return String.valueOf(events.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void eventsArriveInOrder() throws InterruptedException {
    try (NodeProcess node = start("echo '{:event :ready}{:event :b'; echo '} 3'; cat")) {
      assertEquals("{:event :ready}", nextEvent());
      assertEquals("{:event :b}", nextEvent());
      assertTrue(node.isAlive());
    }
  }

  @Test
  void aNodeThatWatchesItsParentEndsWhenItsInputCloses() throws InterruptedException {
    NodeProcess node = start("trap '' TERM; echo '{:event :ready}'; cat > /dev/null; exit 7");
    assertEquals("{:event :ready}", nextEvent());
    node.close();
    assertEquals("node lemon ended with exit code 7", node.obituary());
  }

  @Test
  void aNodeThatRefusesToEndIsKilled() throws InterruptedException {
    NodeProcess node = start("trap '' TERM; echo '{:event :ready}'; while :; do :; done");
    assertEquals("{:event :ready}", nextEvent());
    node.close();
    assertFalse(node.isAlive());
    assertTrue(ProcessHandle.of(node.pid()).isEmpty(), "process " + node.pid() + " still runs");
  }

  @Test
  void aDeadNodeTellsItsLastWords() throws InterruptedException {
    NodeProcess node = start("echo 'port 7420 is in use' >&2; echo '{:event :last}'; exit 3");
    assertEquals("{:event :last}", nextEvent());
    ProcessHandle.of(node.pid())
        .ifPresent(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    assertEquals(
        "node lemon ended with exit code 3; its last words:\n  port 7420 is in use",
        node.obituary());
  }

  @Test
  void outputThatIsNotEdnIsNotedInItsLog() throws InterruptedException {
    try (NodeProcess node = start("echo '{:event :ready} ]'; cat")) {
      assertEquals("{:event :ready}", nextEvent());
      assertTrue(node.isAlive());
    }
  }

  @Test
  void aProgramThatDoesNotExistIsAClearError() {
    CommandFailedException fault =
        assertThrows(
            CommandFailedException.class,
            () ->
                NodeProcess.start(
                    "lemon", List.of("/no/such/java"), folder.resolve("log"), events::add));
    assertTrue(
        String.valueOf(fault.getMessage()).startsWith("cannot start node lemon: "),
        fault.getMessage());
  }
}
