package jellybean.lang;

import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import jellybean.edn.BigInt;
import jellybean.edn.Bool;
import jellybean.edn.Bytes;
import jellybean.edn.Char;
import jellybean.edn.Coll;
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
import jellybean.edn.Sequential;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Uuid;
import jellybean.edn.Value;

/** What a value is. */
final class PredicateTheme implements Theme {

  @Override
  public String table() {
    return """
    nil? | x | Whether it is nil.
    some? | x | Whether it is not nil.
    true? | x | Whether it is true.
    false? | x | Whether it is false.
    not | x | true for nil and false, else false.
    boolean | x | false for nil and false, else true.
    any? | x | true.
    boolean? | x | Whether it is true or false.
    number? | x | Whether it is a number.
    integer? | x | Whether it is an integer of any size.
    int? | x | Whether it is a 64-bit integer.
    pos-int? | x | Whether it is a 64-bit integer above zero.
    neg-int? | x | Whether it is a 64-bit integer below zero.
    nat-int? | x | Whether it is a 64-bit integer not below zero.
    float? | x | Whether it is a double.
    double? | x | Whether it is a double.
    decimal? | x | Whether it is a decimal.
    rational? | x | Whether it is an exact number.
    zero? | number | Whether it is zero.
    pos? | number | Whether it is above zero.
    neg? | number | Whether it is below zero.
    even? | integer | Whether it is even.
    odd? | integer | Whether it is odd.
    NaN? | number | Whether it is not a number.
    infinite? | number | Whether it is an infinite double.
    string? | x | Whether it is a string.
    char? | x | Whether it is a character.
    keyword? | x | Whether it is a keyword.
    symbol? | x | Whether it is a symbol.
    ident? | x | Whether it is a keyword or symbol.
    simple-keyword? | x | Whether it is a keyword without a namespace.
    qualified-keyword? | x | Whether it is a keyword with a namespace.
    simple-symbol? | x | Whether it is a symbol without a namespace.
    qualified-symbol? | x | Whether it is a symbol with a namespace.
    simple-ident? | x | Whether it is a keyword or symbol without a namespace.
    qualified-ident? | x | Whether it is a keyword or symbol with a namespace.
    map? | x | Whether it is a map.
    vector? | x | Whether it is a vector.
    set? | x | Whether it is a set.
    list? | x | Whether it is a list.
    seq? | x | Whether it is a sequence, that is a list.
    coll? | x | Whether it is a collection.
    sequential? | x | Whether it is a list or vector.
    associative? | x | Whether it is a map or vector.
    counted? | x | Whether it is a collection.
    indexed? | x | Whether it is a vector.
    reversible? | x | Whether rseq accepts it.
    sorted? | x | Whether it is a sorted map or set.
    seqable? | x | Whether seq accepts it.
    fn? | x | Whether it is a function.
    ifn? | x | Whether it can be called.
    inst? | x | Whether it is an instant.
    uuid? | x | Whether it is a UUID.
    bytes? | x | Whether it is bytes.
    tagged-literal? | x | Whether it has a tag that Jellybean gives no meaning to.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    return switch (name) {
      case "nil?" -> is(name, x -> x == Nil.NIL);
      case "some?" -> is(name, x -> x != Nil.NIL);
      case "true?" -> is(name, x -> x == Bool.TRUE);
      case "false?" -> is(name, x -> x == Bool.FALSE);
      case "not" -> is(name, x -> !Node.isTrue(x));
      case "boolean" -> is(name, Node::isTrue);
      case "any?" -> is(name, _ -> true);
      case "boolean?" -> is(name, x -> x instanceof Bool);
      case "string?" -> is(name, x -> x instanceof Text);
      case "char?" -> is(name, x -> x instanceof Char);
      case "map?" -> is(name, x -> x instanceof EdnMap);
      case "vector?" -> is(name, x -> x instanceof EdnVector);
      case "set?" -> is(name, x -> x instanceof EdnSet);
      case "list?", "seq?" -> is(name, x -> x instanceof EdnList);
      case "coll?", "counted?" -> is(name, x -> x instanceof Coll);
      case "sequential?" -> is(name, x -> x instanceof Sequential);
      case "associative?" -> is(name, x -> x instanceof EdnMap || x instanceof EdnVector);
      case "indexed?" -> is(name, x -> x instanceof EdnVector);
      case "reversible?" -> is(name, x -> x instanceof EdnVector || Sorting.isSorted(x));
      case "sorted?" -> is(name, Sorting::isSorted);
      case "seqable?" -> is(name, x -> x instanceof Coll || x instanceof Text || x == Nil.NIL);
      case "fn?" -> is(name, x -> x instanceof Fn);
      case "ifn?" -> is(name, PredicateTheme::isCallable);
      case "inst?" -> is(name, x -> x instanceof Inst);
      case "uuid?" -> is(name, x -> x instanceof Uuid);
      case "bytes?" -> is(name, x -> x instanceof Bytes);
      case "tagged-literal?" -> is(name, x -> x instanceof Tagged);
      default ->
          name.contains("key") || name.contains("sym") || name.contains("ident")
              ? nameTest(name)
              : numberTest(name);
    };
  }

  private static Builtin.Maker nameTest(String name) {
    return switch (name) {
      case "keyword?" -> is(name, x -> x instanceof Keyword);
      case "symbol?" -> is(name, x -> x instanceof Symbol);
      case "ident?" -> is(name, x -> x instanceof Keyword || x instanceof Symbol);
      case "simple-keyword?" -> is(name, x -> x instanceof Keyword && !qualified(x));
      case "qualified-keyword?" -> is(name, x -> x instanceof Keyword && qualified(x));
      case "simple-symbol?" -> is(name, x -> x instanceof Symbol && !qualified(x));
      case "qualified-symbol?" -> is(name, x -> x instanceof Symbol && qualified(x));
      case "simple-ident?" ->
          is(name, x -> (x instanceof Keyword || x instanceof Symbol) && !qualified(x));
      case "qualified-ident?" -> is(name, PredicateTheme::qualified);
      default -> throw Theme.unlinked(name);
    };
  }

  private static Builtin.Maker numberTest(String name) {
    return switch (name) {
      case "number?" -> is(name, x -> x instanceof Num);
      case "integer?" -> is(name, x -> x instanceof Int || x instanceof BigInt);
      case "int?" -> is(name, x -> x instanceof Int);
      case "pos-int?" -> is(name, x -> x instanceof Int i && i.value() > 0);
      case "neg-int?" -> is(name, x -> x instanceof Int i && i.value() < 0);
      case "nat-int?" -> is(name, x -> x instanceof Int i && i.value() >= 0);
      case "float?", "double?" -> is(name, x -> x instanceof Real);
      case "decimal?" -> is(name, x -> x instanceof Decimal);
      case "rational?" -> is(name, x -> x instanceof Num && !(x instanceof Real));
      case "zero?" -> is(name, x -> isZero(Args.num(x)));
      case "pos?" -> is(name, x -> Numbers.sign(Args.num(x)) > 0);
      case "neg?" -> is(name, x -> Numbers.sign(Args.num(x)) < 0);
      case "even?" -> is(name, x -> !isOdd(x));
      case "odd?" -> is(name, PredicateTheme::isOdd);
      case "NaN?" -> isDouble(name, Double::isNaN);
      case "infinite?" -> isDouble(name, Double::isInfinite);
      default -> throw Theme.unlinked(name);
    };
  }

  private static Builtin.Maker is(String name, Predicate<Value> test) {
    return Builtin.named(name).on1((_, x) -> Bool.of(test.test(x)));
  }

  private static Builtin.Maker isDouble(String name, DoublePredicate test) {
    return Builtin.named(name).on1((m, x) -> Bool.of(test.test(Numbers.doubleOf(m, Args.num(x)))));
  }

  private static boolean isZero(Num number) {
    return Numbers.isZero(number) && !Numbers.isNaN(number);
  }

  private static boolean isOdd(Value value) {
    return switch (value) {
      case Int i -> (i.value() & 1) == 1;
      case BigInt big -> big.value().testBit(0);
      default -> throw LangError.expected("an integer", value);
    };
  }

  private static boolean qualified(Value value) {
    return switch (value) {
      case Keyword keyword -> keyword.namespace().isPresent();
      case Symbol symbol -> symbol.namespace().isPresent();
      default -> false;
    };
  }

  static boolean isCallable(Value value) {
    return switch (value) {
      case Fn _, Keyword _, Symbol _, EdnMap _, EdnSet _, EdnVector _ -> true;
      default -> false;
    };
  }
}
