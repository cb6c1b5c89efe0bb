package jellybean.net;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the fleet's authority and nothing else: no authorities of the system, no host names. Says
 * why a certificate is refused.
 */
final class FleetTrust extends X509ExtendedTrustManager {
  /** Judges one side's chain. */
  private interface Check {
    void run(X509ExtendedTrustManager pkix) throws CertificateException;
  }

  private final Identity identity;
  private final Set<TrustAnchor> anchors;
  private final Admission admission;

  FleetTrust(Identity identity, Admission admission) {
    this.identity = identity;
    this.admission = admission;
    this.anchors =
        identity.authorities().stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toSet());
    pkix(new Date(0));
  }

  /** Judges signatures and usage as of a moment: dates are judged by {@link Admission} alone. */
  private X509ExtendedTrustManager pkix(Date at) {
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
      parameters.setDate(at);
      // Revocation is the fleet's own signed deny-list, not a responder somewhere.
      parameters.setRevocationEnabled(false);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      TrustManager manager = factory.getTrustManagers()[0];
      return (X509ExtendedTrustManager) manager;
    } catch (GeneralSecurityException e) {
      throw new BadIdentityException(
          "cannot use " + identity.directory().resolve(Identity.CA) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, pkix -> pkix.checkClientTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, pkix -> pkix.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, pkix -> pkix.checkClientTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, pkix -> pkix.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, pkix -> pkix.checkClientTrusted(chain, authType));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, pkix -> pkix.checkServerTrusted(chain, authType));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return identity.authorities().toArray(new X509Certificate[0]);
  }

  private void check(X509Certificate[] chain, Check signatures) throws CertificateException {
    if (chain.length == 0) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_MISSING, "expected a certificate, found none");
    }
    X509Certificate leaf = chain[0];
    admission.checkDates(leaf);
    try {
      signatures.run(pkix(leaf.getNotBefore()));
    } catch (CertificateException e) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_UNTRUSTED,
          "expected a certificate signed by this fleet's authority "
              + Arrays.toString(issuers())
              + ", found "
              + Admission.describe(leaf)
              + " ("
              + e.getMessage()
              + ")");
    }
    admission.principal(leaf);
  }

  private Object[] issuers() {
    return Arrays.stream(getAcceptedIssuers())
        .map(issuer -> issuer.getSubjectX500Principal().getName())
        .toArray();
  }
}
