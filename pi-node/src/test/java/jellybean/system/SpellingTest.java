package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    ":chidren, ', did you mean :children?'",
    ":childern, ', did you mean :children?'",
    ":sats, ', did you mean :says?'",
    ":no, ''",
    ":say, ', did you mean :says?'",
    ":something, ''",
    ":on, ''",
  })
  void theNearestNameIsGuessedIfOneIsNear(String found, String hint) {
    assertEquals(hint, Spelling.hint(found, List.of(":on", ":says", ":state", ":children")));
  }

  @ParameterizedTest
  @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "'', abc, 3", "kitten, sitting, 3"})
  void distanceCountsSlips(String a, String b, int distance) {
    assertEquals(distance, Spelling.distance(a, b));
    assertEquals(distance, Spelling.distance(b, a));
  }
}
