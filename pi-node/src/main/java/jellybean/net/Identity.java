package jellybean.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who this process is, and whom it trusts, from a directory of PEM files: {@value #CA} (the fleet's
 * authority, or several while one replaces another), {@value #CERTIFICATE} (own certificate first,
 * then any between it and the authority), {@value #KEY} (its key).
 *
 * @param principal whom the own certificate names
 */
public record Identity(
    Path directory,
    List<X509Certificate> authorities,
    List<X509Certificate> chain,
    PrivateKey key,
    Principal principal) {

  public static final String CA = "ca.pem";
  public static final String CERTIFICATE = "cert.pem";
  public static final String KEY = "key.pem";

  private static final int PROBE_BYTES = 32;

  /**
   * Reads and checks a directory. Validity dates are not judged: the clock may not be set yet.
   *
   * @throws BadIdentityException if a file is missing, malformed or readable by others, the key
   *     does not belong to the certificate, or the authority did not sign it
   */
  public static Identity load(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BadIdentityException("cannot read identity " + directory + ": no such directory");
    }
    List<X509Certificate> authorities = Pem.certificates(directory.resolve(CA));
    Path certificateFile = directory.resolve(CERTIFICATE);
    List<X509Certificate> chain = Pem.certificates(certificateFile);
    Path keyFile = directory.resolve(KEY);
    PrivateKey key = Pem.privateKey(keyFile);
    if (!belongs(key, chain.getFirst())) {
      throw new BadIdentityException(
          "cannot use " + keyFile + ": expected the key of " + certificateFile + ", found another");
    }
    checkSigned(certificateFile, chain, authorities);
    return new Identity(
        directory, authorities, chain, key, principal(certificateFile, chain.getFirst()));
  }

  private static Principal principal(Path file, X509Certificate certificate) {
    try {
      return Principal.of(certificate);
    } catch (UnnamedCertificateException e) {
      throw new BadIdentityException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    byte[] probe = new byte[PROBE_BYTES];
    new SecureRandom().nextBytes(probe);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void checkSigned(
      Path file, List<X509Certificate> chain, List<X509Certificate> authorities) {
    X509Certificate last = chain.getLast();
    for (X509Certificate authority : authorities) {
      try {
        last.verify(authority.getPublicKey());
        return;
      } catch (GeneralSecurityException e) {
        // Not this one; the next may be it.
      }
    }
    throw new BadIdentityException(
        "cannot use "
            + file
            + ": expected it to be signed by "
            + file.resolveSibling(CA)
            + ", found issuer \""
            + last.getIssuerX500Principal().getName()
            + "\"");
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return principal + " from " + directory;
  }
}
