package jellybean.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** What the demo must find, counted without any actor. */
final class PlainCount {
  private static final int TOP = 10;

  private PlainCount() {}

  /** As {@code tr A-Z a-z | tr -cs a-z '\n' | sort | uniq -c | sort -k1,1nr -k2 | head} counts. */
  static Value top(Path text) throws IOException {
    Map<String, Long> counts =
        Arrays.stream(Files.readString(text, UTF_8).split("[^A-Za-z]+", -1))
            .filter(word -> !word.isEmpty())
            .map(PlainCount::lower)
            .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
    Comparator<Map.Entry<String, Long>> most =
        Map.Entry.comparingByValue(Comparator.reverseOrder());
    return EdnVector.of(
        counts.entrySet().stream()
            .sorted(most.thenComparing(Map.Entry.comparingByKey()))
            .limit(TOP)
            .map(e -> EdnVector.of(new Text(e.getKey()), Int.of(e.getValue())))
            .toList());
  }

  private static String lower(String word) {
    return word.chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
