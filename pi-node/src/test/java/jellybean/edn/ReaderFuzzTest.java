package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * No input makes the reader crash, loop or take memory past its limits.
 *
 * <p>In a normal build the fuzz tests run the inputs kept under {@code ReaderFuzzTestInputs}. To
 * look for new ones, run one of them with {@code JAZZER_FUZZ=1} in the environment and {@code
 * -Djazzer.hooks=true}.
 */
class ReaderFuzzTest {
  private static final ReadLimits LIMITS = new ReadLimits(32, 4_096, 1_000);

  @FuzzTest(maxDuration = "60s")
  void readingNeverFailsButWithAnEdnException(byte[] input) {
    check(input);
  }

  @FuzzTest(maxDuration = "60s")
  void whatWasReadPrintsAndReadsBackTheSame(byte[] input) {
    for (Value value : readAll(EdnReader.of(input, "fuzz", LIMITS), new ArrayList<>())) {
      checkPrinting(value);
    }
  }

  @Test
  void randomBytesAreReadOrRejected() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] input = new byte[random.nextInt(40)];
      random.nextBytes(input);
      check(input);
    }
  }

  @Test
  void damagedBytesAreReadOrRejected() {
    for (long seed = 0; seed < 5_000; seed++) {
      ValueGenerator generator = ValueGenerator.of(seed);
      byte[] input = EdnPrinter.toBytes(generator.coll(2));
      int damages = generator.random().nextInt(1, 4);
      for (int i = 0; i < damages; i++) {
        int at = generator.random().nextInt(input.length);
        input[at] = (byte) (input[at] ^ 1 << generator.random().nextInt(8));
      }
      check(input);
    }
  }

  private static void check(byte[] input) {
    List<Object> whole = new ArrayList<>();
    List<Object> streamed = new ArrayList<>();
    List<Value> values = readAll(EdnReader.of(input, "fuzz", LIMITS), whole);
    readAll(EdnReader.of(new ByteArrayInputStream(input), "fuzz", LIMITS), streamed);
    assertEquals(whole.toString(), streamed.toString());
    assertTrue(values.size() <= input.length);
    values.forEach(ReaderFuzzTest::checkPrinting);
  }

  /** Collects values, and what was read altogether with its places or its fault. */
  private static List<Value> readAll(EdnReader reader, List<Object> everything) {
    List<Value> values = new ArrayList<>();
    try {
      for (Optional<Syntax> next = reader.nextSyntax();
          next.isPresent();
          next = reader.nextSyntax()) {
        values.add(next.get().value());
        everything.add(next.get().at());
        everything.add(next.get().value());
      }
    } catch (EdnException e) {
      assertTrue(e.getMessage().startsWith("fuzz:" + e.at() + ": "), e.getMessage());
      assertTrue(e.getMessage().length() < 1_000, e.getMessage());
      everything.add(e.getMessage());
    }
    return values;
  }

  private static void checkPrinting(Value value) {
    byte[] printed = EdnPrinter.toBytes(value);
    ReadLimits enough = LIMITS.withBytes(100 * LIMITS.bytes());
    Value again = EdnReader.readOne(printed, "again", enough);
    assertArrayEquals(printed, EdnPrinter.toBytes(again));
    assertEquals(value.hashCode(), again.hashCode());
    assertEquals(value.weightBytes(), again.weightBytes());
    Value pretty =
        EdnReader.of(EdnPrinter.pretty(value, 30), "pretty", enough).next().orElseThrow();
    assertArrayEquals(printed, EdnPrinter.toBytes(pretty));
  }
}
