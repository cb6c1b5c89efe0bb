package jellybean.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows where in a text something is wrong: its line, and a caret below the place. */
final class Caret {
  /** Of a line; more does not fit a screen. */
  static final int MAX_CHARS = 100;

  private static final Pattern PLACE = Pattern.compile(":(\\d+):(\\d+)$");
  private static final String INDENT = "  ";

  private Caret() {}

  /**
   * @param place {@code name:line:column}
   * @return two lines; empty if there is no such place in what was read
   */
  static Optional<String> at(String place, Listened text) {
    Matcher matcher = PLACE.matcher(place);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int column = Integer.parseInt(matcher.group(2));
    return text.line(Integer.parseInt(matcher.group(1)))
        .filter(line -> column >= 1 && column <= line.length() + 1)
        .map(line -> shown(line, column - 1));
  }

  private static String shown(String line, int at) {
    int from = Math.max(0, Math.min(at - MAX_CHARS / 2, line.length() - MAX_CHARS));
    int to = Math.min(line.length(), from + MAX_CHARS);
    String before = from > 0 ? "…" : "";
    String behind = to < line.length() ? "…" : "";
    String part = line.substring(from, to).replaceAll("\\p{Cntrl}", " ");
    return INDENT
        + before
        + part
        + behind
        + "\n"
        + INDENT
        + " ".repeat(before.length() + at - from)
        + "^";
  }
}
