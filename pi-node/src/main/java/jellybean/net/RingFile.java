package jellybean.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jellybean.edn.Bytes;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import jellybean.wire.KeyRing;
import jellybean.wire.KeyRingException;
import jellybean.wire.RingKey;

/**
 * The key ring as a file of an identity directory: {@code {:keys [#jelly/bytes "…" …]}}, 32 bytes
 * each. The first key seals, all of them open.
 */
public final class RingFile {
  public static final String NAME = "keyring.edn";

  private static final Keyword KEYS = Keyword.of("keys");
  private static final int MAX_FILE_BYTES = 4_096;

  private RingFile() {}

  /**
   * @throws BadIdentityException if the file is missing, readable by others, or not such a vector
   */
  public static KeyRing load(Path directory) {
    Path file = directory.resolve(NAME);
    byte[] bytes = read(file);
    Pem.checkPermissions(file);
    try {
      Value value =
          EdnReader.readOne(bytes, file.toString(), ReadLimits.DOCUMENT.withBytes(MAX_FILE_BYTES));
      return ring(keys(file, value));
    } catch (EdnException | KeyRingException | IllegalArgumentException e) {
      throw new BadIdentityException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<RingKey> keys(Path file, Value value) {
    List<RingKey> keys = new ArrayList<>();
    if (value instanceof EdnMap map
        && map.size() == 1
        && map.find(KEYS).orElse(Nil.NIL) instanceof EdnVector vector) {
      for (Value element : vector) {
        if (element instanceof Bytes secret) {
          keys.add(RingKey.of(secret.toByteArray()));
        }
      }
      if (!keys.isEmpty() && keys.size() == vector.size()) {
        return keys;
      }
    }
    // The content is secret: it is not shown.
    throw new BadIdentityException(
        "cannot use " + file + ": expected {:keys [#jelly/bytes \"…\" …]}, found something else");
  }

  private static KeyRing ring(List<RingKey> keys) {
    KeyRing ring = KeyRing.of(keys.getFirst());
    for (RingKey key : keys.subList(1, keys.size())) {
      ring = ring.install(key);
    }
    return ring;
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_FILE_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new BadIdentityException("cannot read " + file + ": no such file", e);
    } catch (IOException e) {
      throw new BadIdentityException("cannot read " + file + ": " + e, e);
    }
  }
}
