package jellybean.edn;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Clojure's {@code compare}: nil first, numbers across kinds, names by namespace, vectors by length
 * and then by element; nothing else has an order.
 *
 * <p>As there, numbers are compared as doubles if one is a double. So the order is not transitive
 * for integers past 2⁵³ beside doubles, and NaN is level with every number.
 */
final class NaturalOrder implements KeyOrder {
  /** For those who can call no functions: nothing is comparable by one. */
  static final NaturalOrder WITHOUT_CALLS = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(Value comparator, Value left, Value right) {
    return comparator == Nil.NIL ? compare(left, right) : INCOMPARABLE;
  }

  static int compare(Value left, Value right) {
    if (left == right) {
      return KeyOrder.hasOrder(left) ? 0 : INCOMPARABLE;
    }
    if (left == Nil.NIL || right == Nil.NIL) {
      return Boolean.compare(left != Nil.NIL, right != Nil.NIL);
    }
    return switch (left) {
      case Num a when right instanceof Num b -> numbers(a, b);
      case Text a when right instanceof Text b -> sign(a.value().compareTo(b.value()));
      case Keyword a when right instanceof Keyword b ->
          names(a.namespace(), a.name(), b.namespace(), b.name());
      case Symbol a when right instanceof Symbol b ->
          names(a.namespace(), a.name(), b.namespace(), b.name());
      case Char a when right instanceof Char b -> sign(Character.compare(a.value(), b.value()));
      case Bool a when right instanceof Bool b -> Boolean.compare(a.value(), b.value());
      case EdnVector a when right instanceof EdnVector b -> vectors(a, b);
      case Uuid a when right instanceof Uuid b -> sign(a.value().compareTo(b.value()));
      case Inst a when right instanceof Inst b -> sign(a.value().compareTo(b.value()));
      default -> INCOMPARABLE;
    };
  }

  /** What a key should have been that has no place beside another one, or none at all. */
  static String expectedOrdered(Value key, Value other) {
    String alone = "expected a key that has an order, found " + Excerpts.of(key.toString());
    return key == other || !KeyOrder.hasOrder(other) || !KeyOrder.hasOrder(key)
        ? alone
        : "expected keys of one kind, found %s beside %s"
            .formatted(Excerpts.of(key.toString()), Excerpts.of(other.toString()));
  }

  /** What a key should have been that neither comes before another one nor after it. */
  static String expectedDistinct(Value key) {
    return "expected keys of which one comes before the other, found "
        + Excerpts.of(key.toString());
  }

  private static int sign(int order) {
    return Integer.signum(order);
  }

  private static int numbers(Num left, Num right) {
    if (left instanceof Int a && right instanceof Int b) {
      return Long.compare(a.value(), b.value());
    }
    if (left instanceof Real || right instanceof Real) {
      double a = doubleOf(left);
      double b = doubleOf(right);
      return a < b ? -1 : b < a ? 1 : 0;
    }
    return left instanceof Decimal || right instanceof Decimal
        ? sign(decimalOf(left).compareTo(decimalOf(right)))
        : sign(integerOf(left).compareTo(integerOf(right)));
  }

  private static double doubleOf(Num number) {
    return switch (number) {
      case Int i -> i.value();
      case BigInt big -> big.value().doubleValue();
      case Real real -> real.value();
      case Decimal decimal -> decimal.value().doubleValue();
    };
  }

  private static BigDecimal decimalOf(Num number) {
    return number instanceof Decimal decimal ? decimal.value() : new BigDecimal(integerOf(number));
  }

  private static BigInteger integerOf(Num number) {
    return number instanceof BigInt big ? big.value() : BigInteger.valueOf(((Int) number).value());
  }

  private static int names(
      Optional<String> leftSpace, String left, Optional<String> rightSpace, String right) {
    int spaces =
        leftSpace.isPresent() && rightSpace.isPresent()
            ? leftSpace.get().compareTo(rightSpace.get())
            : Boolean.compare(leftSpace.isPresent(), rightSpace.isPresent());
    return sign(spaces == 0 ? left.compareTo(right) : spaces);
  }

  private static int vectors(EdnVector left, EdnVector right) {
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    for (int i = 0; i < left.size(); i++) {
      Value a = left.get(i);
      int order = a == right.get(i) ? 0 : compare(a, right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
