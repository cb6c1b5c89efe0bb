package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jellybean.fixture.TestFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a machine that is on no network, not even its own loopback. */
class NoNetworkTest {
  /** Whichever this user may: each gives a process a network of its own, in which all is down. */
  private static final List<List<String>> ALONE =
      List.of(
          List.of("unshare", "--net"), List.of("unshare", "--user", "--map-root-user", "--net"));

  @TempDir Path folder;

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }

  private static boolean works(List<String> prefix) {
    try {
      return run(Stream.concat(prefix.stream(), Stream.of("true")).toList()).exit() == 0;
    } catch (IOException e) {
      return false; // Another system has no such program.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome node(List<String> prefix, String host) throws Exception {
    Path identity = TestFleet.create(folder, "f").node("a");
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(BoardProcess.JVM_OPTIONS);
    command.addAll(List.of("-cp", BoardProcess.classPath(), NodeMain.class.getName()));
    command.addAll(List.of("--identity", identity.toString(), "--host", host));
    return run(command);
  }

  /** Where no network can be taken away, an address that no machine has must do. */
  @Test
  void oneLineSaysThatThereIsNoNetwork() throws Exception {
    Optional<List<String>> alone = ALONE.stream().filter(NoNetworkTest::works).findFirst();
    String host = alone.isPresent() ? "127.0.0.1" : "192.0.2.1";
    Outcome outcome = node(alone.orElse(List.of()), host);
    assertEquals(1, outcome.exit(), outcome.toString());
    assertEquals("", outcome.out());
    String found =
        alone.isPresent()
            ? "no interface at all"
            : outcome.err().replaceFirst("(?s).*, found (.*)\n", "$1");
    assertEquals(
        "jelly node: no network: expected "
            + host
            + " on an interface that is up, found "
            + found
            + "\n",
        outcome.err());
  }
}
