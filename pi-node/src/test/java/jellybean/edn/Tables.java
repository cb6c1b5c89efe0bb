package jellybean.edn;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tables of test cases in text blocks, whose cells may hold any character of EDN but a bar. */
final class Tables {
  private Tables() {}

  static Stream<Arguments> rows(String table) {
    return table
        .lines()
        .map(line -> Arguments.of(Arrays.stream(line.split("\\|")).map(String::strip).toArray()));
  }
}
