package jellybean.edn;

import java.util.Arrays;
import java.util.Base64;

/**
 * An immutable run of bytes: {@code #jelly/bytes "SGVsbG8="} (base64 with padding, RFC 4648 §4).
 */
public final class Bytes implements Value {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Copies {@code content}. */
  public static Bytes of(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** Copies {@code content} from {@code from} up to, not including, {@code to}. */
  public static Bytes of(byte[] content, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(content, from, to));
  }

  static Bytes owning(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  public int size() {
    return content.length;
  }

  public byte get(int index) {
    return content[index];
  }

  public byte[] toByteArray() {
    return content.clone();
  }

  /** Content as base64. */
  public String base64() {
    return Base64.getEncoder().encodeToString(content);
  }

  int compare(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public int weightBytes() {
    return Weight.plus(Weight.BYTES, content.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Hashing.mix(Arrays.hashCode(content) ^ Hashing.BYTES);
  }

  @Override
  public String toString() {
    return "#jelly/bytes \"" + base64() + "\"";
  }
}
