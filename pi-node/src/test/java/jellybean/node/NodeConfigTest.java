package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    assertEquals(Optional.empty(), config.bind());
    assertEquals(NodeConfig.DEFAULT_PORT, config.port());
    assertEquals("wifi", config.profile().name());
  }

  @Test
  void metricsAreShownNowhereUnlessAPortIsGivenAndThenToThisMachineAlone() {
    List<String> none = List.of("--identity", "keys");
    assertEquals(Optional.empty(), NodeConfig.parse(none).metrics());
    List<String> here = List.of("--identity", "keys", "--metrics-port", "9420");
    assertEquals("/127.0.0.1:9420", NodeConfig.parse(here).metrics().orElseThrow().toString());
    List<String> there =
        List.of("--identity", "keys", "--metrics-port", "9420", "--metrics-address", "192.0.2.1");
    assertEquals("/192.0.2.1:9420", NodeConfig.parse(there).metrics().orElseThrow().toString());
  }

  @Test
  void thePulseIsWrittenNowhereUnlessAFileIsNamed() {
    List<String> none = List.of("--identity", "keys");
    assertEquals(Optional.empty(), NodeConfig.parse(none).pulse());
    List<String> named = List.of("--identity", "keys", "--pulse", "/run/pulse.edn");
    assertEquals(Optional.of(Path.of("/run/pulse.edn")), NodeConfig.parse(named).pulse());
  }

  @Test
  void tagsAreWordsOnTheLineAndKeywordsInTheFile() throws IOException {
    NodeConfig line = NodeConfig.parse(List.of("--identity", "keys", "--tags", "led,:camera"));
    assertEquals("[camera, led]", line.tags().toString());
    Path file = folder.resolve("node.edn");
    Files.writeString(file, "{:identity \"keys\" :tags #{:led :camera}}");
    assertEquals(line.tags(), NodeConfig.parse(List.of("--config", file.toString())).tags());
    assertEquals("[]", NodeConfig.parse(List.of("--identity", "keys")).tags().toString());
  }

  @Test
  void theCommandLineWinsOverTheFile() throws IOException {
    Path file = folder.resolve("node.edn");
    Files.writeString(file, "{:identity \"keys\" :port 7000 :profile :lan :host \"10.0.0.7\"}");
    NodeConfig config = NodeConfig.parse(List.of("--config", file.toString(), "--port", "7001"));
    assertEquals(7001, config.port());
    assertEquals("lan", config.profile().name());
    assertEquals("10.0.0.7", config.host());
    assertEquals(Optional.empty(), config.bind());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | missing --identity: expected a directory with ca.pem, cert.pem, key.pem and",
        "--colour red | bad option: expected one of those that --help lists, found --colour",
        "--identity | bad option --identity: expected a value, found the end",
        "--identity k --tags a/b | bad --tags: expected a keyword without namespace of at most 32",
        "--identity k --tags here | bad --tags: expected no word that :place uses for itself",
        "--identity k --tags a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q | bad --tags: expected at most 16",
        "--identity k --port x | bad option --port: expected a number, found \"x\"",
        "--identity k --port 70000 | bad --port: expected a number from 0 to 65535, found 70000",
        "--identity k --metrics-port 99999 | bad --metrics-port: expected a number from 0 to 65535,"
            + " found 99999",
        "--identity k --metrics-address ::1 | bad --metrics-address: expected --metrics-port N with"
            + " it, found ::1",
        "--identity k --metrics-port 1 --metrics-address here | bad address: expected figures like"
            + " 192.168.1.7, found \"here\"",
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
        "{:prot 7420} | unknown key :prot: expected one of :identity :host :bind :profile :tags"
            + " :data :metrics-address :pulse :wiring :port :loops :metrics-port :exit-with-parent"
            + " (see --help)",
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

  @Test
  void aWiringIsReadAndEachOfItsFaultsIsSaid() throws IOException {
    Path file = folder.resolve("board.edn");
    Files.writeString(file, "{:board :zero-w :wires {:status {:is :led :gpio 17 :ohm 330}}}");
    List<String> args = List.of("--identity", "k", "--wiring", file.toString());
    assertEquals("[:status]", NodeConfig.parse(args).wiring().wires().keySet().toString());
    Files.writeString(file, "{:board :zero-w\n :wires {:a {:is :led :gpio 17}\n :b 1}}");
    String found = assertThrows(ConfigException.class, () -> NodeConfig.parse(args)).getMessage();
    assertEquals(
        "bad wiring:\n"
            + file
            + ":2:13: missing :ohm of wire :a\n"
            + file
            + ":3:5: bad wire :b: expected a map, found 1",
        found);
    List<String> none = List.of("--identity", "k", "--wiring", "none.edn");
    String absent = assertThrows(ConfigException.class, () -> NodeConfig.parse(none)).getMessage();
    assertTrue(absent.startsWith("cannot read the wiring none.edn: "), absent);
    List<String> bare = List.of("--identity", "k");
    assertFalse(NodeConfig.parse(bare).wiring().isKnown());
  }
}
