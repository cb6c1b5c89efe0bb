package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Syntax;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs with their expected answers, one line a form: {@code NAME.edn} and {@code NAME.out}. */
class GoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"functions", "behaviours", "errors"})
  void everyFormAnswersAsWritten(String name) throws IOException {
    String source = name + ".edn";
    Session session = new Session(source, Budget.DEFAULT);
    List<String> answers = new ArrayList<>();
    for (Syntax form : EdnReader.of(text(source), source, ReadLimits.DOCUMENT).allSyntax()) {
      answers.add(EdnPrinter.toString(session.answer(form).value()));
    }
    assertEquals(text(name + ".out"), String.join("\n", answers) + "\n");
  }

  private static String text(String file) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream("/lang/golden/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
