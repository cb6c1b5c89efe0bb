package jellybean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/security.md} names is there. */
class SecurityPageTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
  private static final List<Path> TESTS =
      List.of(Path.of("src/test/java"), Path.of("../provisioning/src/test/java"));

  private static List<Path> sources() throws IOException {
    try (Stream<Path> own = Files.walk(TESTS.get(0));
        Stream<Path> others = Files.walk(TESTS.get(1))) {
      return Stream.concat(own, others).filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static boolean isThere(MatchResult named, List<Path> sources) {
    return sources.stream()
        .filter(file -> file.getFileName().toString().equals(named.group(1) + ".java"))
        .anyMatch(file -> text(file).contains("void " + named.group(2) + "("));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyTestOnThePageIsThere() throws IOException {
    List<Path> sources = sources();
    List<MatchResult> named = NAMED.matcher(text(Path.of("docs/security.md"))).results().toList();
    assertTrue(named.size() > 40, "found " + named.size());
    Set<String> missing =
        named.stream()
            .filter(each -> !isThere(each, sources))
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }
}
