package jellybean.wire;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.BadNameException;
import jellybean.wire.FrameException.Fault;

/** Reads a map from the network strictly: each key of its type, and none besides. */
final class Fields {
  private static final int SHOWN_CHARS = 60;

  private final String what;
  private final EdnMap map;
  private int read;

  Fields(String what, Value value) {
    this.what = what;
    this.map = as(EdnMap.class, "a map", what, value);
  }

  /** Turns text into a name, or throws {@link BadNameException}. */
  interface Naming<T> {
    T of(String text);
  }

  Optional<Value> find(Keyword key) {
    Optional<Value> value = map.find(key);
    if (value.isPresent()) {
      read++;
    }
    return value;
  }

  Value get(Keyword key) {
    return find(key).orElseThrow(() -> malformed(what, "the key " + key, "only " + shown(map)));
  }

  // Where it is said is put together only for a fault: each envelope has a dozen of these.

  String text(Keyword key) {
    Value value = get(key);
    return value instanceof Text text
        ? text.value()
        : as(Text.class, "text", at(key), value).value();
  }

  Keyword keyword(Keyword key) {
    Value value = get(key);
    return value instanceof Keyword keyword
        ? keyword
        : as(Keyword.class, "a keyword", at(key), value);
  }

  long integer(Keyword key, long from, long to) {
    Value value = get(key);
    boolean isGood = value instanceof Int number && number.value() >= from && number.value() <= to;
    return isGood ? ((Int) value).value() : integer(at(key), value, from, to);
  }

  <T> T name(Keyword key, Naming<T> naming) {
    try {
      return naming.of(text(key));
    } catch (BadNameException e) {
      throw bad(at(key), e);
    }
  }

  EdnVector vector(Keyword key, int size) {
    return vector(at(key), get(key), size);
  }

  String at(Keyword key) {
    return what + " " + key;
  }

  /** To be called last: whatever was not asked for has no place here. */
  void end() {
    if (map.size() != read) {
      throw malformed(what, "only the keys that belong there", shown(map));
    }
  }

  static EdnVector vector(String what, Value value, int size) {
    EdnVector vector = as(EdnVector.class, "a vector", what, value);
    if (vector.size() != size) {
      throw malformed(what, "a vector of " + size, shown(value));
    }
    return vector;
  }

  static long integer(String what, Value value, long from, long to) {
    long number = as(Int.class, "an integer", what, value).value();
    if (number < from || number > to) {
      throw malformed(what, "an integer from " + from + " to " + to, shown(value));
    }
    return number;
  }

  static <T> T name(String what, Value value, Naming<T> naming) {
    try {
      return naming.of(as(Text.class, "text", what, value).value());
    } catch (BadNameException e) {
      throw bad(what, e);
    }
  }

  private static FrameException bad(String what, BadNameException e) {
    return new FrameException(Fault.MALFORMED, "bad " + what + ": " + e.getMessage());
  }

  static <T extends Value> T as(Class<T> type, String expected, String what, Value value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw malformed(what, expected, shown(value));
  }

  static FrameException malformed(String what, String expected, String found) {
    return new FrameException(
        Fault.MALFORMED, "bad " + what + ": expected " + expected + ", found " + found);
  }

  static String shown(Value value) {
    String text = value.toString();
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + " …";
  }
}
