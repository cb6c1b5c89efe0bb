package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineWriterTest {
  private static final long PATIENCE_MS = 20_000;
  private static final int LINE_BYTES = 1_000;

  /** A pipe that nobody reads until it is opened. */
  private static final class Pipe extends OutputStream {
    private final CountDownLatch isWrittenTo = new CountDownLatch(1);
    private final CountDownLatch isRead = new CountDownLatch(1);
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

    @Override
    public void write(int oneByte) {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      isWrittenTo.countDown();
      await(isRead);
      arrived.write(bytes, from, length);
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    List<String> lines() {
      return arrived.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  private final Pipe pipe = new Pipe();

  private LineWriter writer() {
    return new LineWriter("test-lines", new PrintStream(pipe), count -> count + " missing\n");
  }

  private static String line(int number) {
    return String.format("%0" + LINE_BYTES + "d", number);
  }

  @Test
  void linesArriveInOrder() {
    pipe.isRead.countDown();
    LineWriter writer = writer();
    List<String> lines = IntStream.range(0, 100).mapToObj(LineWriterTest::line).toList();
    lines.forEach(line -> writer.write(line + "\n"));
    writer.flush(PATIENCE_MS);
    assertEquals(lines, pipe.lines());
  }

  @Test
  void whoHasALineNeverWaitsAndWhatIsMissingIsSaidWhenTheStreamFlowsAgain() {
    LineWriter writer = writer();
    writer.write("first\n");
    Pipe.await(pipe.isWrittenTo);
    int count = 2 * LineWriter.MAX_BYTES / LINE_BYTES;
    IntStream.range(0, count).forEach(n -> writer.write(line(n) + "\n"));
    pipe.isRead.countDown();
    writer.flush(PATIENCE_MS);
    writer.write("last\n");
    writer.flush(PATIENCE_MS);

    List<String> lines = pipe.lines();
    int kept = lines.size() - 3;
    assertEquals("first", lines.getFirst());
    assertEquals(
        IntStream.range(0, kept).mapToObj(LineWriterTest::line).toList(),
        lines.subList(1, kept + 1));
    assertTrue(kept > 0 && kept < LineWriter.MAX_BYTES / LINE_BYTES, "kept " + kept);
    assertEquals(List.of(count - kept + " missing", "last"), lines.subList(kept + 1, kept + 3));
  }

  @Test
  void theEndDoesNotWaitForAStreamThatNobodyReads() {
    LineWriter writer = writer();
    writer.write("first\n");
    Pipe.await(pipe.isWrittenTo);
    writer.flush(1);
    assertEquals(List.of(), pipe.lines());
    pipe.isRead.countDown();
  }

  @Test
  void missingEventsAreAnEvent() {
    LineWriter events = Events.lines(new PrintStream(pipe));
    String event = Events.line(Events.of("connected"));
    events.write(event);
    Pipe.await(pipe.isWrittenTo);
    int count = LineWriter.MAX_BYTES / event.length();
    IntStream.range(0, count).forEach(n -> events.write(event));
    pipe.isRead.countDown();
    events.flush(PATIENCE_MS);
    List<String> lines = pipe.lines();
    assertFalse(lines.size() > count, "all " + count + " arrived");
    assertEquals(
        "{:event :events-missing, :count " + (count + 2 - lines.size()) + "}", lines.getLast());
  }
}
