package jellybean.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Reads certificates and keys from PEM files (RFC 7468). */
final class Pem {
  private static final int MAX_FILE_BYTES = 65_536;
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";

  private Pem() {}

  /** One certificate or more, in the file's order. */
  static List<X509Certificate> certificates(Path file) {
    List<byte[]> blocks = blocks(file, CERTIFICATE);
    List<X509Certificate> certificates = new ArrayList<>(blocks.size());
    for (byte[] der : blocks) {
      certificates.add(certificate(file, der));
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(Path file, byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new BadIdentityException(
          "cannot use " + file + ": expected an X.509 certificate, found " + e.getMessage(), e);
    }
  }

  /** The one unencrypted elliptic-curve key in a file that only its owner may read. */
  static PrivateKey privateKey(Path file) {
    List<byte[]> blocks = blocks(file, PRIVATE_KEY);
    checkPermissions(file);
    if (blocks.size() != 1) {
      throw new BadIdentityException(
          "cannot use "
              + file
              + ": expected one "
              + PRIVATE_KEY
              + " block, found "
              + blocks.size());
    }
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
    } catch (GeneralSecurityException e) {
      throw new BadIdentityException(
          "cannot use " + file + ": expected an elliptic-curve key in PKCS #8, found another", e);
    }
  }

  static void checkPermissions(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(p -> !p.name().startsWith("OWNER_"))) {
        throw new BadIdentityException(
            "cannot use "
                + file
                + ": expected only its owner to have access (chmod 600), found "
                + PosixFilePermissions.toString(permissions));
      }
    } catch (UnsupportedOperationException e) {
      // A file system without POSIX permissions has none to check.
    } catch (IOException e) {
      throw new BadIdentityException("cannot read " + file + ": " + e, e);
    }
  }

  private static List<byte[]> blocks(Path file, String label) {
    String text = read(file);
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    List<byte[]> blocks = new ArrayList<>();
    int at = text.indexOf(begin);
    while (at >= 0) {
      int bodyStart = at + begin.length();
      int bodyEnd = text.indexOf(end, bodyStart);
      if (bodyEnd < 0) {
        throw new BadIdentityException(
            "cannot use " + file + ": expected \"" + end + "\", found the end of the file");
      }
      blocks.add(base64(file, text.substring(bodyStart, bodyEnd)));
      at = text.indexOf(begin, bodyEnd);
    }
    if (blocks.isEmpty()) {
      throw new BadIdentityException(
          "cannot use " + file + ": expected \"" + begin + "\", found " + firstLine(text));
    }
    return blocks;
  }

  private static byte[] base64(Path file, String body) {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new BadIdentityException(
          "cannot use " + file + ": expected base64 between BEGIN and END, found other text", e);
    }
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      return "an empty first line";
    }
    // A wrong label is worth showing; any other content might be a secret.
    return line.startsWith("-----BEGIN ") ? "\"" + line + "\"" : "no such line";
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new BadIdentityException(
            "cannot use " + file + ": expected at most " + MAX_FILE_BYTES + " bytes, found more");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new BadIdentityException("cannot read " + file + ": no such file", e);
    } catch (IOException e) {
      throw new BadIdentityException("cannot read " + file + ": " + e, e);
    }
  }
}
