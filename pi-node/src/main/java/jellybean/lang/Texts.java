package jellybean.lang;

import java.util.Locale;
import java.util.function.Function;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Work on strings that costs as much as they are long. */
final class Texts {

  private Texts() {}

  /** A string argument, paid for as if it were read once. */
  static String paid(Machine m, Value value) {
    String text = Args.text(value);
    m.chargeBytes(text.length());
    return text;
  }

  /** The text of any value but nil, as {@code str} gives it. */
  static String ofAny(Machine m, Value value) {
    if (value instanceof Text) {
      return paid(m, value);
    }
    if (Args.isNil(value)) {
      throw LangError.expected("a string", value);
    }
    Joiner joiner = new Joiner(m);
    joiner.add(value);
    return joiner.text().value();
  }

  /** Puts strings together within the bounds. */
  static final class Joiner {
    private final Machine machine;
    private final StringBuilder out = new StringBuilder();

    Joiner(Machine machine) {
      this.machine = machine;
    }

    /** As {@code str} writes it. */
    void add(Value value) {
      machine.charge(1);
      if (value instanceof Text text) {
        append(text.value());
        return;
      }
      check(value);
      append(Printed.plain(value));
    }

    /** As a function prints it. */
    void add(Value value, Function<Value, String> print) {
      machine.charge(1);
      check(value);
      append(print.apply(value));
    }

    private void check(Value value) {
      machine.chargeBytes(value.weightBytes());
      if (Describe.holdsOpaque(value)) {
        throw LangError.expected("values that can be printed", value);
      }
    }

    void append(String text) {
      machine.chargeBytes(text.length());
      machine.checkBytes((long) out.length() + text.length());
      out.append(text);
    }

    Text text() {
      return machine.bounded(new Text(out.toString()));
    }
  }

  static boolean isBlank(String text) {
    return trimStart(text).isEmpty();
  }

  static String trimStart(String text) {
    int from = 0;
    while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    return text.substring(from);
  }

  static String trimEnd(String text) {
    int to = text.length();
    while (to > 0 && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(0, to);
  }

  static String trimNewline(String text) {
    int to = text.length();
    while (to > 0 && (text.charAt(to - 1) == '\n' || text.charAt(to - 1) == '\r')) {
      to--;
    }
    return text.substring(0, to);
  }

  static String capitalize(String text) {
    return text.length() < 2
        ? text.toUpperCase(Locale.ROOT)
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  static Text replace(Machine m, String text, String part, String by) {
    Search search = Search.first(m, part);
    Joiner joiner = new Joiner(m);
    int from = 0;
    int at = search.in(text, 0);
    while (at != Search.ABSENT) {
      m.charge(1);
      joiner.append(text.substring(from, at));
      joiner.append(by);
      from = at + part.length();
      // An empty part is before every character and at the end.
      int next = Math.max(from, at + 1);
      at = next > text.length() ? Search.ABSENT : search.in(text, next);
    }
    joiner.append(text.substring(from));
    return joiner.text();
  }

  /** Lines end with a line feed, with or without a carriage return; empty ones at the end go. */
  static EdnVector lines(Machine m, String text) {
    Out out = new Out(m);
    int lastFilled = 0;
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf('\n', from);
      int next = end < 0 ? text.length() + 1 : end + 1;
      int to = end < 0 ? text.length() : end;
      if (end > from && text.charAt(end - 1) == '\r') {
        to--;
      }
      out.add(new Text(text.substring(from, to)));
      lastFilled = to > from ? out.size() : lastFilled;
      from = next;
    }
    boolean onlyEmpty = text.isEmpty();
    return out.vector().slice(0, onlyEmpty ? 1 : lastFilled);
  }

  static EdnVector words(Machine m, String text) {
    Out out = new Out(m);
    int from = -1;
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      boolean inWord = Character.isLetterOrDigit(point);
      if (inWord && from < 0) {
        from = at;
      } else if (!inWord && from >= 0) {
        out.add(new Text(text.substring(from, at)));
        from = -1;
      }
      at += Character.charCount(point);
    }
    if (from >= 0) {
      out.add(new Text(text.substring(from)));
    }
    return out.vector();
  }

  static EdnVector split(Machine m, String text, String separators) {
    m.charge((long) text.length() * separators.length() / Machine.BYTES_PER_FUEL);
    Out out = new Out(m);
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || separators.indexOf(text.charAt(at)) >= 0) {
        if (at > from) {
          out.add(new Text(text.substring(from, at)));
        }
        from = at + 1;
      }
    }
    return out.vector();
  }
}
