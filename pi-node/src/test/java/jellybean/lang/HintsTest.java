package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {

  @ParameterizedTest
  @CsvSource({
    "count, count, 0",
    "cuont, count, 1",
    "coun, count, 1",
    "counts, count, 1",
    "mpa, map, 1",
    "'', abc, 3",
    "kitten, sitting, 3"
  })
  void distanceCountsMistakes(String a, String b, int expected) {
    assertEquals(expected, Hints.distance(a, b));
  }

  @Test
  void onlyCloseNamesAreOffered() {
    Set<String> known = Set.of("update", "assoc", "x");
    assertEquals(", did you mean update?", Hints.forName("updaet", known));
    assertEquals("", Hints.forName("dissolve", known));
    assertEquals("", Hints.forName("y", known));
  }

  @Test
  void whatClojureHasAndThisHasNotIsExplained() {
    assertEquals(
        "test.edn:1:2: str/split is not part of the language:"
            + " there are no regular expressions: use jelly/split",
        Run.error("(str/split \"a b\" \" \")"));
    assertEquals(
        "test.edn:1:2: atom is not part of the language: state is what a behaviour returns",
        Run.error("(atom 1)"));
  }
}
