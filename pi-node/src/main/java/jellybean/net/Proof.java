package jellybean.net;

import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The certificates that the other side showed, to be judged again and again. */
final class Proof {
  private final Admission admission;
  private final Certificate[] chain;
  private Optional<Principal> principal = Optional.empty();
  private boolean isJudgedByDates;

  private Proof(Admission admission, Certificate[] chain) {
    this.admission = admission;
    this.chain = chain;
  }

  /** Of a session whose handshake has succeeded; not judged yet. */
  static Proof of(SSLSession session, Admission admission) throws PeerRefusedException {
    try {
      return new Proof(admission, session.getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_MISSING, "expected a certificate, found none");
    }
  }

  /** Whom it names, if they may come in. */
  Principal judge() throws PeerRefusedException {
    isJudgedByDates = admission.isSureOfTime();
    Principal named = admission.admit(chain);
    principal = Optional.of(named);
    return named;
  }

  /** Whether they may stay: an end may have come, they may have been denied, a clock set. */
  void judgeAgain() throws PeerRefusedException {
    if (principal.isEmpty() || !isJudgedByDates && admission.isSureOfTime()) {
      judge();
    } else {
      admission.stillAdmit(chain, principal.get());
    }
  }
}
