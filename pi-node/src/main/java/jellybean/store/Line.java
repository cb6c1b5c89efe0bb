package jellybean.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;

/**
 * One line of a log:
 *
 * <pre>
 * 9a3f01c2 4096 {:step "/house/lamp" …}
 * checksum synced EDN
 * </pre>
 *
 * <p>{@code synced} is how many bytes of the file were on disk when the line was written: a line
 * before that mark that cannot be read is damage, not the end of what a power cut left. The
 * checksum (CRC-32C, as in iSCSI, RFC 3720) covers the file's number, the line's place in it and
 * all that follows the checksum, so that what belongs elsewhere is not taken for a line of this
 * place. The printer escapes line feeds, so a line feed ends a line and is nowhere else.
 *
 * @param synced bytes of the file
 */
record Line(long synced, Value value) {
  /** What a line may take with its checksum and mark. */
  static final int MAX_BYTES = 4 << 20;

  /** Of its EDN: an entry holds values of the usual depth and a few collections around them. */
  static final ReadLimits LIMITS =
      new ReadLimits(ReadLimits.DEFAULT_DEPTH + 8, MAX_BYTES - 64, 1 << 19);

  private static final int CHECKSUM_CHARS = 8;

  /** The bytes of a line with its line feed. */
  static byte[] bytes(long file, long offset, long synced, byte[] edn) {
    byte[] mark = (" " + synced + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] line = new byte[CHECKSUM_CHARS + mark.length + edn.length + 1];
    System.arraycopy(mark, 0, line, CHECKSUM_CHARS, mark.length);
    System.arraycopy(edn, 0, line, CHECKSUM_CHARS + mark.length, edn.length);
    line[line.length - 1] = '\n';
    String checksum = checksum(file, offset, line, line.length - 1);
    System.arraycopy(checksum.getBytes(StandardCharsets.US_ASCII), 0, line, 0, CHECKSUM_CHARS);
    return line;
  }

  /** A line without its line feed; empty if that is none of this place. */
  static Optional<Line> read(long file, long offset, byte[] line) {
    int end = endOfMark(line);
    if (end < 0) {
      return Optional.empty();
    }
    String checksum = new String(line, 0, CHECKSUM_CHARS, StandardCharsets.US_ASCII);
    if (!checksum.equals(checksum(file, offset, line, line.length))) {
      return Optional.empty();
    }
    String mark =
        new String(line, CHECKSUM_CHARS + 1, end - CHECKSUM_CHARS - 1, StandardCharsets.US_ASCII);
    byte[] edn = Arrays.copyOfRange(line, end + 1, line.length);
    try {
      return Optional.of(new Line(Long.parseLong(mark), EdnReader.readOne(edn, "line", LIMITS)));
    } catch (EdnException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Where the space behind the mark is; negative if the line has not that shape. */
  private static int endOfMark(byte[] line) {
    if (line.length < CHECKSUM_CHARS + 3 || line[CHECKSUM_CHARS] != ' ') {
      return -1;
    }
    int at = CHECKSUM_CHARS + 1;
    while (at < line.length && line[at] >= '0' && line[at] <= '9') {
      at++;
    }
    return at > CHECKSUM_CHARS + 1 && at < line.length && line[at] == ' ' ? at : -1;
  }

  private static String checksum(long file, long offset, byte[] line, int length) {
    CRC32C crc = new CRC32C();
    crc.update((file + " " + offset).getBytes(StandardCharsets.US_ASCII));
    crc.update(line, CHECKSUM_CHARS, length - CHECKSUM_CHARS);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
