package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jellybean.edn.Keyword;
import org.junit.jupiter.api.Test;

/** {@code docs/documents.md} says what is so. */
class DocumentsPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("```edn\n(.*?)```", Pattern.DOTALL);

  private static String page() throws IOException {
    return Files.readString(Path.of("docs", "documents.md"));
  }

  @Test
  void itsExamplesHaveNoFaults() throws IOException {
    List<String> examples =
        EXAMPLE.matcher(page()).results().map((MatchResult r) -> r.group(1)).toList();
    assertEquals(5, examples.size());
    for (String example : examples) {
      Bundle bundle =
          Bundle.collect(
              "example.edn",
              name ->
                  name.equals("example.edn")
                      ? Optional.of(example.getBytes(StandardCharsets.UTF_8))
                      : Samples.example(name));
      assertEquals(List.of(), Samples.lines(Samples.check(bundle)), example);
    }
  }

  @Test
  void everyKeyIsDescribed() throws IOException {
    String page = page();
    Stream.of(
            Keys.OF_SUPERVISOR, Keys.OF_EMBEDDING, Keys.OF_ACTOR, Keys.OF_DEVICE, Keys.OF_TEMPLATE)
        .flatMap(java.util.Collection::stream)
        .map(Keyword::toString)
        .forEach(key -> assertTrue(page.contains(key), key));
  }
}
