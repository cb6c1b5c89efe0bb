package jellybean.wire;

import jellybean.wire.FrameException.Fault;

/**
 * How frames are told apart in a stream of bytes.
 *
 * <pre>
 *  byte 0        1        2        3        4                    4 + n
 *      +--------+--------+--------+--------+------------- ... ---+
 *      |  n: bytes of the body, big-endian |  body: one EDN      |
 *      |  1 &lt;= n &lt;= 65 536                 |  value in UTF-8     |
 *      +--------+--------+--------+--------+------------- ... ---+
 * </pre>
 */
public final class Framing {
  public static final int LENGTH_BYTES = 4;
  public static final int MAX_BODY_BYTES = 65_536;

  private Framing() {}

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
