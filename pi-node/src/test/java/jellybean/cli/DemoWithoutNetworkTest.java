package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo where there is next to no network, in namespaces of its own. Linux lets root make them,
 * and here and there others too; where it does not, there is nothing to test, but on a build server
 * ({@code CI} is set) that is a fault.
 */
class DemoWithoutNetworkTest {
  private static final long WITHIN_MS = 180_000;

  /** Only the loopback, a host name nobody knows, and nobody who knows names. */
  private static final String LOOPBACK_ONLY =
      """
      ip link set lo up || ifconfig lo up || exit 99
      hostname nowhere.invalid || exit 98
      for file in /etc/hosts /etc/resolv.conf; do
        [ ! -e "$file" ] || mount --bind "$0" "$file" || exit 97
      done
      exec "$@"
      """;

  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  @TestFactory
  Stream<DynamicTest> itWorksWhereTheLoopbackIsAllThereIs() throws Exception {
    if (!hasNamespaces() && !System.getenv().containsKey("CI")) {
      return Stream.empty();
    }
    return Stream.of(dynamicTest("and no name is known", this::countOnTheLoopback));
  }

  private void countOnTheLoopback() throws Exception {
    Path text = Path.of("systems/text/gpl-3.txt").toAbsolutePath();
    Path nothing = Files.createFile(folder.resolve("nothing"));
    List<String> command = new ArrayList<>(List.of("sh", "-c", LOOPBACK_ONLY, nothing.toString()));
    command.addAll(JellyTerminal.jelly(folder, "demo", "--text", text.toString()));
    Ended demo = inNamespaces(command);
    assertEquals(0, demo.code(), demo.err() + demo.out());
    assertEquals("", demo.err());
    assertEquals(PlainCount.top(text), top(demo.out()));
    assertEquals(List.of(), JellyTerminal.leftovers(folder));
  }

  private static Value top(String events) {
    return events
        .lines()
        .map(line -> (EdnMap) EdnReader.readOne(line))
        .filter(e -> e.get(Keyword.of("event"), Nil.NIL) == Keyword.of("result"))
        .findFirst()
        .orElseThrow()
        .get(Keyword.of("top"));
  }

  private boolean hasNamespaces() throws Exception {
    return Files.isDirectory(Path.of("/proc/self/ns")) && inNamespaces(List.of("true")).code() == 0;
  }

  private Ended inNamespaces(List<String> command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("unshare", "--net", "--mount", "--uts"));
    if (!System.getProperty("user.name").equals("root")) {
      all.add("--map-root-user");
    }
    all.addAll(command);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(WITHIN_MS, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    assertTrue(ended, "did not end: " + Files.readString(out) + Files.readString(err));
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
