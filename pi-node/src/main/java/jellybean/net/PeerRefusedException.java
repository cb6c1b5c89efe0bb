package jellybean.net;

import java.security.cert.CertificateException;

/** A peer's certificate is not accepted. */
final class PeerRefusedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final HandshakeFault fault;

  PeerRefusedException(HandshakeFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  HandshakeFault fault() {
    return fault;
  }
}
