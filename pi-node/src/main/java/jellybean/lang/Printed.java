package jellybean.lang;

import java.util.Iterator;
import jellybean.edn.BigInt;
import jellybean.edn.Char;
import jellybean.edn.Coll;
import jellybean.edn.Decimal;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Opaque;
import jellybean.edn.Real;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Uuid;
import jellybean.edn.Value;

/**
 * Values as texts, the way Clojure's {@code str} and {@code pr-str} write them: entries of maps
 * have commas between them, unlike in the printed form of messages.
 */
final class Printed {

  private final StringBuilder out = new StringBuilder();
  private final boolean quoting;

  private Printed(boolean quoting) {
    this.quoting = quoting;
  }

  /** {@code pr-str} of one value. Functions appear as {@code #jelly/fn name}. */
  static String readable(Value value) {
    Printed printed = new Printed(true);
    printed.value(value);
    return printed.out.toString();
  }

  /** {@code print-str} of one value: strings and characters in it as they are. */
  static String unquoted(Value value) {
    Printed printed = new Printed(false);
    printed.value(value);
    return printed.out.toString();
  }

  /** {@code str} of one value. */
  static String plain(Value value) {
    return switch (value) {
      case Nil _ -> "";
      case Text text -> text.value();
      case Char c -> String.valueOf(c.value());
      case BigInt big -> big.value().toString();
      case Decimal decimal -> decimal.value().toString();
      case Real real -> Double.toString(real.value());
      case Keyword keyword -> keyword.toString();
      case Uuid uuid -> uuid.value().toString();
      case Inst _, Coll _, Tagged _, Opaque _ -> readable(value);
      default -> value.toString();
    };
  }

  private void value(Value value) {
    switch (value) {
      case EdnMap map -> map(map);
      case EdnList list -> elements("(", list, ")");
      case EdnVector vector -> elements("[", vector, "]");
      case EdnSet set -> elements("#{", set, "}");
      case Tagged tagged -> {
        out.append('#').append(tagged.tag()).append(' ');
        value(tagged.value());
      }
      case Text text when quoting -> quoted(text.value());
      case Text text -> out.append(text.value());
      case Char c when !quoting -> out.append(c.value());
      default -> out.append(value);
    }
  }

  private void map(EdnMap map) {
    out.append('{');
    String separator = "";
    for (EdnMap.Entry entry : map.entries()) {
      out.append(separator);
      value(entry.key());
      out.append(' ');
      value(entry.value());
      separator = ", ";
    }
    out.append('}');
  }

  private void elements(String open, Iterable<Value> elements, String close) {
    out.append(open);
    for (Iterator<Value> each = elements.iterator(); each.hasNext(); ) {
      value(each.next());
      if (each.hasNext()) {
        out.append(' ');
      }
    }
    out.append(close);
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> out.append(c);
      }
    }
    out.append('"');
  }
}
