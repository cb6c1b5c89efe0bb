package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of {@code docs/supervision.md} is a test, and every test a row. */
class SupervisionPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)\\| `(\\w+)` \\|$");

  @Test
  void everyRowIsATestAndEveryTestARow() throws IOException {
    String page = Files.readString(Path.of("docs/supervision.md"));
    Set<String> rows =
        ROW.matcher(page)
            .results()
            .map(r -> r.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> tests =
        Stream.of(SupervisionTest.class, SupervisionEndsTest.class)
            .flatMap(c -> Stream.of(c.getDeclaredMethods()))
            .filter(m -> m.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(tests, rows);
  }
}
