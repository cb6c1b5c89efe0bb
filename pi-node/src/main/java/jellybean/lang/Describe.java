package jellybean.lang;

import java.util.List;
import jellybean.edn.Bool;
import jellybean.edn.Bytes;
import jellybean.edn.Char;
import jellybean.edn.Coll;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Opaque;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Uuid;
import jellybean.edn.Value;

/** Values in messages: themselves if they are short, otherwise what kind they are. */
final class Describe {

  private static final int SHOWN_BYTES = 2_000;
  private static final int SHOWN_CHARS = 80;
  private static final Symbol ELLIPSIS = Symbol.of("...");

  private Describe() {}

  /** A value for a sentence. */
  static String text(Value value) {
    if (value instanceof Fn fn) {
      return "the function " + fn.name();
    }
    if (isShort(value)) {
      String printed = Printed.readable(value);
      if (printed.length() <= SHOWN_CHARS) {
        return printed;
      }
    }
    return kind(value);
  }

  /** A value for an error value: itself if it is short and has an EDN form, otherwise a text. */
  static Value shown(Value value) {
    return isShort(value) && hasEdnForm(value) ? value : new Text(text(value));
  }

  /** A form for an error value: itself if it is short, otherwise what it begins with. */
  static Value form(Value form) {
    if (isShort(form)) {
      return form;
    }
    return form instanceof EdnList list && list.first() instanceof Symbol head
        ? EdnList.of(List.of(head, ELLIPSIS))
        : new Text(kind(form));
  }

  private static boolean isShort(Value value) {
    return value.weightBytes() <= SHOWN_BYTES && value.depth() <= EdnLimits.DEPTH;
  }

  /** Whether there is a function in it. */
  static boolean holdsOpaque(Value value) {
    return holdsOpaque(value, false);
  }

  /** Whether it can be written as EDN: no function is in it, and none sorts a part of it. */
  static boolean hasEdnForm(Value value) {
    return !holdsOpaque(value, true);
  }

  private static boolean holdsOpaque(Value value, boolean orOrder) {
    return switch (value) {
      case Opaque _ -> true;
      case Tagged tagged -> holdsOpaque(tagged.value(), orOrder);
      case Coll coll -> {
        if (orOrder && coll.isSortedByFunction()) {
          yield true;
        }
        for (Value element : coll) {
          if (holdsOpaque(element, orOrder)) {
            yield true;
          }
        }
        yield false;
      }
      default -> false;
    };
  }

  /** What kind of value it is, with an article. */
  static String kind(Value value) {
    return switch (value) {
      case Nil _ -> "nil";
      case Bool _ -> "a boolean";
      case Num _ -> "a number";
      case Text text -> "a string of " + text.value().length() + " characters";
      case Char _ -> "a character";
      case Keyword _ -> "a keyword";
      case Symbol _ -> "a symbol";
      case EdnVector v -> "a vector of " + count(v.size(), "element");
      case EdnList l -> "a list of " + count(l.size(), "element");
      case EdnSet s -> sorted(s, "set of " + count(s.size(), "element"));
      case EdnMap map ->
          sorted(map, "map of " + (map.size() == 1 ? "1 entry" : map.size() + " entries"));
      case Inst _ -> "an instant";
      case Uuid _ -> "a UUID";
      case Bytes _ -> "bytes";
      case Tagged tagged -> "a value tagged #" + tagged.tag();
      case Fn fn -> "the function " + fn.name();
      case Opaque _ -> "an internal value";
    };
  }

  private static String sorted(Coll coll, String text) {
    return (coll.isSorted() ? "a sorted " : "a ")
        + text
        + (coll.isSortedByFunction() ? " in the order of a function" : "");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
