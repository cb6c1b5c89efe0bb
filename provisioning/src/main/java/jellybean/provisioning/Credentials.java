package jellybean.provisioning;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * What a member proves itself with: its certificate and key, and the authority it trusts.
 *
 * <p>{@link #writeTo} makes the three files a node is started with; keys are unencrypted, because
 * deriving one from a password takes seconds on a board.
 */
public record Credentials(X509Certificate authority, X509Certificate certificate, PrivateKey key) {
  public static final String AUTHORITY_FILE = "ca.pem";
  public static final String CERTIFICATE_FILE = "cert.pem";
  public static final String KEY_FILE = "key.pem";

  /**
   * Writes {@value #AUTHORITY_FILE}, {@value #CERTIFICATE_FILE} and, readable by the owner only,
   * {@value #KEY_FILE} into {@code folder}, which is made if it is missing.
   *
   * @throws ProvisioningException if one of them exists or cannot be written
   */
  public void writeTo(Path folder) {
    Pem.createFolder(folder);
    Pem.writeSecret(folder.resolve(KEY_FILE), Pem.encode("PRIVATE KEY", key.getEncoded()));
    Pem.writePublic(folder.resolve(CERTIFICATE_FILE), pem(certificate));
    Pem.writePublic(folder.resolve(AUTHORITY_FILE), pem(authority));
  }

  static String pem(X509Certificate certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new ProvisioningException(
          "cannot encode the certificate of " + certificate.getSubjectX500Principal(), e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "credentials of " + certificate.getSubjectX500Principal();
  }
}
