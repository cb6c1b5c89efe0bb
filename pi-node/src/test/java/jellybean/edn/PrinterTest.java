package jellybean.edn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrinterTest {

  @Test
  void whatCannotBeSeenIsEscaped() {
    assertEquals(
        "\"\\u0000\\u001b \\u007f\\u0085\\u00a0\\u2028\\ufeff\\u202e\\ud800 \\udb40\\udc01\"",
        Text.of("\u0000\u001b \u007f\u0085\u00a0\u2028\ufeff\u202e\ud800 \udb40\udc01").toString());
    assertEquals("\"größe 日本 😀 \u200d\"", Text.of("größe 日本 😀 \u200d").toString());
    assertEquals("\\u00a0", new Char('\u00a0').toString());
    assertEquals("\\udc00", new Char('\udc00').toString());
    assertEquals("\\é", new Char('é').toString());
  }

  @Test
  void aValueWithoutEdnFormIsNamed() {
    Opaque function =
        new Opaque() {
          @Override
          public String description() {
            return "the function add";
          }
        };
    EdnException e =
        assertThrows(EdnException.class, () -> EdnPrinter.toBytes(EdnVector.of(function)));
    assertEquals("cannot print the function add", e.getMessage());
    assertEquals(Position.NOWHERE, e.at());
    assertEquals("", e.source());
  }

  @Test
  void numbersTooLongToReadAreNotPrinted() {
    BigInteger huge = BigInteger.ONE.shiftLeft(60_000);
    assertEquals(
        "cannot print a number: expected at most 54347 bits, found 60001",
        assertThrows(EdnException.class, () -> EdnPrinter.toBytes(new BigInt(huge))).getMessage());
    assertThrows(EdnException.class, () -> EdnPrinter.toBytes(new Decimal(new BigDecimal(huge))));
    BigInteger longest = BigInteger.ONE.shiftLeft(54_347).subtract(BigInteger.ONE).negate();
    Value[] numbers = {
      new BigInt(longest),
      new Decimal(new BigDecimal(longest)),
      new Decimal(new BigDecimal(longest, Integer.MIN_VALUE + 20_000)),
      new Decimal(new BigDecimal(longest, Integer.MAX_VALUE)),
    };
    EdnException e =
        assertThrows(
            EdnException.class,
            () -> EdnPrinter.toBytes(new Decimal(BigDecimal.valueOf(12, Integer.MIN_VALUE))));
    assertEquals(
        "cannot print a number: expected an exponent of at most 2147483647 with one digit before"
            + " the point",
        e.getMessage());
    for (Value number : numbers) {
      assertEquals(number, EdnReader.readOne(number.toString()));
    }
  }

  @Test
  void theCanonicalFormDoesNotDependOnTheOrderOfInsertion() {
    for (long seed = 0; seed < 500; seed++) {
      ValueGenerator generator = ValueGenerator.of(seed);
      List<Value> keys = generator.values(generator.random().nextInt(12), 2);
      String message = "seed " + seed;
      byte[] canonical = EdnPrinter.canonical(nested(keys));
      Collections.shuffle(keys, new Random(seed));
      if (keys.stream().distinct().count() == keys.size()) {
        assertArrayEquals(canonical, EdnPrinter.canonical(nested(keys)), message);
      }
    }
  }

  private static Value nested(List<Value> keys) {
    EdnMap.Builder map = EdnMap.builder();
    keys.forEach(key -> map.put(key, EdnSet.copyOf(keys)));
    return EdnVector.of(map.build(), EdnSet.of(EdnSet.copyOf(keys), map.build()));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, UTF_8);
  }

  @Test
  void theCanonicalFormIsSortedByKindThenContent() {
    Value value =
        EdnReader.readOne(
            "#{#x 1 #{} {} [2 1] [1 2] (3) #jelly/bytes \"\" b/a b a :b :a \"b\" \"B\" \\a 1M 0.5"
                + " -1.0 10 9N -3 true false nil}");
    assertEquals(
        "#{nil false true -3 9N 10 -1.0 0.5 1M \\a \"B\" \"b\" :a :b a b b/a #jelly/bytes \"\""
            + " (3) [1 2] [2 1] {} #{} #x 1}",
        text(EdnPrinter.canonical(value)));
  }

  @Test
  void longValuesReachTheStreamWhileTheyArePrinted() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] writes = new int[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void write(byte[] from, int offset, int length) {
            writes[0]++;
            bytes.write(from, offset, length);
          }
        };
    EdnVector.Builder builder = EdnVector.builder();
    for (int i = 0; i < 50_000; i++) {
      builder.add(Int.of(i));
    }
    EdnVector value = builder.build();
    EdnPrinter.write(value, counting);
    assertEquals(value.toString(), bytes.toString(UTF_8));
    assertTrue(writes[0] > 20, writes[0] + " writes");
  }

  @Test
  void aBrokenStreamIsNamed() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("pipe gone");
          }
        };
    assertEquals(
        "cannot write EDN: pipe gone",
        assertThrows(UncheckedIOException.class, () -> EdnPrinter.write(Nil.NIL, broken))
            .getMessage());
  }

  @Test
  void whatFitsStaysOnOneLine() {
    assertEquals("{:a 1, :b [1 2 3]}", pretty("{:a 1 :b [1 2 3]}", 18));
  }

  @Test
  void entriesStandBelowOneAnotherWithTheirValuesAligned() {
    assertEquals(
        """
        {:a          1
         :long-name  [1 2 3]
         :functions  {add (fn [a b] (+ a b))}
         "not short" nil}\
        """,
        pretty(
            "{:a 1 :long-name [1 2 3] :functions {add (fn [a b] (+ a b))} \"not short\" nil}", 40));
  }

  @Test
  void atomsAreFilledAndCollectionsStandBelowOneAnother() {
    assertEquals("[1 2 3 4 5 6 7 8\n 9 10]", pretty("[1 2 3 4 5 6 7 8 9 10]", 16));
    assertEquals("#{:aaaa :bbbb\n  :cccc :dddd}", pretty("#{:aaaa :bbbb :cccc :dddd}", 16));
    assertEquals("[[:a 1 2 3]\n [:b 4 5 6]]", pretty("[[:a 1 2 3] [:b 4 5 6]]", 16));
    assertEquals("#x [aaaaaaa\n    bbbbbbb]", pretty("#x [aaaaaaa bbbbbbb]", 16));
  }

  @Test
  void codeIsIndentedAsCode() {
    assertEquals(
        """
        (fn [state n]
          (let [state (update state :count + n)
                name  :merge_state]
            (when (pos? n)
              {:state state
               :say   [[name {:count (:count state)}]]})))\
        """
            .replace("name  :", "name :"),
        pretty(
            "(fn [state n] (let [state (update state :count + n) name :merge_state] (when (pos? n)"
                + " {:state state :say [[name {:count (:count state)}]]})))",
            50));
    assertEquals(
        "(merge {:a 1, :b 2}\n       {:c 3, :d 4})", pretty("(merge {:a 1 :b 2} {:c 3 :d 4})", 24));
  }

  @Test
  void noLineIsWiderThanAskedForUnlessOneWordIs() {
    for (long seed = 0; seed < 500; seed++) {
      Value value = ValueGenerator.of(seed).coll(4);
      for (String line : EdnPrinter.pretty(value, 100).split("\n")) {
        int columns = line.codePointCount(0, line.length());
        boolean oneWord = !line.strip().replaceAll("[(\\[{#]+", "").contains(" ");
        assertTrue(
            columns <= 100 || oneWord || line.contains("\"") || line.lastIndexOf(' ') < 100,
            () -> columns + " columns: " + line);
      }
    }
  }

  private static String pretty(String text, int width) {
    return EdnPrinter.pretty(EdnReader.readOne(text), width);
  }
}
