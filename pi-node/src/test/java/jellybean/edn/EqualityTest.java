package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Equality is Clojure's {@code =}; the oracle is asked every time. */
class EqualityTest {

  static Stream<Arguments> pairs() {
    return Tables.rows(
        """
        1             | 1N                | true
        1             | 1.0               | false
        1             | 1M                | false
        1.0           | 1.0M              | false
        1.0M          | 1.00M             | true
        0M            | 0.000M            | true
        1E+3M         | 1000M             | true
        -1.20E+30M    | -1200000000000000000000000000000M | true
        7.00E-30M     | 7E-30M            | true
        1E+3M         | 1E+4M             | false
        0.0           | -0.0              | true
        ##Inf         | ##Inf             | true
        9223372036854775808 | 9223372036854775808N | true
        -1            | 0                 | false
        nil           | false             | false
        nil           | ()                | false
        \\a           | "a"               | false
        :a            | a                 | false
        :a            | ":a"              | false
        a/b           | a/b               | true
        (1 2)         | [1 2N]            | true
        ()            | []                | true
        []            | {}                | false
        {}            | #{}               | false
        [[1 2]]       | [(1 2)]           | true
        {:a 1, :b [2]} | {:b (2N), :a 1}  | true
        {:a 1}        | {:a 2}            | false
        {:a nil}      | {:b nil}          | false
        {[1] 2}       | {(1) 2}           | true
        {1 2}         | {1N 2}            | true
        #{1 [2]}      | #{(2) 1N}         | true
        #{1}          | #{1.0}            | false
        {:a 1}        | [[:a 1]]          | false
        #{[:a 1]}     | {:a 1}            | false
        #x 1          | #y 1              | false
        #x [1]        | #x (1)            | true
        #inst "2025-01-01" | #inst "2025-01-01T01:00+01:00" | true
        #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" | #uuid "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6" | true
        """);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void isThatOfClojure(String left, String right, boolean equal) {
    Value a = EdnReader.readOne(left);
    Value b = EdnReader.readOne(right);
    assertEquals(equal, a.equals(b));
    assertEquals(equal, b.equals(a));
    assertEquals(
        equal,
        ClojureOracle.equal(
            ClojureOracle.readAll(left).forms().getFirst(),
            ClojureOracle.readAll(right).forms().getFirst()));
    if (equal) {
      assertEquals(a.hashCode(), b.hashCode());
    }
  }

  @Test
  void decimalsOfAnyScaleHaveTheHashOfTheirValue() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2_000; i++) {
      BigInteger digits = new BigInteger(random.nextInt(400), new Random(i)).add(BigInteger.ONE);
      int scale = random.nextInt(-300, 300);
      int zeros = random.nextInt(200);
      Decimal shorter = new Decimal(new BigDecimal(digits.negate(), scale));
      Decimal longer = new Decimal(shorter.value().setScale(scale + zeros));
      assertEquals(shorter, longer);
      assertEquals(shorter.hashCode(), longer.hashCode(), shorter::toString);
      assertNotEquals(shorter.hashCode(), new Decimal(new BigDecimal(digits, scale)).hashCode());
    }
  }

  @Test
  void agreesWithClojureOnNearlyEqualValuesAndSoDoHashes() {
    int equal = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      String text = ValueGenerator.of(seed).next(3).toString();
      String variant = vary(text, new SplittableRandom(seed));
      ClojureOracle.Answer left = ClojureOracle.readAll(text);
      ClojureOracle.Answer right = ClojureOracle.readAll(variant);
      if (!right.fault().isEmpty()
          || right.forms().size() != 1
          || text.matches("(?s).*#(inst|tag|acme).*")) {
        continue;
      }
      Value a = EdnReader.readOne(text);
      Value b = EdnReader.readOne(variant);
      boolean expected = ClojureOracle.equal(left.forms().getFirst(), right.forms().getFirst());
      String message = "seed %d: %s and %s".formatted(seed, text, variant);
      assertEquals(expected, a.equals(b), message);
      assertEquals(expected, b.equals(a), message);
      assertTrue(!expected || a.hashCode() == b.hashCode(), message);
      equal += expected ? 1 : 0;
    }
    assertTrue(equal > 300, "only %d pairs were equal".formatted(equal));
  }

  /** Changes brackets, number kinds or a character. */
  private static String vary(String text, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> text.replace('[', '(').replace(']', ')');
      case 1 -> text.replace("0N", "0").replace("1N", "1");
      case 2 -> text.replaceAll("(?<= )([0-9]+)(?=[ )\\]}])", "$1N");
      case 3 -> text.replace("-0.0", "0.0");
      case 4 -> text.replace("E+1M", "0M");
      default -> text.replaceFirst("[1-9]", "7");
    };
  }

  /** Clojure compares what is tagged by Java's equals, which holds 1 and 1N for different. */
  @Test
  void taggedValuesAreEqualIfTheirValuesAre() {
    assertEquals(EdnReader.readOne("#x [1]"), EdnReader.readOne("#x (1N)"));
    assertEquals(EdnReader.readOne("#x [1]").hashCode(), EdnReader.readOne("#x (1N)").hashCode());
  }

  @Test
  void notANumberEqualsNothing() {
    assertNotEquals(EdnReader.readOne("##NaN"), EdnReader.readOne("##NaN"));
    assertNotEquals(EdnReader.readOne("[##NaN]"), EdnReader.readOne("[##NaN]"));
    EdnSet set = (EdnSet) EdnReader.readOne("#{##NaN ##NaN}");
    assertEquals(2, set.size());
    assertFalse(set.contains(Real.of(Double.NaN)));
  }

  @Test
  void aCollectionWithNaNEqualsItselfOnly() {
    Value holder = EdnVector.of(Real.of(Double.NaN));
    assertEquals(holder, holder);
    assertNotEquals(holder, EdnVector.of(((EdnVector) holder).first()));
  }

  /** Fixed numbers: if one changes, nodes of two versions disagree about the order of maps. */
  @Test
  void hashesAreTheSameInEveryProcess() {
    assertEquals(EXPECTED_HASHES, hashes());
  }

  private static final String EXPECTED_HASHES =
      """
      nil 739982445
      true 695872825
      false 458671337
      1 -511900244
      -1 -511900243
      1N -511900244
      1.5 1740584451
      ##NaN 666842627
      2.50M 1687169068
      "abc" 96354
      \\a 1309896841
      :a/b -583639791
      a/b 1103804886
      [1 :a] -702394934
      {:a 1, :b 2} 1323765042
      #{1 2} -580133774
      #x 1 -1093844598
      #inst "2025-01-01" -1263750047
      #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" -275095932
      #jelly/bytes "aGk=" -1360700831
      99999999999999999999 726249166
      """;

  private static String hashes() {
    StringBuilder hashes = new StringBuilder();
    for (String text :
        new String[] {
          "nil",
          "true",
          "false",
          "1",
          "-1",
          "1N",
          "1.5",
          "##NaN",
          "2.50M",
          "\"abc\"",
          "\\a",
          ":a/b",
          "a/b",
          "[1 :a]",
          "{:a 1, :b 2}",
          "#{1 2}",
          "#x 1",
          "#inst \"2025-01-01\"",
          "#uuid \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"",
          "#jelly/bytes \"aGk=\"",
          "99999999999999999999"
        }) {
      hashes.append(text).append(' ').append(EdnReader.readOne(text).hashCode()).append('\n');
    }
    return hashes.toString();
  }
}
