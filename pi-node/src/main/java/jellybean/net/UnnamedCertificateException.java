package jellybean.net;

import java.security.cert.CertificateException;

/** A certificate that does not say, in the one way there is, whom it names. */
public final class UnnamedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UnnamedCertificateException(String message) {
    super(message);
  }
}
