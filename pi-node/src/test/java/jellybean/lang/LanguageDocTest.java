package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jellybean.edn.EdnPrinter;
import org.junit.jupiter.api.Test;

/** {@code docs/language.md} names every form and function and tells the truth about them. */
class LanguageDocTest {
  private static final Path PAGE = Path.of("docs/language.md");
  private static final Pattern EXAMPLE = Pattern.compile("\\| `([^`]+)` ⇒ `([^`]+)` \\|");
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^\\| `([^`( ]+)` \\| (.*?) \\| (.*?) \\| `[^`]+` ⇒ `[^`]+` \\|$");
  private static final Pattern FORM = Pattern.compile("(?m)^\\| `\\(([^ ]+) [^|]*\\|[^|]*\\| `");

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  @Test
  void everyFunctionHasItsLineAndAnExample() throws IOException {
    List<Doc> lines =
        FUNCTION
            .matcher(page())
            .results()
            .map(line -> new Doc(line.group(1), line.group(2), line.group(3)))
            .toList();
    List<Doc> known =
        Builtins.docs().stream()
            .map(doc -> new Doc(doc.name(), doc.args().replaceFirst("^, ", ""), doc.text()))
            .toList();
    assertEquals(
        known.stream().map(Doc::toString).collect(Collectors.joining("\n")),
        lines.stream().map(Doc::toString).collect(Collectors.joining("\n")));
  }

  @Test
  void everyFormHasItsLineAndAnExample() throws IOException {
    Set<String> known = new TreeSet<>(SpecialForms.names());
    known.remove("def");
    assertEquals(
        known,
        FORM.matcher(page())
            .results()
            .map(line -> line.group(1))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyExampleGivesWhatThePageSaysHereAndInClojure() throws IOException {
    List<String> wrong = new ArrayList<>();
    Matcher examples = EXAMPLE.matcher(page());
    while (examples.find()) {
      Verdict verdict = Verdict.on(examples.group(1));
      String answer = verdict.value().map(EdnPrinter::toString).orElse(verdict.error());
      if (!answer.equals(examples.group(2)) || verdict.differs()) {
        wrong.add(verdict.toString());
      }
    }
    assertEquals(List.of(), wrong);
  }
}
