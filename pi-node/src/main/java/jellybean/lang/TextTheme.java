package jellybean.lang;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import jellybean.edn.Bool;
import jellybean.edn.Char;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Strings, without regular expressions; what is in {@code clojure.string} begins with str/. */
final class TextTheme implements Theme {

  private interface Test {
    boolean holds(Machine m, String text, String part);
  }

  @Override
  public String table() {
    return """
    str | values… | The values as one string; nil gives nothing.
    pr-str | values… | The values as they would be read, with spaces between them.
    prn-str | values… | The same and a line end.
    print-str | values… | The same, but strings and characters as they are, without quotes.
    println-str | values… | The same and a line end.
    subs | text from, text from to | The part from one index to before another.
    char | x | A character by its number.
    str/blank? | text | Whether it is nil, empty or only whitespace.
    str/capitalize | text | The first letter in upper case, the others in lower case.
    str/ends-with? | text part | Whether it ends with the part.
    str/escape | text map | With characters replaced by what the map or function gives.
    str/includes? | text part | Whether the part is in it.
    str/index-of | text part, text part from | Where the part first is, else nil.
    str/join | coll, separator coll | The elements as one string, with the separator between.
    str/last-index-of | text part, text part from | Where the part last is, else nil.
    str/lower-case | text | In lower case.
    str/replace | text part by | Every part replaced; both are strings or both characters.
    str/replace-first | text part by | The first part replaced.
    str/reverse | text | Last character first.
    str/split-lines | text | A vector of the lines.
    str/starts-with? | text part | Whether it starts with the part.
    str/trim | text | Without whitespace at both ends.
    str/trim-newline | text | Without line ends at the end.
    str/triml | text | Without whitespace at the start.
    str/trimr | text | Without whitespace at the end.
    str/upper-case | text | In upper case.
    jelly/words | text | A vector of the runs of letters and digits.
    jelly/split | text separators | A vector of the non-empty parts between these characters.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "str" ->
          make.on0(_ -> new Text("")).on1((m, x) -> joined(m, x)).onMore(2, TextTheme::joined);
      case "pr-str" -> printed(make, Printed::readable, "");
      case "prn-str" -> printed(make, Printed::readable, "\n");
      case "print-str" -> printed(make, Printed::unquoted, "");
      case "println-str" -> printed(make, Printed::unquoted, "\n");
      case "subs" ->
          make.on2((m, s, from) -> subs(m, s, from, Int.of(Args.text(s).length())))
              .on3(TextTheme::subs);
      case "char" -> make.on1(TextTheme::character);
      case "str/blank?" ->
          make.on1((m, s) -> Bool.of(!Node.isTrue(s) || Texts.isBlank(Texts.paid(m, s))));
      case "str/capitalize" -> anyText(make, Texts::capitalize);
      case "str/lower-case" -> anyText(make, s -> s.toLowerCase(Locale.ROOT));
      case "str/upper-case" -> anyText(make, s -> s.toUpperCase(Locale.ROOT));
      case "str/reverse" -> text(make, s -> new StringBuilder(s).reverse().toString());
      case "str/trim" -> text(make, s -> Texts.trimStart(Texts.trimEnd(s)));
      case "str/triml" -> text(make, Texts::trimStart);
      case "str/trimr" -> text(make, Texts::trimEnd);
      case "str/trim-newline" -> text(make, Texts::trimNewline);
      case "str/ends-with?" -> holds(make, (_, s, part) -> s.endsWith(part));
      case "str/starts-with?" -> holds(make, (_, s, part) -> s.startsWith(part));
      case "str/includes?" ->
          holds(make, (m, s, part) -> Search.first(m, part).in(s, 0) != Search.ABSENT);
      default -> more(name, make);
    };
  }

  private static Builtin.Maker more(String name, Builtin.Maker make) {
    return switch (name) {
      case "str/index-of" ->
          make.on2((m, s, part) -> indexOf(m, s, part, Int.of(0))).on3(TextTheme::indexOf);
      case "str/last-index-of" ->
          make.on2((m, s, part) -> lastIndexOf(m, s, part, Int.of(Integer.MAX_VALUE)))
              .on3(TextTheme::lastIndexOf);
      case "str/escape" -> make.callingBack().on2(TextTheme::escape);
      case "str/join" ->
          make.on1((m, coll) -> joined(m, Seqs.array(m, coll)))
              .on2((m, separator, coll) -> joinedBy(m, separator, Seqs.array(m, coll)));
      case "str/replace" -> make.on3(TextTheme::replace);
      case "str/replace-first" -> make.on3(TextTheme::replaceFirst);
      case "str/split-lines" -> make.on1((m, s) -> Texts.lines(m, Texts.paid(m, s)));
      case "jelly/words" -> make.on1((m, s) -> Texts.words(m, Texts.paid(m, s)));
      case "jelly/split" ->
          make.on2((m, s, separators) -> Texts.split(m, Texts.paid(m, s), Args.text(separators)));
      default -> throw Theme.unlinked(name);
    };
  }

  private static Builtin.Maker text(Builtin.Maker make, UnaryOperator<String> op) {
    return make.on1((m, s) -> m.bounded(new Text(op.apply(Texts.paid(m, s)))));
  }

  /** For functions that Clojure lets work on the text of any value but nil. */
  private static Builtin.Maker anyText(Builtin.Maker make, UnaryOperator<String> op) {
    return make.on1((m, x) -> m.bounded(new Text(op.apply(Texts.ofAny(m, x)))));
  }

  private static Builtin.Maker holds(Builtin.Maker make, Test test) {
    return make.on2((m, s, part) -> Bool.of(test.holds(m, Texts.ofAny(m, s), Args.text(part))));
  }

  private static Value joined(Machine m, Value... values) {
    Texts.Joiner joiner = new Texts.Joiner(m);
    for (Value value : values) {
      joiner.add(value);
    }
    return joiner.text();
  }

  private static Value joinedBy(Machine m, Value separator, Value[] values) {
    Texts.Joiner joiner = new Texts.Joiner(m);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        joiner.add(separator);
      }
      joiner.add(values[i]);
    }
    return joiner.text();
  }

  private static Builtin.Maker printed(
      Builtin.Maker make, Function<Value, String> print, String end) {
    return make.onMore(0, (m, values) -> printed(m, values, print, end));
  }

  private static Value printed(
      Machine m, Value[] values, Function<Value, String> print, String end) {
    Texts.Joiner joiner = new Texts.Joiner(m);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        joiner.append(" ");
      }
      joiner.add(values[i], print);
    }
    joiner.append(end);
    return joiner.text();
  }

  private static Value subs(Machine m, Value s, Value from, Value to) {
    String text = Args.text(s);
    int start = Args.intOf(m, from);
    int end = Args.intOf(m, to);
    if (start < 0 || end < start || end > text.length()) {
      throw LangError.expected(
          "0 <= from <= to <= " + text.length(), EdnVector.of(Int.of(start), Int.of(end)));
    }
    m.chargeBytes(end - start);
    return new Text(text.substring(start, end));
  }

  private static Value character(Machine m, Value x) {
    if (x instanceof Char) {
      return x;
    }
    long number = Args.longOf(m, x);
    if (number < Character.MIN_VALUE || number > Character.MAX_VALUE) {
      throw LangError.expected("a number from 0 to 65535", x);
    }
    return new Char((char) number);
  }

  private static String part(Value value) {
    return value instanceof Char c ? String.valueOf(c.value()) : Args.text(value);
  }

  /** A number of 64 bits cut to its lowest 32, as Clojure does here. */
  private static int truncated(Machine m, Value from) {
    return (int) Args.longOf(m, Args.num(from));
  }

  private static Value indexOf(Machine m, Value s, Value part, Value from) {
    String text = Texts.ofAny(m, s);
    int start = Math.clamp(truncated(m, from), 0, text.length());
    int found = Search.first(m, part(part)).in(text, start);
    return found < 0 ? Nil.NIL : Int.of(found);
  }

  private static Value lastIndexOf(Machine m, Value s, Value part, Value from) {
    int found = Search.last(m, Texts.ofAny(m, s), part(part), truncated(m, from));
    return found < 0 ? Nil.NIL : Int.of(found);
  }

  private static Value escape(Machine m, Value s, Value by) {
    Texts.Joiner joiner = new Texts.Joiner(m);
    for (Value c : Seqs.each(new Text(Args.text(s)))) {
      Value escaped = Apply.call1(m, by, c);
      joiner.add(Node.isTrue(escaped) ? escaped : c);
    }
    return joiner.text();
  }

  private static Value replace(Machine m, Value s, Value part, Value by) {
    return Texts.replace(m, Texts.ofAny(m, s), sameKind(part, by), part(by));
  }

  private static Value replaceFirst(Machine m, Value s, Value part, Value by) {
    String text = Texts.ofAny(m, s);
    String old = part(part);
    String fresh = part instanceof Char ? Printed.plain(by) : Texts.ofAny(m, by);
    int at = Search.first(m, old).in(text, 0);
    return at == Search.ABSENT
        ? new Text(text)
        : joined(
            m,
            new Text(text.substring(0, at)),
            new Text(fresh),
            new Text(text.substring(at + old.length())));
  }

  /** What to look for; it and its replacement are both strings or both characters. */
  private static String sameKind(Value part, Value by) {
    if (part instanceof Char != by instanceof Char) {
      throw LangError.expected(part instanceof Char ? "a character" : "a string", by);
    }
    return part(part);
  }
}
