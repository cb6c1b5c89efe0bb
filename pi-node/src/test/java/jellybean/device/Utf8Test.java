package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UTF-8 as RFC 3629 has it, checked against the JDK's decoder. */
class Utf8Test {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ff           | 0 | the first byte of a character
          80           | 0 | the first byte of a character
          c080         | 0 | the first byte of a character
          61c3         | 2 | a continuation byte 0x80 to 0xbf
          c341         | 1 | a continuation byte 0x80 to 0xbf
          e08080       | 1 | a byte 0xa0 to 0xbf
          eda080       | 1 | a byte 0x80 to 0x9f
          e282         | 2 | a continuation byte 0x80 to 0xbf
          f0808080     | 1 | a byte 0x90 to 0xbf
          f4908080     | 1 | a byte 0x80 to 0x8f
          f09f98       | 3 | a continuation byte 0x80 to 0xbf
          f5808080     | 0 | the first byte of a character
          """)
  void saysWhereAndWhatWasExpected(String hex, int index, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Utf8.Fault fault = Utf8.firstFault(bytes, 0, bytes.length).orElseThrow();
    assertEquals(new Utf8.Fault(index, expected), fault);
  }

  @Test
  void acceptsEveryCharacter() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x800 ? 1 : 61) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(Optional.empty(), Utf8.firstFault(bytes, 0, bytes.length));
  }

  @Test
  void agreesWithTheJdkOnRandomBytes() {
    SplittableRandom random = new SplittableRandom(7);
    int[] likely = {0x41, 0x80, 0xbf, 0xc2, 0xdf, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f};
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 6)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) (random.nextBoolean() ? likely[random.nextInt(13)] : random.nextInt(256));
      }
      assertEquals(
          isUtf8(bytes),
          Utf8.firstFault(bytes, 0, bytes.length).isEmpty(),
          () -> HexFormat.of().formatHex(bytes));
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
