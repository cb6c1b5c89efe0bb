package jellybean.shell;

/** How a terminal emphasises; {@link #PLAIN} writes no escape sequence at all. */
enum Style {
  PLAIN("", ""),
  COLOUR("\u001b[1m", "\u001b[31m");

  private static final String RESET = "\u001b[0m";

  private final String bold;
  private final String red;

  Style(String bold, String red) {
    this.bold = bold;
    this.red = red;
  }

  String title(String text) {
    return wrap(bold, text);
  }

  String fault(String text) {
    return wrap(red, text);
  }

  private static String wrap(String escape, String text) {
    return escape.isEmpty() ? text : escape + text + RESET;
  }

  /**
   * {@code text} with every control character but the line feed shown as {@code \}{@code uXXXX}, so
   * that no state of an actor can command the operator's terminal.
   */
  static String harmless(String text) {
    if (text.chars().noneMatch(Style::commands)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (commands(c)) {
      out.append(String.format("\\u%04x", c));
    } else {
      out.append((char) c);
    }
  }

  /** C0 and C1 controls, and the marks that reorder text (Unicode TR 9). */
  private static boolean commands(int c) {
    boolean control = Character.isISOControl(c) && c != '\n';
    boolean reorders = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return control || reorders;
  }
}
