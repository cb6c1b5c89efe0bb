package jellybean.bench.cells;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import jellybean.cli.FleetFactory;
import jellybean.edn.Text;
import jellybean.node.NodeMain;

/** What every run needs: keys, a folder, the words about the machine, a quick start. */
final class Fleets {
  private static final long TRAINING_MS = 60_000;

  private Fleets() {}

  /** Makes those of all nodes and of the rig's operator. */
  static void keys(Path folder, List<String> nodes) {
    ServiceLoader.load(FleetFactory.class)
        .findFirst()
        .orElseThrow()
        .create(folder.resolve("fleet"), nodes, List.of(Operator.NAME));
  }

  /**
   * Has a node live a short life from which the virtual machine learns what all nodes load and link
   * (JEP 514); it costs some seconds and saves each of the others about a third of its start.
   *
   * @return options that use it
   */
  static List<String> quickStart(Path folder, String node) {
    Path cache = folder.resolve("node.aot");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(RigNode.options(List.of("-XX:AOTCacheOutput=" + cache)));
    command.addAll(List.of("-cp", RigNode.CLASS_PATH, NodeMain.class.getName()));
    command.addAll(List.of("--identity", folder.resolve("fleet/nodes/" + node).toString()));
    command.addAll(List.of("--port", "0", "--loops", "1", "--exit-with-parent"));
    Path log = folder.resolve("training.log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(log.toFile())
              .redirectOutput(log.toFile())
              .start();
      Wait.until(TRAINING_MS, () -> RigNode.tail(log).contains(":ready"));
      process.getOutputStream().close();
      if (!process.waitFor(TRAINING_MS, TimeUnit.MILLISECONDS) || !Files.exists(cache)) {
        throw new RigException("no AOT cache: " + RigNode.tail(log));
      }
      return List.of("-XX:AOTCache=" + cache);
    } catch (IOException e) {
      throw new RigException("no AOT cache: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
  }

  static Text today() {
    return new Text(LocalDate.now(ZoneOffset.UTC).toString());
  }

  /**
   * Where keys, logs and what nodes say are: within the run's own namespace, which takes them
   * along, or in the folder that somebody wants to keep.
   */
  static Path folder() {
    try {
      String kept = System.getProperty("jelly.cells.keep", "");
      return kept.isEmpty()
          ? Files.createTempDirectory("jelly-cells-")
          : Files.createDirectories(Path.of(kept));
    } catch (IOException e) {
      throw new RigException("no folder for the run: " + e.getMessage(), e);
    }
  }
}
