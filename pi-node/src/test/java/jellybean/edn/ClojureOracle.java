package jellybean.edn;

import clojure.java.api.Clojure;
import clojure.lang.BigInt;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.PersistentHashMap;
import clojure.lang.Sequential;
import clojure.lang.TaggedLiteral;
import java.io.PushbackReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Real Clojure, asked what it reads and what it holds for equal. */
final class ClojureOracle {
  private static final IFn EQUAL;
  private static final IFn READ;
  private static final IFn PRINT;
  private static final Object OPTIONS;
  private static final Object END = new Object();

  static {
    Clojure.var("clojure.core", "require").invoke(Clojure.read("clojure.edn"));
    EQUAL = Clojure.var("clojure.core", "=");
    READ = Clojure.var("clojure.edn", "read");
    PRINT = Clojure.var("clojure.core", "pr-str");
    OPTIONS =
        PersistentHashMap.create(
            clojure.lang.Keyword.intern("eof"),
            END,
            clojure.lang.Keyword.intern("default"),
            Clojure.var("clojure.core", "tagged-literal"));
  }

  private ClojureOracle() {}

  /**
   * What a text gave.
   *
   * @param forms the values before the fault
   * @param fault empty if there was none
   */
  record Answer(List<Object> forms, String fault) {}

  static Answer readAll(String text) {
    List<Object> forms = new ArrayList<>();
    PushbackReader in = new PushbackReader(new StringReader(text), 2);
    try {
      for (Object form = READ.invoke(OPTIONS, in); form != END; form = READ.invoke(OPTIONS, in)) {
        forms.add(form == null ? Nil.NIL : form);
      }
      return new Answer(forms, "");
    } catch (RuntimeException e) {
      return new Answer(forms, "rejected: " + e.getMessage());
    }
  }

  static boolean equal(Object left, Object right) {
    return (Boolean) EQUAL.invoke(left, right);
  }

  static String print(Object form) {
    return (String) PRINT.invoke(form);
  }

  /** The same value in our types. */
  static Value toValue(Object form) {
    return switch (form) {
      case null -> Nil.NIL;
      case Nil nil -> nil;
      case Boolean b -> Bool.of(b);
      case Long n -> Int.of(n);
      case BigInt n -> new jellybean.edn.BigInt(n.toBigInteger());
      case Double d -> Real.of(d);
      case BigDecimal d -> new Decimal(d);
      case String s -> Text.of(s);
      case Character c -> new Char(c);
      case clojure.lang.Keyword k -> Keyword.of(k.toString().substring(1));
      case clojure.lang.Symbol s -> Symbol.of(s.toString());
      case Date d -> new Inst(Instant.ofEpochMilli(d.getTime()));
      case UUID u -> new Uuid(u);
      case TaggedLiteral t when t.tag.toString().equals("jelly/bytes") ->
          Bytes.of(Base64.getDecoder().decode((String) t.form));
      case TaggedLiteral t when t.tag.toString().equals("jelly/sorted-map") ->
          SortedMap.copyOf((EdnMap) toValue(t.form));
      case TaggedLiteral t when t.tag.toString().equals("jelly/sorted-set") ->
          EdnSet.sortedCopyOf((EdnSet) toValue(t.form));
      case TaggedLiteral t -> new Tagged(Symbol.of(t.tag.toString()), toValue(t.form));
      case IPersistentVector v -> EdnVector.of(values((Iterable<?>) v));
      case IPersistentSet s -> EdnSet.copyOf(values((Iterable<?>) s));
      case IPersistentMap m -> map((Map<?, ?>) m);
      case Sequential s -> EdnList.of(values((Iterable<?>) s));
      default -> throw new IllegalArgumentException("no EDN: " + form.getClass());
    };
  }

  private static List<Value> values(Iterable<?> forms) {
    List<Value> values = new ArrayList<>();
    forms.forEach(form -> values.add(toValue(form)));
    return values;
  }

  private static EdnMap map(Map<?, ?> forms) {
    EdnMap.Builder builder = EdnMap.builder();
    forms.forEach((key, value) -> builder.put(toValue(key), toValue(value)));
    return builder.build();
  }
}
