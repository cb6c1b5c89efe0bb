package jellybean.edn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is printed reads back as the same value, by every way of printing and reading. */
class RoundTripTest {
  private static final int VALUES = 1_500;
  private static final int NUMBERS = 200;

  @Test
  void anyValuePrintedReadsBackEqualWithTheSameHashAndText() {
    for (long seed = 0; seed < VALUES; seed++) {
      Value value = ValueGenerator.of(seed).withHalfSurrogates().next();
      Value back = EdnReader.readOne(EdnPrinter.toBytes(value));
      String message = "seed " + seed;
      assertEquals(value, back, message);
      assertEquals(value.hashCode(), back.hashCode(), message);
      assertEquals(value.toString(), back.toString(), message);
      assertEquals(value.weightBytes(), back.weightBytes(), message);
    }
  }

  /** Numbers as long as they can be, written in every way that there is. */
  @Test
  void anyNumberThatIsReadIsPrintedAndReadsBackEqual() {
    int read = 0;
    for (int seed = 0; seed < NUMBERS; seed++) {
      String text = longNumber(new SplittableRandom(seed));
      try {
        Value number = EdnReader.readOne(text);
        assertEquals(number, EdnReader.readOne(EdnPrinter.toBytes(number)), "seed " + seed);
        read++;
      } catch (EdnException e) {
        assertTrue(e.getMessage().startsWith("edn:1:1: "), e.getMessage());
      }
    }
    assertTrue(read > NUMBERS / 4 && read < NUMBERS, "read " + read);
  }

  private static String longNumber(SplittableRandom random) {
    int digits = 16_384 - random.nextInt(40);
    long exponent = random.nextInt(Integer.MAX_VALUE - 30_000, Integer.MAX_VALUE);
    int point = random.nextInt(1, digits);
    return switch (random.nextInt(7)) {
      case 0 -> "-" + "9".repeat(digits - 1);
      case 1 -> "1" + "0".repeat(digits - 2) + "N";
      case 2 -> "9".repeat(point) + "." + "9".repeat(digits - point) + "M";
      case 3 -> "1." + "7".repeat(point) + "e" + exponent + "M";
      case 4 -> "7".repeat(point) + "e-" + exponent + "M";
      case 5 -> "0x" + "f".repeat(random.nextInt(13_560, 13_600));
      default -> "36r" + "z".repeat(random.nextInt(10_490, 10_530));
    };
  }

  @Test
  void depthIsThatOfTheDeepestBracketOrTag() {
    for (long seed = 0; seed < VALUES; seed++) {
      Value value = ValueGenerator.of(seed).next();
      assertEquals(depthOf(value), value.depth(), "seed " + seed);
    }
  }

  private static int depthOf(Value value) {
    if (value instanceof Tagged tagged) {
      return 1 + depthOf(tagged.value());
    }
    if (!(value instanceof Coll coll)) {
      return 0;
    }
    int deepest = 0;
    for (Value part :
        coll instanceof EdnMap map
            ? map.entries().stream().flatMap(e -> Stream.of(e.key(), e.value())).toList()
            : coll) {
      deepest = Math.max(deepest, depthOf(part));
    }
    return (coll.isSorted() ? 2 : 1) + deepest;
  }

  @Test
  void valuesWithNaNPrintTheSameAgain() {
    for (long seed = 0; seed < VALUES; seed++) {
      String printed = ValueGenerator.of(seed).withNaN().next().toString();
      assertEquals(printed, EdnReader.readOne(printed).toString(), "seed " + seed);
    }
  }

  @Test
  void prettyTextOfAnyWidthReadsBackEqual() {
    for (long seed = 0; seed < VALUES; seed++) {
      ValueGenerator generator = ValueGenerator.of(seed);
      Value value = generator.next();
      int width = generator.random().nextInt(1, 120);
      String pretty = EdnPrinter.pretty(value, width);
      assertEquals(
          value.toString(),
          EdnReader.readOne(pretty).toString(),
          "seed %d: %s".formatted(seed, pretty));
    }
  }

  @Test
  void canonicalTextReadsBackEqualAndIsItsOwnCanonicalText() {
    for (long seed = 0; seed < VALUES; seed++) {
      Value value = ValueGenerator.of(seed).next();
      byte[] canonical = EdnPrinter.canonical(value);
      Value back = EdnReader.readOne(canonical);
      assertEquals(value, back, "seed " + seed);
      assertArrayEquals(canonical, EdnPrinter.canonical(back), "seed " + seed);
    }
  }

  @Test
  void streamsGiveTheSameValuesHoweverTheirBytesArrive() {
    for (long seed = 0; seed < 300; seed++) {
      ValueGenerator generator = ValueGenerator.of(seed);
      List<Value> values = generator.values(30, 3);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (Value value : values) {
        EdnPrinter.write(value, text);
        text.writeBytes((generator.random().nextBoolean() ? "\n" : " ; größe\n").getBytes(UTF_8));
      }
      int chunk = generator.random().nextInt(1, 5);
      InputStream in = new Trickle(text.toByteArray(), chunk);
      EdnReader reader = EdnReader.of(in, "trickle", ReadLimits.DOCUMENT);
      for (Value value : values) {
        assertEquals(Optional.of(value), reader.next(), "seed " + seed);
      }
      assertEquals(Optional.empty(), reader.next(), "seed " + seed);
    }
  }

  @Test
  void syntaxHoldsTheSameValueAndPlacesOfAllItsParts() {
    for (long seed = 0; seed < VALUES; seed++) {
      String text = EdnPrinter.pretty(ValueGenerator.of(seed).next(), 40);
      Syntax syntax = EdnReader.of(text, "t", ReadLimits.DOCUMENT).nextSyntax().orElseThrow();
      assertEquals(EdnReader.readOne(text), syntax.value(), "seed " + seed);
      checkPlaces(text.split("\n", -1), syntax, seed);
    }
  }

  /** At the place of every part stands the text of that part. */
  private static void checkPlaces(String[] lines, Syntax syntax, long seed) {
    String line = lines[syntax.at().line() - 1];
    String rest = line.substring(line.offsetByCodePoints(0, syntax.at().column() - 1));
    String printed = syntax.value().toString();
    String start = printed.substring(0, Math.min(2, printed.length()));
    assertEquals(start, rest.substring(0, Math.min(2, printed.length())), "seed " + seed);
    for (Syntax child : syntax.children()) {
      checkPlaces(lines, child, seed);
    }
  }

  /** A stream that gives a few bytes at a time, as sockets do. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int chunk;

    Trickle(byte[] bytes, int chunk) {
      super(bytes);
      this.chunk = chunk;
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) {
      return super.read(to, offset, Math.min(length, chunk));
    }
  }
}
