package jellybean.net;

import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.function.LongSupplier;

/**
 * Whom this side lets in at this moment, once the signatures are known to be the fleet's: whoever's
 * certificate is valid now and names somebody of this fleet.
 *
 * <p>Asked after every handshake, not only by {@link FleetTrust} during a full one: TLS resumes a
 * session without asking who the other was, hours after it was judged. What may change meanwhile is
 * to be judged here; a list of those denied would be, too.
 */
final class Admission {
  private final String fleet;
  private final LongSupplier wallMs;

  /**
   * @param wallMs the time of day, as {@link System#currentTimeMillis} tells it
   */
  Admission(String fleet, LongSupplier wallMs) {
    this.fleet = fleet;
    this.wallMs = wallMs;
  }

  /**
   * Judges the chain of a session whose handshake has succeeded.
   *
   * @param chain the peer's own certificate first
   * @return whom it names
   */
  Principal admit(Certificate[] chain) throws PeerRefusedException {
    for (Certificate certificate : chain) {
      checkDates((X509Certificate) certificate);
    }
    return principal((X509Certificate) chain[0]);
  }

  void checkDates(X509Certificate certificate) throws PeerRefusedException {
    try {
      certificate.checkValidity(new Date(wallMs.getAsLong()));
    } catch (CertificateExpiredException e) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_EXPIRED,
          describe(certificate) + " expired at " + certificate.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException e) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_NOT_YET_VALID,
          describe(certificate) + " is valid from " + certificate.getNotBefore().toInstant());
    }
  }

  Principal principal(X509Certificate leaf) throws PeerRefusedException {
    Principal principal;
    try {
      principal = Principal.of(leaf);
    } catch (UnnamedCertificateException e) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_UNNAMED, describe(leaf) + ": " + e.getMessage());
    }
    if (!principal.fleet().equals(fleet)) {
      throw new PeerRefusedException(
          HandshakeFault.OTHER_FLEET, "expected fleet " + fleet + ", found " + principal);
    }
    return principal;
  }

  static String describe(X509Certificate certificate) {
    return "certificate \""
        + certificate.getSubjectX500Principal().getName()
        + "\" issued by \""
        + certificate.getIssuerX500Principal().getName()
        + "\"";
  }
}
