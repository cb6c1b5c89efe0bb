package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {
  @TempDir Path folder;

  @Test
  void defaultsAreThoseOfABoardOnItsOwn() {
    NodeConfig config = NodeConfig.parse(List.of("--identity", "keys"));
    assertEquals(Path.of("keys"), config.identity());
    assertEquals("127.0.0.1", config.host());
    assertEquals("127.0.0.1", config.bind());
    assertEquals(NodeConfig.DEFAULT_PORT, config.port());
    assertEquals("wifi", config.profile().name());
  }

  @Test
  void theCommandLineWinsOverTheFile() throws IOException {
    Path file = folder.resolve("node.edn");
    Files.writeString(file, "{:identity \"keys\" :port 7000 :profile :lan :host \"10.0.0.7\"}");
    NodeConfig config = NodeConfig.parse(List.of("--config", file.toString(), "--port", "7001"));
    assertEquals(7001, config.port());
    assertEquals("lan", config.profile().name());
    assertEquals("10.0.0.7", config.host());
    assertEquals("10.0.0.7", config.bind());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | missing --identity: expected a directory with ca.pem, cert.pem, key.pem and",
        "--colour red | bad option: expected one of those that --help lists, found --colour",
        "--identity | bad option --identity: expected a value, found the end",
        "--identity k --port x | bad option --port: expected a number, found \"x\"",
        "--identity k --port 70000 | bad --port: expected a number from 0 to 65535, found 70000",
        "--identity k --loops 0 | bad --loops: expected a number from 1 to 16, found 0",
        "--identity k --profile warp | bad --profile: expected one of desk, lan, wifi, emulated",
        "--config none.edn | cannot read configuration none.edn"
      })
  void whatIsWrongIsNamedWithWhatWasExpectedAndFound(String args, String message) {
    List<String> list = args.isEmpty() ? List.of() : List.of(args.split(" "));
    String found = assertThrows(ConfigException.class, () -> NodeConfig.parse(list)).getMessage();
    assertTrue(found.contains(message), found);
  }

  @Test
  void aFaultInTheFileIsReportedWithItsPlace() throws IOException {
    Path file = folder.resolve("node.edn");
    Files.writeString(file, "{:port 1\n :port 2}");
    String found =
        assertThrows(
                ConfigException.class, () -> NodeConfig.parse(List.of("--config", file.toString())))
            .getMessage();
    assertTrue(found.startsWith(file + ":2:2: duplicate key :port"), found);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{:prot 7420} | unknown key :prot: expected one of :identity :host :bind :profile :port"
            + " :loops :exit-with-parent (see --help)",
        "{:config \"other.edn\"} | unknown key :config: expected one of :identity",
        "{\"port\" 7420} | unknown key \"port\": expected one of :identity",
        "{:exit-with-parent 1} | bad :exit-with-parent: expected true or false, found 1",
        "{:port \"7420\"} | bad :port: expected a number from 0 to 65535, found \"7420\"",
        "{:loops 17} | bad :loops: expected a number from 1 to 16, found 17",
        "{:host 10} | bad :host: expected a string, found 10",
        "{:bind :lo} | bad :bind: expected a string, found :lo",
        "{:profile :warp} | bad :profile: expected one of desk, lan, wifi, emulated, found warp",
      })
  void whatIsWrongInTheFileIsNamedWithTheFile(String content, String message) throws IOException {
    Path file = folder.resolve("node.edn");
    Files.writeString(file, content);
    List<String> args = List.of("--identity", "k", "--config", file.toString());
    String found = assertThrows(ConfigException.class, () -> NodeConfig.parse(args)).getMessage();
    assertTrue(found.startsWith(file + ": " + message), found);
  }

  @Test
  void aFlagOfTheFileMayBeOff() throws IOException {
    Path file = folder.resolve("node.edn");
    Files.writeString(file, "{:identity \"k\" :exit-with-parent false}");
    assertFalse(NodeConfig.parse(List.of("--config", file.toString())).exitWithParent());
    Files.writeString(file, "{:identity \"k\" :exit-with-parent true}");
    assertTrue(NodeConfig.parse(List.of("--config", file.toString())).exitWithParent());
  }
}
