package jellybean.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.wire.FrameException;
import jellybean.wire.SharedRing;

/**
 * The key ring as a file: {@code {:keys [#jelly/bytes "…" …]}}, 32 bytes each, and {@code :version}
 * once it was changed. The first key seals, all of them open.
 */
public final class RingFile {
  public static final String NAME = "keyring.edn";

  private static final int MAX_FILE_BYTES = 4_096;

  private RingFile() {}

  /**
   * Reads that of a directory.
   *
   * @throws BadIdentityException if the file is missing, readable by others, or not such a map
   */
  public static SharedRing load(Path directory) {
    Path file = directory.resolve(NAME);
    byte[] bytes = read(file);
    Pem.checkPermissions(file);
    try {
      return SharedRing.of(
          EdnReader.readOne(bytes, file.toString(), ReadLimits.DOCUMENT.withBytes(MAX_FILE_BYTES)));
    } catch (EdnException e) {
      // The content is secret: it is not shown.
      throw new BadIdentityException("cannot use " + file + ": " + e.getMessage(), e);
    } catch (FrameException e) {
      throw new BadIdentityException("cannot use " + file + ": " + e.getMessage(), e);
    }
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
