package jellybean.wire;

import java.nio.ByteBuffer;

/** The 128 random bits that one life of a node draws when it starts; never reused. */
public record Boot(long high, long low) {
  /** Length in a datagram's header. */
  public static final int BYTES = 16;

  /** Reads the next {@value #BYTES} bytes. */
  public static Boot from(ByteBuffer in) {
    return new Boot(in.getLong(), in.getLong());
  }

  void to(ByteBuffer out) {
    out.putLong(high).putLong(low);
  }

  /** As {@link #from} reads it. */
  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    to(bytes);
    return bytes.array();
  }

  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
