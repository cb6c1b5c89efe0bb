package jellybean.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts and what they print. {@code NAME.edn} holds the script, how it is shown and what the
 * member answers; {@code NAME.out} every line of output, faults after {@code ! }, and the outcome.
 * Run with {@code -Dgolden.write=true} to write them anew, then read the difference.
 */
class GoldenShellTest {
  private static final Path FOLDER = Path.of("src/test/resources/shell");

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".edn") && !name.equals("fleet.edn"))
          .map(name -> name.substring(0, name.length() - ".edn".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theScriptPrintsWhatIsExpected(String name) throws IOException {
    EdnMap test = map(EdnReader.readOne(read(name + ".edn")));
    EdnMap fleet = map(EdnReader.readOne(read("fleet.edn")));
    StringBuilder out = new StringBuilder();
    boolean edn = test.find(Keyword.of("edn")).filter(Bool.TRUE::equals).isPresent();
    boolean colour = test.find(Keyword.of("colour")).filter(Bool.TRUE::equals).isPresent();
    int cells = test.get(Keyword.of("cells"), Int.of(100)) instanceof Int n ? (int) n.value() : 0;
    Screen screen =
        new Screen(
            edn,
            colour,
            () -> cells,
            line -> out.append(line).append('\n'),
            line -> out.append("! ").append(line).append('\n'));
    try (Shell shell = new Shell(() -> new FakeSession(fleet), screen)) {
      Shell.Outcome outcome = shell.runScript(script(test));
      out.append("=> ").append(outcome).append('\n');
    }
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(FOLDER.resolve(name + ".out"), out, UTF_8);
    }
    assertEquals(read(name + ".out"), out.toString());
  }

  private static String script(EdnMap test) {
    return ((Text) test.find(Keyword.of("script")).orElseThrow()).value();
  }

  private static EdnMap map(Value value) {
    return (EdnMap) value;
  }

  private static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file), UTF_8);
  }
}
