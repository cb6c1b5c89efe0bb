package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.system.ChildPolicy;
import jellybean.system.DeviceDef;
import jellybean.wiring.Line;
import jellybean.wiring.Plan;
import org.junit.jupiter.api.Test;

/** A virtual machine without Pi4J's jars shows who needs them. */
class LazyPinsTest {
  /**
   * Makes a device of the type and configuration in its arguments, and opens it if that is asked.
   */
  public static void main(String[] args) {
    Surroundings around = Surroundings.ofMachine(Path.of(""), Plan.NONE);
    EdnMap config = (EdnMap) EdnReader.readOne(args[1]);
    Keyword type = Keyword.of(args[0]);
    DeviceDef def = new DeviceDef("d", type, config, Set.of(), Set.of(), ChildPolicy.DEFAULT);
    Drivers drivers = Drivers.standard(around);
    drivers.catalogue();
    System.out.println("made " + drivers.create(def).getClass().getSimpleName());
    if (args.length > 2) {
      try (Board.Output _ = around.pins().output(new Line(17, true, false))) {
        System.out.println("opened");
      }
    }
  }

  private static String run(String... args) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("pi4j"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, LazyPinsTest.class.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  @Test
  void aNodeWithoutAPinNeedsNothingOfPi4j() throws Exception {
    assertEquals("made Timer\n", run("timer", "{:every-ms 1000}"));
    assertEquals("made Lights\n", run("led", "{:pin 17}"));
  }

  @Test
  void itIsTheFirstPinThatLoadsIt() throws Exception {
    String out = run("led", "{:pin 17}", "open");
    assertTrue(out.contains("NoClassDefFoundError: com/pi4j/"), out);
  }
}
