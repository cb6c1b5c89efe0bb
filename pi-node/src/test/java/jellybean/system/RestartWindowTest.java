package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartWindowTest {
  @ParameterizedTest(name = "max {0} in {1} ms, restarts at {2}, now {3}: exceeded {4}")
  @CsvSource({
    "1, 5000, '',               1000, false",
    "1, 5000, '1000',           6000, true",
    "1, 5000, '1000',           6001, false",
    "2, 5000, '1000 2000',      3000, true",
    "2, 5000, '1000 2000',      6500, false",
    "0, 5000, '',               1000, true",
    // a clock that was set back does not hide a crash loop
    "1, 5000, '90000',          1000, true"
  })
  void moreThanMaxWithinTheWindowIsTooMany(
      int max, long withinMs, String earlier, long nowMs, boolean exceeded) {
    List<Long> times =
        Stream.of(earlier.split(" ")).filter(s -> !s.isEmpty()).map(Long::valueOf).toList();
    RestartWindow window = new RestartWindow(new Supervision.Intensity(max, withinMs), nowMs);
    assertEquals(exceeded, window.exceededBy(window.with(times)));
  }
}
