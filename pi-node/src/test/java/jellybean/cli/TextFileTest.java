package jellybean.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir private Path folder = Path.of("unset");

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("text"), bytes);
  }

  private String fault(Path file) {
    CommandFailedException fault =
        assertThrows(CommandFailedException.class, () -> TextFile.requireUtf8(file));
    return String.valueOf(fault.getMessage());
  }

  @Test
  void textOfAnyLengthInUtf8IsAccepted() throws IOException {
    for (int length : new int[] {0, 1, 8_191, 8_192, 16_383, 16_384, 16_385, 40_000}) {
      Path file = file(("x".repeat(length) + "é€😀\n").getBytes(UTF_8));
      assertEquals(file.toAbsolutePath(), TextFile.requireUtf8(file), "length " + length);
    }
  }

  @Test
  void anotherEncodingIsRefusedWithItsLine() throws IOException {
    Path file = file("one\ntwo\ncafé au lait\n".getBytes(ISO_8859_1));
    assertEquals(
        file + ":3: expected text in UTF-8, found the byte 0xe9 that cannot stand there",
        fault(file));
  }

  @Test
  void aCharacterCutOffAtTheEndIsRefused() throws IOException {
    Path file = file(new byte[] {'a', '\n', (byte) 0xe2, (byte) 0x82});
    assertEquals(
        file + ":2: expected text in UTF-8, found the byte 0xe2 that cannot stand there",
        fault(file));
  }

  @Test
  void aMissingFileIsRefused() {
    Path missing = folder.resolve("none.txt");
    assertEquals(missing + ": expected a readable file, found nothing there", fault(missing));
  }

  @Test
  void aFolderIsRefused() {
    assertEquals(folder + ": expected a readable file, found a directory", fault(folder));
  }

  @Test
  void whatIsNoFileIsRefusedBeforeItIsRead() {
    Path endless = Path.of("/dev/zero");
    assertEquals("/dev/zero: expected a file, found a pipe or a device", fault(endless));
  }
}
