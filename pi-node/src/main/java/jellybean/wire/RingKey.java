package jellybean.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One secret of the fleet's key ring: {@value #BYTES} bytes, equal on every member.
 *
 * <p>Its {@link #id} is public: it travels in each datagram so that a receiver finds the key
 * without trying them all. It is the first four bytes of a SHA-256 over a label and the secret.
 */
public final class RingKey {
  public static final int BYTES = 32;

  private static final byte[] ID_LABEL = Hkdf.label("jellybean ring key id");

  private final byte[] secret;
  private final int id;

  private RingKey(byte[] secret) {
    this.secret = secret;
    this.id = idOf(secret);
  }

  /**
   * @throws IllegalArgumentException if {@code secret} is not {@value #BYTES} bytes long
   */
  public static RingKey of(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(
          "bad ring key: expected " + BYTES + " bytes, found " + secret.length);
    }
    return new RingKey(secret.clone());
  }

  public int id() {
    return id;
  }

  byte[] secret() {
    return secret;
  }

  private static int idOf(byte[] secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ID_LABEL);
      byte[] hash = sha.digest(secret);
      return (hash[0] & 0xff) << 24
          | (hash[1] & 0xff) << 16
          | (hash[2] & 0xff) << 8
          | (hash[3] & 0xff);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RingKey key && MessageDigest.isEqual(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {id});
  }

  /** The public id only. */
  @Override
  public String toString() {
    return "ring key " + HexFormat.of().toHexDigits(id);
  }
}
