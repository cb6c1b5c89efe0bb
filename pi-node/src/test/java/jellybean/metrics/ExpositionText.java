package jellybean.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus would read, by the rules of its text format 0.0.4 and of OpenMetrics 1.0, without
 * mercy.
 */
public final class ExpositionText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE|UNIT) (" + NAME + ") (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? ([^ ]+)( [0-9.]+)?");
  private static final Pattern LABEL =
      Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\n\"])*)\"(?:,|$)");
  private static final Set<String> TYPES = Set.of("counter", "gauge");

  private final boolean isOpenMetrics;
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> finished = new HashSet<>();
  private String family = "";

  private ExpositionText(boolean isOpenMetrics) {
    this.isOpenMetrics = isOpenMetrics;
  }

  /** Text format 0.0.4. */
  public static ExpositionText prometheus(String text) {
    return new ExpositionText(false).read(text);
  }

  /** OpenMetrics 1.0. */
  public static ExpositionText openMetrics(String text) {
    return new ExpositionText(true).read(text);
  }

  private ExpositionText read(String text) {
    require(text.endsWith(isOpenMetrics ? "# EOF\n" : "\n"), "the end", text);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    lines.removeLast();
    if (isOpenMetrics) {
      lines.removeLast();
    }
    for (String line : lines) {
      Matcher comment = COMMENT.matcher(line);
      if (line.startsWith("#")) {
        require(comment.matches(), "a comment", line);
        comment(comment.group(1), comment.group(2), comment.group(3), line);
      } else {
        sample(line);
      }
    }
    for (String each : types.keySet()) {
      require(helps.containsKey(each), "a help for each type", each);
    }
    return this;
  }

  private void comment(String kind, String name, String text, String line) {
    begin(name, line);
    if (kind.equals("TYPE")) {
      require(TYPES.contains(text), "a type", line);
      require(types.put(name, text) == null, "one type", line);
    } else if (kind.equals("HELP")) {
      require(!text.isBlank(), "a help", line);
      require(helps.put(name, text) == null, "one help", line);
    }
  }

  /** All lines of a family stand together. */
  private void begin(String name, String line) {
    if (!name.equals(family)) {
      finished.add(family);
      require(!finished.contains(name), "all lines of a family together", line);
      family = name;
    }
  }

  private void sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    require(matcher.matches(), "a sample", line);
    String name = matcher.group(1);
    String type = types.get(family);
    require(type != null, "a type before the samples", line);
    boolean isCounter = "counter".equals(type);
    String expected = isCounter && isOpenMetrics ? family + "_total" : family;
    require(name.equals(expected), "a sample of " + family, line);
    require(isCounter == name.endsWith("_total"), "the name of a " + type, line);
    String labels = matcher.group(2) == null ? "" : "{" + labels(matcher.group(2), line) + "}";
    double value = Double.parseDouble(matcher.group(3));
    require(!isCounter || value >= 0, "a counter from 0", line);
    require(samples.put(name + labels, value) == null, "each sample once", line);
  }

  private static String labels(String text, String line) {
    Matcher label = LABEL.matcher(text);
    int end = 0;
    List<String> found = new ArrayList<>();
    while (label.find()) {
      found.add(label.group(1) + "=" + label.group(2));
      end = label.end();
    }
    require(end == text.length() && !found.isEmpty(), "labels", line);
    return String.join(",", found);
  }

  private static void require(boolean holds, String what, String found) {
    if (!holds) {
      throw new AssertionError("expected " + what + ", found: " + found);
    }
  }

  /** By name and, in braces, label: {@code a_total{reason=late}}. */
  public Map<String, Double> samples() {
    return samples;
  }

  /** By the name of the family. */
  public Map<String, String> types() {
    return types;
  }

  public Map<String, String> helps() {
    return helps;
  }
}
