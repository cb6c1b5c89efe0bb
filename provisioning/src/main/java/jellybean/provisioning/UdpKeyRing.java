package jellybean.provisioning;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import jellybean.edn.Bytes;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * The shared keys of a fleet's UDP traffic, {@value #KEY_BYTES} bytes each; the first one seals,
 * all of them open.
 *
 * <p>As a file: <code>{:keys [#jelly/bytes "…" …]}</code>, readable by the owner only.
 */
public record UdpKeyRing(List<Bytes> keys) {
  public static final String FILE = "keyring.edn";
  public static final int KEY_BYTES = 32;

  /** As many as a node accepts: old, current, next, and one to spare. */
  public static final int MAX_KEYS = 4;

  public UdpKeyRing {
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new ProvisioningException(
          "bad key ring: expected 1 to " + MAX_KEYS + " keys, found " + keys.size());
    }
    for (Bytes key : keys) {
      if (key.size() != KEY_BYTES) {
        throw new ProvisioningException(
            "bad key ring: expected keys of " + KEY_BYTES + " bytes, found " + key.size());
      }
    }
    keys = List.copyOf(keys);
  }

  /** A ring of one new key. */
  public static UdpKeyRing create() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new UdpKeyRing(List.of(Bytes.of(key)));
  }

  /**
   * Writes {@value #FILE} into {@code folder}, which is made if it is missing.
   *
   * @throws ProvisioningException if the file exists or cannot be written
   */
  public void writeTo(Path folder) {
    Pem.createFolder(folder);
    Value ring = EdnMap.of(Keyword.of("keys"), EdnVector.of(List.<Value>copyOf(keys)));
    Pem.writeSecret(folder.resolve(FILE), EdnPrinter.toString(ring) + "\n");
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "key ring of " + keys.size();
  }
}
