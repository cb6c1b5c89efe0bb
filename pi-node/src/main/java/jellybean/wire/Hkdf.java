package jellybean.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import jellybean.message.NodeId;

/** Derives the key that one life of one node seals its datagrams with. RFC 5869 with SHA-256. */
final class Hkdf {
  private static final byte[] SUBKEY_LABEL = label("jellybean datagram 2 ");
  private static final int SUBKEY_BYTES = 32;

  private final KDF kdf;

  Hkdf() {
    try {
      kdf = KDF.getInstance("HKDF-SHA256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks HKDF-SHA256", e);
    }
  }

  static byte[] label(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Input the ring key, salt the boot, info a label and the node id in full. */
  SecretKey subkey(RingKey key, NodeId node, Boot boot) {
    HKDFParameterSpec spec =
        HKDFParameterSpec.ofExtract()
            .addIKM(key.secret())
            .addSalt(boot.bytes())
            .thenExpand(info(node), SUBKEY_BYTES);
    try {
      return kdf.deriveKey("ChaCha20", spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF failed on arguments of fixed length", e);
    }
  }

  private static byte[] info(NodeId node) {
    byte[] id = label(node.value());
    byte[] info = new byte[SUBKEY_LABEL.length + id.length];
    System.arraycopy(SUBKEY_LABEL, 0, info, 0, SUBKEY_LABEL.length);
    System.arraycopy(id, 0, info, SUBKEY_LABEL.length, id.length);
    return info;
  }
}
