package jellybean.wire;

import jellybean.wire.FrameException.Fault;

/**
 * How frames are told apart in a stream of bytes. A body that is larger than a frame may be travels
 * in chunks, between which other frames may come: only so little of a large one is on its way that
 * nothing else waits for long.
 *
 * <pre>
 *  byte 0        1        2        3        4                    4 + n
 *      +--------+--------+--------+--------+------------- ... ---+
 *      |CL  n: bytes of the body, big-endian |  body: one EDN      |
 *      |    1 &lt;= n &lt;= 65 536                 |  value in UTF-8     |
 *      +--------+--------+--------+--------+------------- ... ---+
 *
 *  C  a chunk: the bodies of the chunks up to the last make one body of at most 2 MiB
 *  L  the last chunk
 * </pre>
 */
public final class Framing {
  public static final int LENGTH_BYTES = 4;
  public static final int MAX_BODY_BYTES = 65_536;

  /** What chunks may add up to: a document, and what stands around it and escapes it. */
  public static final int MAX_MESSAGE_BYTES = 2 << 20;

  /** The body of a chunk. */
  public static final int CHUNK_BYTES = 32 * 1_024;

  private static final int CHUNK_FLAG = 1 << 31;
  private static final int LAST_FLAG = 1 << 30;

  private Framing() {}

  /** Whether the four bytes are those of a chunk. */
  public static boolean isChunk(int length) {
    return (length & CHUNK_FLAG) != 0 && chunkBytes(length) <= MAX_BODY_BYTES;
  }

  /** Whether a chunk is the last one. */
  public static boolean isLast(int length) {
    return (length & LAST_FLAG) != 0;
  }

  /** The length of a chunk's body. */
  public static int chunkBytes(int length) {
    return length & ~(CHUNK_FLAG | LAST_FLAG);
  }

  /** The four bytes before a chunk. */
  public static int chunkLength(int bodyBytes, boolean isLast) {
    return bodyBytes | CHUNK_FLAG | (isLast ? LAST_FLAG : 0);
  }

  /**
   * Checks the four bytes before a body, before anything is allocated for it.
   *
   * @param length the four bytes as a big-endian int
   * @param maxBytes what this connection may send now; at most {@link #MAX_BODY_BYTES}
   * @return the length of the body
   * @throws FrameException if the length is outside 1 to {@code maxBytes}
   */
  public static int bodyBytes(int length, int maxBytes) {
    if (length == 0) {
      throw new FrameException(
          Fault.EMPTY, "bad frame: expected a length of 1 to " + maxBytes + " bytes, found 0");
    }
    if (length < 0 || length > maxBytes) {
      throw new FrameException(
          Fault.TOO_LARGE,
          "bad frame: expected a length of 1 to "
              + maxBytes
              + " bytes, found "
              + Integer.toUnsignedString(length));
    }
    return length;
  }
}
