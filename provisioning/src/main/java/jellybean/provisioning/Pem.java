package jellybean.provisioning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;

/** Files of keys and certificates: PEM (RFC 7468), modes set at creation, nothing overwritten. */
final class Pem {
  private static final int LINE_CHARS = 64;

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER = mode("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE = mode("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> PUBLIC_FILE = mode("rw-r--r--");

  private Pem() {}

  static String encode(String label, byte[] der) {
    byte[] newline = {'\n'};
    String body = Base64.getMimeEncoder(LINE_CHARS, newline).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /**
   * The first block with the label.
   *
   * @throws ProvisioningException if the file cannot be read or holds no such block
   */
  static byte[] read(Path file, String label) {
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    String text = text(file);
    int from = text.indexOf(begin);
    int to = text.indexOf(end, Math.max(from, 0));
    if (from < 0 || to < 0) {
      throw new ProvisioningException(file + ": expected a PEM block " + label + ", found none");
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to).strip());
    } catch (IllegalArgumentException e) {
      throw new ProvisioningException(file + ": bad base64 in PEM block " + label, e);
    }
  }

  static void createFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, OWNER_FOLDER);
      }
    } catch (IOException e) {
      throw new ProvisioningException("cannot create folder " + folder, e);
    }
  }

  static void writeSecret(Path file, String text) {
    write(file, text, OWNER_FILE);
  }

  static void writePublic(Path file, String text) {
    write(file, text, PUBLIC_FILE);
  }

  private static void write(Path file, String text, FileAttribute<Set<PosixFilePermission>> mode) {
    Set<StandardOpenOption> onlyNew =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel out = Files.newByteChannel(file, onlyNew, mode)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ProvisioningException(
          "cannot write " + file + ": it exists, and keys are never overwritten");
    } catch (IOException e) {
      throw new ProvisioningException("cannot write " + file, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ProvisioningException("cannot read " + file, e);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
