package jellybean.edn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bound of reader and printer, and what is said when it is reached. */
class LimitsTest {
  private static final ReadLimits SMALL = new ReadLimits(3, 20, 5);
  private static final ReadLimits SHALLOW = new ReadLimits(3, 100, 100);

  @ParameterizedTest
  @ValueSource(strings = {"[[[]]]", "#a #b [1]", "#_[[1]] 1", "^a ^b []", "{#{} ()}"})
  void nestingUpToTheLimitIsRead(String text) {
    EdnReader.readOne(text.getBytes(UTF_8), "t", SHALLOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[[[]]]]", "#a #b #c [1]", "#_[[[1]]] 1", "^a ^b ^c []", "(#{[{}]})"})
  void nestingPastTheLimitIsNot(String text) {
    EdnException e =
        assertThrows(
            EdnException.class, () -> EdnReader.readOne(text.getBytes(UTF_8), "t", SHALLOW));
    assertTrue(
        e.getMessage().endsWith("nested too deep: expected at most 3 levels, found more"),
        e.getMessage());
  }

  @Test
  void theFormThatIsTooDeepIsNamed() {
    assertFault("t:1:6: nested too deep: expected at most 3 levels, found more", "[1 [([2])]]");
  }

  @Test
  void elementsPastTheLimitAreNamed() {
    assertEquals("[1 2 3 4]", readSmall("[1 2 3 4]").toString());
    assertFault(
        "t:1:10: too many elements: expected at most 5 in one value, found more", "[1 2 3 4 5]");
    assertFault(
        "t:1:9: too many elements: expected at most 5 in one value, found more", "[1 #_(2 3) 4 5]");
  }

  @Test
  void eachValueOfAStreamHasTheLimitsForItself() {
    EdnReader reader = EdnReader.of("[1 2 3] #_[4 5] [1 2 3 4] 5 6 7 8", "t", SMALL);
    assertEquals(6, reader.allSyntax().size());
  }

  @Test
  void bytesPastTheLimitAreNotRead() {
    assertEquals(Text.of("x".repeat(18)), readSmall("\"" + "x".repeat(18) + "\""));
    String message = "t:1:1: value too long: expected at most 20 bytes, found more";
    assertFault(message, "\"" + "x".repeat(19) + "\"");
    assertFault(message, "[\"größegröß\" \"x\"]");
    assertFault(
        "t:2:1: value too long: expected at most 20 bytes, found more", "\n" + ":x".repeat(11));
    assertEquals(Int.of(1), readSmall(" ".repeat(100) + ";" + "c".repeat(100) + "\n1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "a", "\"x", "1", ":a", "{:a", "#_", "^", "#a ", "[1 ", "\\a", "[\"x\" "})
  void anEndlessValueIsReadNoFurtherThanTheLimit(String start) {
    Endless in = new Endless(start);
    EdnReader reader = EdnReader.of(in, "endless", ReadLimits.DOCUMENT);
    assertThrows(EdnException.class, reader::next);
    assertTrue(in.given <= 2 * ReadLimits.DOCUMENT_BYTES, () -> in.given + " bytes were read");
  }

  @Test
  void aMillionBracketsAreAFault() {
    for (String bracket : new String[] {"[", "(", "{", "#{", "#_", "#a ", "^"}) {
      byte[] text = bracket.repeat(1_000_000).getBytes(UTF_8);
      EdnException e =
          assertThrows(
              EdnException.class,
              () -> EdnReader.readOne(text, "t", ReadLimits.DOCUMENT.withBytes(10_000_000)));
      int column = ReadLimits.DEFAULT_DEPTH * bracket.length() + 1;
      assertEquals(
          "t:1:%d: nested too deep: expected at most 64 levels, found more".formatted(column),
          e.getMessage());
    }
    assertThrows(EdnException.class, () -> EdnReader.readOne("]".repeat(1_000_000)));
  }

  @Test
  void tenThousandLevelsAreReadPrintedComparedAndHashedWithLittleStack() throws Exception {
    ReadLimits deep = ReadLimits.DOCUMENT.withDepth(10_000);
    String[] shapes = {"[%s]", "(%s)", "{:a %s}", "[#x %s 1]", "#jelly/sorted-map {:a %s, :b 1}"};
    Throwable[] failure = new Throwable[1];
    Runnable check =
        () -> {
          for (String shape : shapes) {
            String text = nest(shape, 4_900);
            Value value = EdnReader.readOne(text.getBytes(UTF_8), "t", deep);
            Value again = EdnReader.readOne(text.getBytes(UTF_8), "t", deep);
            Value other =
                EdnReader.readOne(text.replace("leaf", "tree").getBytes(UTF_8), "t", deep);
            assertEquals(text, EdnPrinter.toString(value));
            assertEquals(text, new String(EdnPrinter.canonical(value), UTF_8));
            assertEquals(text, EdnPrinter.pretty(value, 40));
            assertEquals(value.hashCode(), again.hashCode());
            assertTrue(value.equals(again));
            assertNotEquals(value.hashCode(), other.hashCode());
            assertTrue(!value.equals(other));
          }
        };
    Thread thread = new Thread(null, check, "little stack", 256 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
    thread.start();
    thread.join();
    if (failure[0] != null) {
      throw new AssertionError(failure[0]);
    }
  }

  private static String nest(String shape, int times) {
    String before = shape.substring(0, shape.indexOf('%'));
    String after = shape.substring(shape.indexOf('%') + 2);
    return before.repeat(times) + "leaf" + after.repeat(times);
  }

  @Test
  void keysNestAtMostSixtyFourLevels() {
    ReadLimits deep = ReadLimits.DOCUMENT.withDepth(1_000);
    EdnReader.readOne(("{" + nest("[%s]", 64) + " 1}").getBytes(UTF_8), "t", deep);
    EdnException e =
        assertThrows(
            EdnException.class,
            () -> EdnReader.readOne(("#{" + nest("[%s]", 65) + "}").getBytes(UTF_8), "t", deep));
    assertEquals("t:1:3: element too deep: expected at most 64 levels of nesting", e.getMessage());
    Value key = EdnReader.readOne(nest("[%s]", 65).getBytes(UTF_8), "t", deep);
    String message =
        "cannot use a value as key or set element: expected at most 64 levels of nesting,"
            + " found 65";
    assertEquals(message, faultOf(() -> EdnMap.EMPTY.with(key, Nil.NIL)).getMessage());
    assertEquals(message, faultOf(() -> EdnSet.of(key)).getMessage());
    assertEquals(message, faultOf(() -> EdnMap.builder().put(key, key)).getMessage());
  }

  @Test
  void tagsStackAtMostSixtyFour() {
    ReadLimits deep = ReadLimits.DOCUMENT.withDepth(1_000);
    EdnReader.readOne(("#a ".repeat(64) + "1").getBytes(UTF_8), "t", deep);
    EdnException e =
        faultOf(() -> EdnReader.readOne(("#a ".repeat(65) + "1").getBytes(UTF_8), "t", deep));
    assertEquals(
        "t:1:1: cannot tag with #a: expected at most 64 tags on one value, found more",
        e.getMessage());
  }

  @Test
  void numbersAndNamesHaveALength() {
    EdnReader.readOne("9".repeat(16_000));
    assertEquals(
        "edn:1:1: number too long: expected at most 16384 characters, found 16385",
        faultOf(() -> EdnReader.readOne("9".repeat(16_385))).getMessage());
    assertEquals(
        "edn:1:2: bad number 0xfff…: expected at most 54347 bits, found 54348",
        faultOf(() -> EdnReader.readOne("[0x" + "f".repeat(13_587) + "]"))
            .getMessage()
            .replaceFirst("f{10,}", "fff"));
    assertEquals(
        "edn:1:1: bad number 12e2147483647M: expected an exponent of at most 2147483647 with one"
            + " digit before the point",
        faultOf(() -> EdnReader.readOne("12e2147483647M")).getMessage());
    EdnReader.readOne("n".repeat(1_024));
    assertTrue(
        faultOf(() -> EdnReader.readOne(":" + "n".repeat(1_025)))
            .getMessage()
            .endsWith("…: expected at most 1024 characters in a name, found 1025"));
  }

  @Test
  void manyCollidingKeysAreReadInReasonableTime() {
    StringBuilder text = new StringBuilder("#{");
    for (int number = 0; number < 1 << 14; number++) {
      text.append('"');
      for (int bit = 1; bit < 1 << 14; bit *= 2) {
        text.append((number & bit) == 0 ? "Aa" : "BB");
      }
      text.append('"');
    }
    EdnSet set = (EdnSet) EdnReader.readOne(text.append('}').toString());
    assertEquals(1 << 14, set.size());
    assertTrue(set.contains(Text.of("AaBB".repeat(7))));
    assertEquals(60_000, ((EdnSet) EdnReader.readOne("#{" + "##NaN ".repeat(60_000) + "}")).size());
  }

  @Test
  void duplicatesAmongManyAreFoundAtTheFirstRepetition() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append(" x\n");
    }
    assertEquals(
        "edn:1001:1: duplicate key 500: expected each once, found it before at 501:1",
        faultOf(() -> EdnReader.readOne(text + "500 y 7 z}")).getMessage());
  }

  @Test
  void limitsThemselvesAreChecked() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new ReadLimits(0, 1, 1));
    assertEquals("bad read limit depth: expected 1 to 100000, found 0", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ReadLimits(1, 1L << 40, 1));
    assertThrows(IllegalArgumentException.class, () -> new ReadLimits(1, 1, -1));
  }

  @Test
  void aPrinterWithLimitsMakesOnlyWhatAReaderWithThemTakes() {
    int accepted = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      ValueGenerator generator = ValueGenerator.of(seed);
      Value value = generator.next();
      ReadLimits limits =
          new ReadLimits(
              generator.random().nextInt(1, 6),
              generator.random().nextInt(1, 400),
              generator.random().nextInt(1, 40));
      boolean readable = isRead(EdnPrinter.toBytes(value), limits);
      assertEquals(readable, isPrinted(value, limits), "seed %d: %s".formatted(seed, value));
      accepted += readable ? 1 : 0;
    }
    assertTrue(accepted > 200, "only %d were accepted".formatted(accepted));
  }

  private static boolean isRead(byte[] text, ReadLimits limits) {
    try {
      EdnReader.readOne(text, "t", limits);
      return true;
    } catch (EdnException e) {
      return false;
    }
  }

  private static boolean isPrinted(Value value, ReadLimits limits) {
    try {
      EdnPrinter.toBytes(value, limits);
      return true;
    } catch (EdnException e) {
      assertTrue(e.getMessage().startsWith("cannot print: expected at most "), e.getMessage());
      return false;
    }
  }

  @Test
  void malformedUtf8IsAFaultWhereverItStands() {
    int[][] malformed = {
      {0x80},
      {0xc0, 0x80},
      {0xc1, 0xbf},
      {0xc3},
      {0xc3, 0x28},
      {0xe0, 0x80, 0x80},
      {0xe2, 0x82},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x80, 0x80, 0x80},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf8, 0x88},
      {0xff}
    };
    String[][] places = {
      {"[é ", "]"},
      {"[é \"x", "\"]"},
      {"[é \"\\n", "\"]"},
      {"é ;", "\n1"},
      {"é a", " "},
      {"é \\", " "},
      {"é :k", ""},
      {"é #", " 1"},
      {"é \"\\", "\""}
    };
    for (String[] place : places) {
      for (int[] bytes : malformed) {
        EdnReader reader = EdnReader.of(join(place, bytes), "t", ReadLimits.DOCUMENT);
        EdnException e = faultOf(reader::allSyntax);
        String expected =
            "t:1:%d: malformed UTF-8: expected a character, found byte 0x%02x"
                .formatted(place[0].length() + 1, bytes[0]);
        assertEquals(expected, e.getMessage());
      }
    }
  }

  private static byte[] join(String[] place, int[] middle) {
    byte[] before = place[0].getBytes(UTF_8);
    byte[] after = place[1].getBytes(UTF_8);
    byte[] all = new byte[before.length + middle.length + after.length];
    System.arraycopy(before, 0, all, 0, before.length);
    for (int i = 0; i < middle.length; i++) {
      all[before.length + i] = (byte) middle[i];
    }
    System.arraycopy(after, 0, all, before.length + middle.length, after.length);
    return all;
  }

  @Test
  void halfASurrogatePairIsNoText() {
    assertEquals(
        "cannot read edn: expected Unicode text, found half a surrogate pair at index 2",
        faultOf(() -> EdnReader.readOne("\"a\ud800\"")).getMessage());
  }

  @Test
  void aBrokenStreamIsNamed() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk gone");
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return read();
          }
        };
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () -> EdnReader.of(broken, "x.edn", ReadLimits.DOCUMENT).next());
    assertEquals("cannot read x.edn: disk gone", e.getMessage());
  }

  @Test
  void aStreamIsReadNoFurtherThanItsFirstValueNeeds() {
    ByteArrayInputStream in = new ByteArrayInputStream("[1] ".getBytes(UTF_8));
    InputStream thenBlocks =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read on");
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            if (in.available() == 0) {
              throw new AssertionError("read on");
            }
            return in.read(to, offset, length);
          }
        };
    assertEquals(
        Optional.of(EdnVector.of(Int.of(1))),
        EdnReader.of(thenBlocks, "t", ReadLimits.DOCUMENT).next());
  }

  private static Value readSmall(String text) {
    return EdnReader.readOne(text.getBytes(UTF_8), "t", SMALL);
  }

  private static void assertFault(String message, String text) {
    assertEquals(message, faultOf(() -> readSmall(text)).getMessage());
  }

  private static EdnException faultOf(Runnable action) {
    return assertThrows(EdnException.class, action::run);
  }

  /** A text whose last character comes over and over, without end. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private int given;

    Endless(String start) {
      this.start = start.getBytes(UTF_8);
    }

    @Override
    public int read() {
      return start[Math.min(given++, start.length - 1)];
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      for (int i = 0; i < length; i++) {
        to[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
