package jellybean.lang;

import jellybean.edn.Bool;
import jellybean.edn.Int;
import jellybean.edn.Value;

/** Equal, less, more. */
final class ComparisonTheme implements Theme {

  private interface Test {
    boolean holds(Machine m, Value a, Value b);
  }

  @Override
  public String table() {
    return """
    = | x, x values… | Whether all are equal; numbers of different kinds are not.
    not= | x, x values… | Whether some are not equal.
    == | x, x numbers… | Whether all are the same number, whatever its kind.
    < | x, x numbers… | Whether each is less than the next.
    <= | x, x numbers… | Whether none is more than the next.
    > | x, x numbers… | Whether each is more than the next.
    >= | x, x numbers… | Whether none is less than the next.
    compare | a b | Negative, zero or positive as a comes before, with or after b.
    identical? | a b | Whether both are the very same value; use it for keywords only.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "=" -> chain(make, Comparison::equal);
      case "not=" ->
          make.on1((_, _) -> Bool.FALSE)
              .on2((m, a, b) -> Bool.of(!Comparison.equal(m, a, b)))
              .onMore(3, (m, all) -> Bool.of(!all(m, Comparison::equal, all)));
      case "==" -> chain(make, (m, a, b) -> Numbers.same(m, Args.num(a), Args.num(b)));
      case "<" -> chain(make, ComparisonTheme::lessThan);
      case "<=" -> chain(make, ComparisonTheme::atMost);
      case ">" -> chain(make, (m, a, b) -> lessThan(m, b, a));
      case ">=" -> chain(make, (m, a, b) -> atMost(m, b, a));
      case "compare" -> make.on2((m, a, b) -> Int.of(Comparison.compare(m, a, b)));
      case "identical?" -> make.on2((_, a, b) -> Bool.of(a == b));
      default -> throw Theme.unlinked(name);
    };
  }

  private static boolean lessThan(Machine m, Value a, Value b) {
    if (a instanceof Int x && b instanceof Int y) {
      return x.value() < y.value();
    }
    return Numbers.lessThan(m, Args.num(a), Args.num(b));
  }

  private static boolean atMost(Machine m, Value a, Value b) {
    if (a instanceof Int x && b instanceof Int y) {
      return x.value() <= y.value();
    }
    return Numbers.atMost(m, Args.num(a), Args.num(b));
  }

  private static Builtin.Maker chain(Builtin.Maker make, Test test) {
    return make.on1((_, _) -> Bool.TRUE)
        .on2((m, a, b) -> Bool.of(test.holds(m, a, b)))
        .onMore(3, (m, all) -> Bool.of(all(m, test, all)));
  }

  private static boolean all(Machine m, Test test, Value[] values) {
    m.charge(values.length);
    for (int i = 0; i + 1 < values.length; i++) {
      if (!test.holds(m, values[i], values[i + 1])) {
        return false;
      }
    }
    return true;
  }
}
