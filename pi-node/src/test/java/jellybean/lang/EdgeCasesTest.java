package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every function with nil, empty, wrong, negative and big arguments, judged by real Clojure. */
class EdgeCasesTest {

  private static List<String> programs() throws IOException {
    try (InputStream in = EdgeCasesTest.class.getResourceAsStream("/lang/edges.edn")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith(";"))
          .toList();
    }
  }

  @Test
  void allAnswerAsClojureDoesOrFailWhereItFails() throws IOException {
    List<String> differences = new ArrayList<>();
    for (String program : programs()) {
      Verdict verdict = Verdict.on(program);
      if (verdict.differs()) {
        differences.add(verdict.toString());
      }
    }
    assertEquals(List.of(), differences);
  }

  @Test
  void everyFunctionAndFormHasEdgeCases() throws IOException {
    String all = String.join("\n", programs());
    List<String> names = new ArrayList<>(Builtins.names());
    names.addAll(SpecialForms.names());
    names.remove("def");
    names.removeIf(name -> isUsed(name, all));
    assertEquals(List.of(), names);
  }

  private static boolean isUsed(String name, String programs) {
    String word = "(^|[( \\[])" + Pattern.quote(name) + "([) \\]]|$)";
    return Pattern.compile(word, Pattern.MULTILINE).matcher(programs).find();
  }
}
