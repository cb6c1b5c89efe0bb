package jellybean.lang;

import jellybean.edn.Bool;
import jellybean.edn.Int;
import jellybean.edn.Value;

/** Operations on the bits of 64-bit integers. */
final class BitTheme implements Theme {

  private interface Bits {
    long apply(long a, long b);
  }

  @Override
  public String table() {
    return """
    bit-and | x y, x y more… | The bits set in all.
    bit-or | x y, x y more… | The bits set in any.
    bit-xor | x y, x y more… | The bits set in an odd number of them.
    bit-and-not | x y, x y more… | The bits of x set in none of the others.
    bit-not | x | The bits not set.
    bit-shift-left | x n | Shifted left by n bits, n counted modulo 64.
    bit-shift-right | x n | Shifted right by n bits, keeping the sign.
    unsigned-bit-shift-right | x n | Shifted right by n bits, filling with zeros.
    bit-test | x n | Whether bit n is set.
    bit-set | x n | With bit n set.
    bit-clear | x n | With bit n cleared.
    bit-flip | x n | With bit n turned over.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "bit-and" -> many(make, (a, b) -> a & b);
      case "bit-or" -> many(make, (a, b) -> a | b);
      case "bit-xor" -> many(make, (a, b) -> a ^ b);
      case "bit-and-not" -> many(make, (a, b) -> a & ~b);
      case "bit-not" -> make.on1((_, x) -> Int.of(~bits(x)));
      case "bit-shift-left" -> two(make, (a, n) -> a << n);
      case "bit-shift-right" -> two(make, (a, n) -> a >> n);
      case "unsigned-bit-shift-right" -> two(make, (a, n) -> a >>> n);
      case "bit-test" -> make.on2((_, x, n) -> Bool.of((bits(x) & 1L << bits(n)) != 0));
      case "bit-set" -> two(make, (a, n) -> a | 1L << n);
      case "bit-clear" -> two(make, (a, n) -> a & ~(1L << n));
      case "bit-flip" -> two(make, (a, n) -> a ^ 1L << n);
      default -> throw Theme.unlinked(name);
    };
  }

  private static long bits(Value value) {
    if (value instanceof Int i) {
      return i.value();
    }
    throw LangError.expected("a 64-bit integer", value);
  }

  private static Builtin.Maker two(Builtin.Maker make, Bits op) {
    return make.on2((_, a, b) -> Int.of(op.apply(bits(a), bits(b))));
  }

  private static Builtin.Maker many(Builtin.Maker make, Bits op) {
    return two(make, op)
        .onMore(
            3,
            (m, all) -> {
              m.charge(all.length);
              long result = bits(all[0]);
              for (int i = 1; i < all.length; i++) {
                result = op.apply(result, bits(all[i]));
              }
              return Int.of(result);
            });
  }
}
