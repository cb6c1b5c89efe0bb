package jellybean.lang;

import clojure.java.api.Clojure;
import clojure.lang.BigInt;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.PersistentTreeMap;
import clojure.lang.PersistentTreeSet;
import clojure.lang.RT;
import clojure.lang.Var;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jellybean.edn.Bool;
import jellybean.edn.Char;
import jellybean.edn.Decimal;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Uuid;
import jellybean.edn.Value;

/** Real Clojure, asked for its opinion of a program. */
final class Oracle {

  /** What became of a program. */
  sealed interface Outcome {}

  /** It has a value that the language has too. */
  record Answered(Value value) implements Outcome {}

  /** It failed. */
  record Failed(String message) implements Outcome {}

  /** Its value is of a kind that the language does not have. */
  record Unknown(String what) implements Outcome {}

  /** The tags under which sorted maps and sets appear, with their entries and elements in order. */
  static final Symbol MAP = Symbol.of("clojure/sorted-map");

  static final Symbol SET = Symbol.of("clojure/sorted-set");

  private static final Oracle INSTANCE = new Oracle();

  private final IFn eval = Clojure.var("clojure.core", "eval");
  private final Var namespace;
  private final Object oracleSpace;

  private Oracle() {
    IFn read = Clojure.var("clojure.core", "read");
    namespace = (Var) Clojure.var("clojure.core", "*ns*");
    Object eof = new Object();
    Var.pushThreadBindings(RT.map(namespace, namespace.deref()));
    try (PushbackReader reader = new PushbackReader(new StringReader(setup()))) {
      for (Object form = next(read, reader, eof); form != eof; form = next(read, reader, eof)) {
        eval.invoke(form);
      }
      oracleSpace = namespace.deref();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Var.popThreadBindings();
    }
  }

  private static Object next(IFn read, PushbackReader reader, Object eof) {
    return read.invoke(reader, false, eof);
  }

  private static String setup() {
    try (InputStream in = Oracle.class.getResourceAsStream("/lang/oracle.clj")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome ask(String program) {
    return INSTANCE.outcome(program);
  }

  private Outcome outcome(String program) {
    Var.pushThreadBindings(RT.map(namespace, oracleSpace));
    try {
      return new Answered(toValue(eval.invoke(RT.readString(program))));
    } catch (UnknownKind e) {
      return new Unknown(e.getMessage());
    } catch (Exception | StackOverflowError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new Failed(cause.toString());
    } finally {
      Var.popThreadBindings();
    }
  }

  private static final class UnknownKind extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownKind(Object value) {
      super(value.getClass().getName());
    }
  }

  private static Value toValue(Object value) {
    return switch (value) {
      case null -> Nil.NIL;
      case Boolean b -> Bool.of(b);
      case Number number -> number(number);
      case String s -> new Text(s);
      case Character c -> new Char(c);
      case clojure.lang.Keyword k -> Keyword.of(k.toString().substring(1));
      case clojure.lang.Symbol s -> Symbol.of(s.toString());
      case UUID uuid -> new Uuid(uuid);
      case Date date -> new Inst(date.toInstant());
      case PersistentTreeMap map -> sorted(MAP, map);
      case PersistentTreeSet set -> sorted(SET, set);
      case IPersistentMap map -> map(map);
      case IPersistentSet set -> EdnSet.copyOf(elements(set));
      case IPersistentVector vector -> EdnVector.of(elements(vector));
      case ISeq seq -> EdnList.of(elements(seq));
      default -> throw new UnknownKind(value);
    };
  }

  private static Num number(Number number) {
    return switch (number) {
      case Long l -> Int.of(l);
      case Integer i -> Int.of(i);
      case Double d -> Real.of(d);
      case BigInt big -> new jellybean.edn.BigInt(big.toBigInteger());
      case BigInteger big -> new jellybean.edn.BigInt(big);
      case BigDecimal decimal -> new Decimal(decimal);
      default -> throw new UnknownKind(number);
    };
  }

  /** Its order is that of a vector, since what has a comparator of Clojure is not data here. */
  private static Tagged sorted(Symbol tag, Object coll) {
    return new Tagged(tag, EdnVector.of(elements(coll)));
  }

  private static List<Value> elements(Object coll) {
    List<Value> values = new ArrayList<>();
    for (Object element : (Iterable<?>) coll) {
      values.add(toValue(element));
    }
    return values;
  }

  private static EdnMap map(IPersistentMap map) {
    EdnMap.Builder builder = EdnMap.builder();
    for (Object entry : map) {
      Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
      builder.put(toValue(pair.getKey()), toValue(pair.getValue()));
    }
    return builder.build();
  }
}
