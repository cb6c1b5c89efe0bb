package jellybean.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdnCommandTest {
  private static final long STREAM_BYTES = 32L << 20;

  @TempDir private Path folder = Path.of("unset");

  @Test
  void eachValueIsWrittenOnALine() {
    Run run = Run.jelly("{:a 1}\n[1\n 2] \"x\\ny\" ; done\n#_ignored #{:b}", "edn");
    assertEquals("{:a 1}\n[1 2]\n\"x\\ny\"\n#{:b}\n", run.out());
    assertEquals("", run.err());
    assertEquals(0, run.code());
  }

  @Test
  void aFaultGoesToStandardErrorWithItsPosition() {
    Run run = Run.jelly("{:a 1, :a 2}", "edn");
    assertTrue(run.err().startsWith("stdin:1:8: duplicate key :a"), run.err());
    assertEquals(1, run.err().lines().count());
    assertEquals("", run.out());
    assertEquals(1, run.code());
  }

  @Test
  void valuesBeforeTheFaultAreWritten() {
    Run run = Run.jelly("1 2\n3 ]", "edn");
    assertEquals("1\n2\n3\n", run.out());
    assertTrue(run.err().startsWith("stdin:2:3: "), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void aFileIsNamedInItsFaults() throws IOException {
    Path file = Files.writeString(folder.resolve("x.edn"), "[1 2", UTF_8);
    Run run = Run.jelly("", "edn", file.toString());
    assertTrue(run.err().startsWith(file + ":1:"), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void aMissingFileIsAClearError() {
    Path missing = folder.resolve("none.edn");
    Run run = Run.jelly("", "edn", missing.toString());
    assertEquals(
        "jelly edn: " + missing + ": expected a readable file, found nothing there\n", run.err());
    assertEquals(1, run.code());
  }

  @Test
  void aFolderIsNoFile() {
    Run run = Run.jelly("", "edn", folder.toString());
    assertEquals(
        "jelly edn: " + folder + ": expected a readable file, found a directory\n", run.err());
    assertEquals(1, run.code());
  }

  @Test
  void prettySpreadsAValueOverLines() {
    Run run = Run.jelly("{:a [" + "123456789 ".repeat(20) + "] :b 2}", "edn", "--pretty");
    assertTrue(run.lines().size() > 1, run.out());
    assertEquals(0, run.code());
  }

  @Test
  void aMillionBracketsAreOneClearFault() {
    Run run = Run.jelly("[".repeat(1_000_000), "edn");
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("stdin:1:"), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void aLongStreamPassesThroughALittleMemory() {
    long[] written = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            written[0] += length;
          }
        };
    Streams streams = Streams.of(new Repeating("{:a 1}\n", STREAM_BYTES), counting, System.err);
    assertEquals(0, Jelly.run(new String[] {"edn"}, streams));
    assertTrue(written[0] >= STREAM_BYTES - 7, "written " + written[0]);
  }

  @Test
  void aReaderThatGoesAwayEndsTheCommandQuietly() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
    Streams streams =
        Streams.of(
            new java.io.ByteArrayInputStream("1 2".getBytes(UTF_8)),
            closed,
            new PrintStream(err, true, UTF_8));
    assertEquals(1, Jelly.run(new String[] {"edn"}, streams));
    assertEquals("", err.toString(UTF_8));
  }

  /** The same text over and over, without keeping it. */
  private static final class Repeating extends InputStream {
    private final byte[] text;
    private final long end;
    private long at;

    Repeating(String text, long bytes) {
      this.text = text.getBytes(UTF_8);
      this.end = bytes - bytes % this.text.length;
    }

    @Override
    public int read() {
      return at == end ? -1 : text[(int) (at++ % text.length)];
    }

    @Override
    public int available() {
      return (int) Math.min(end - at, Integer.MAX_VALUE);
    }
  }
}
