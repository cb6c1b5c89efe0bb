package jellybean.edn;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes random values of every kind, the same ones for the same seed. Small pools of names and
 * numbers make equal keys and elements likely. Tests of all packages may use it.
 */
public final class ValueGenerator {
  private static final String[] NAMES = {
    "a",
    "b",
    "c",
    "x",
    "count",
    "state",
    "merge_state",
    "add!",
    "ok?",
    "->x",
    "a.b",
    "größe",
    "+",
    "a#",
    "a:b",
    "*",
    "<=>"
  };
  private static final String[] NAMESPACES = {"me", "file", "list.counters", "jelly", "α"};
  private static final String[] TEXTS = {
    "",
    "a",
    "hello",
    "two words",
    "\"quoted\"",
    "back\\slash",
    "tab\tnew\nline\r\b\f",
    "größe",
    "日本語",
    "😀 smile",
    "\u0000\u0007\u007f\u0085",
    "\u00a0\u2003\u2028\ufeff\u202e",
    "{:a [1}"
  };
  private static final String SINGLE_CHARS = "aZ09 \n\t\r\b\f\"\\()[]{};,:#^@~é日\u0000\u00a0\ufffd";
  private static final Instant FIRST_INSTANT = Instant.parse("1700-01-01T00:00:00Z");
  private static final long INSTANT_SECONDS = 60L * 60 * 24 * 365 * 600;
  private static final int SCALAR_KINDS = 15;
  private static final int KINDS_OF_KEYS = 7;

  private final SplittableRandom random;
  private final boolean nan;
  private final boolean halfSurrogates;

  private ValueGenerator(SplittableRandom random, boolean nan, boolean halfSurrogates) {
    this.random = random;
    this.nan = nan;
    this.halfSurrogates = halfSurrogates;
  }

  /** Makes values that are equal to themselves: no {@code ##NaN}. */
  public static ValueGenerator of(long seed) {
    return new ValueGenerator(new SplittableRandom(seed), false, false);
  }

  /** Makes {@code ##NaN} as well. */
  public ValueGenerator withNaN() {
    return new ValueGenerator(random, true, halfSurrogates);
  }

  /** Makes characters and strings with halves of surrogate pairs as well. */
  public ValueGenerator withHalfSurrogates() {
    return new ValueGenerator(random, nan, true);
  }

  public SplittableRandom random() {
    return random;
  }

  /** Any value, nested at most 4 deep. */
  public Value next() {
    return next(4);
  }

  /** Any value that nests at most {@code depth} deep. */
  public Value next(int depth) {
    return depth > 0 && random.nextInt(3) > 0 ? coll(depth) : scalar();
  }

  /** Any collection or tagged value that nests at most {@code depth} deep. */
  public Value coll(int depth) {
    int size = random.nextInt(8) == 0 ? random.nextInt(40) : random.nextInt(6);
    return switch (random.nextInt(depth > 1 ? 10 : 9)) {
      case 9 -> sorted(size, depth);
      case 0, 1 -> EdnVector.of(values(size, depth - 1));
      case 2, 3 -> EdnList.of(values(size, depth - 1));
      case 4, 5, 6 -> map(size, depth);
      case 7 -> EdnSet.copyOf(values(size, depth - 1));
      default -> new Tagged(Symbol.of(tagName()), next(depth - 1));
    };
  }

  /** A map of at most {@code size} entries. */
  public EdnMap map(int size, int depth) {
    EdnMap.Builder builder = EdnMap.builder();
    for (int i = 0; i < size; i++) {
      Value key = random.nextInt(3) == 0 ? next(depth - 1) : keyword();
      builder.put(key, next(depth - 1));
    }
    return builder.build();
  }

  /** A sorted map or set, which is two levels by itself; its keys are of one kind. */
  private Value sorted(int size, int depth) {
    int kind = random.nextInt(KINDS_OF_KEYS);
    EdnMap map = SortedMap.EMPTY;
    for (int i = 0; i < size; i++) {
      map = map.with(sortable(kind), next(depth - 2));
    }
    if (random.nextInt(3) > 0) {
      return map;
    }
    EdnSet set = EdnSet.sortedBy(Nil.NIL);
    for (Value key : map.keys()) {
      set = set.with(key);
    }
    return set;
  }

  private Value sortable(int kind) {
    return switch (kind) {
      case 0 -> random.nextInt(9) == 0 ? Nil.NIL : integer();
      case 1 -> random.nextBoolean() ? real() : new Decimal(new BigDecimal(bigInteger(), 3));
      case 2 -> keyword();
      case 3 -> Text.of(text());
      case 4 -> symbol();
      case 5 -> inst();
      default -> character();
    };
  }

  public List<Value> values(int count, int depth) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(next(depth));
    }
    return values;
  }

  public Value scalar() {
    return switch (random.nextInt(SCALAR_KINDS)) {
      case 0 -> Nil.NIL;
      case 1 -> Bool.of(random.nextBoolean());
      case 2, 3 -> integer();
      case 4 -> new BigInt(bigInteger());
      case 5 -> real();
      case 6 -> new Decimal(new BigDecimal(bigInteger(), random.nextInt(-20, 20)));
      case 7 -> Text.of(text());
      case 8 -> character();
      case 9, 10 -> keyword();
      case 11 -> symbol();
      case 12 -> inst();
      case 13 -> new Uuid(new UUID(random.nextLong(), random.nextLong()));
      default -> bytes();
    };
  }

  public Int integer() {
    return Int.of(random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(-20, 20));
  }

  public Real real() {
    return switch (random.nextInt(8)) {
      case 0 -> Real.of(Double.POSITIVE_INFINITY);
      case 1 -> Real.of(Double.NEGATIVE_INFINITY);
      case 2 -> Real.of(nan ? Double.NaN : -0.0);
      case 3, 4 -> Real.of(random.nextInt(-5, 5));
      case 5 -> Real.of(random.nextDouble());
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Real.of(Double.isNaN(any) ? 1.5 : any);
      }
    };
  }

  public Keyword keyword() {
    return random.nextInt(3) == 0 ? Keyword.of(pick(NAMESPACES), name()) : Keyword.of(name());
  }

  public Symbol symbol() {
    return random.nextInt(3) == 0 ? Symbol.of(pick(NAMESPACES), name()) : Symbol.of(name());
  }

  public String text() {
    StringBuilder text = new StringBuilder(pick(TEXTS));
    while (random.nextInt(4) == 0) {
      text.append(pick(TEXTS));
    }
    if (halfSurrogates && random.nextInt(4) == 0) {
      text.insert(random.nextInt(text.length() + 1), (char) random.nextInt(0xd800, 0xe000));
    }
    return text.toString();
  }

  public Char character() {
    if (random.nextBoolean()) {
      return new Char(SINGLE_CHARS.charAt(random.nextInt(SINGLE_CHARS.length())));
    }
    char any = (char) random.nextInt(Character.MAX_VALUE + 1);
    return new Char(Character.isSurrogate(any) && !halfSurrogates ? 'x' : any);
  }

  public Inst inst() {
    long seconds = FIRST_INSTANT.getEpochSecond() + random.nextLong(INSTANT_SECONDS);
    int nanos = random.nextInt(3) == 0 ? random.nextInt(1_000_000_000) : 0;
    return new Inst(Instant.ofEpochSecond(seconds, nanos));
  }

  public Bytes bytes() {
    byte[] content = new byte[random.nextInt(20)];
    random.nextBytes(content);
    return Bytes.of(content);
  }

  private BigInteger bigInteger() {
    if (random.nextBoolean()) {
      return BigInteger.valueOf(random.nextLong(-20, 20));
    }
    byte[] content = new byte[random.nextInt(1, 24)];
    random.nextBytes(content);
    return new BigInteger(content);
  }

  private String name() {
    String name = pick(NAMES);
    return random.nextInt(3) == 0 ? "n" + name + random.nextInt(50) : name;
  }

  private String tagName() {
    return random.nextBoolean() ? "tag" + random.nextInt(5) : "acme/" + pick(NAMES);
  }

  private String pick(String[] pool) {
    return pool[random.nextInt(pool.length)];
  }
}
