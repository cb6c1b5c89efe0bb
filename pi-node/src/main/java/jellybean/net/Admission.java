package jellybean.net;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import jellybean.cluster.FleetTime.Reading;
import jellybean.message.NodeId;
import jellybean.wire.DenyList;

/**
 * Whom this side lets in at this moment, once the signatures are known to be the fleet's: whoever's
 * certificate is valid now, names somebody of this fleet, and is not on the deny-list.
 *
 * <p>Asked after every handshake, not only by {@link FleetTrust} during a full one: TLS resumes a
 * session without asking who the other was, hours after it was judged. Asked again and again while
 * a connection lives, for what may change meanwhile.
 *
 * <p>While the time is unknown, a certificate must have been valid at some time that it can be; it
 * is judged again as soon as the time is known. Any thread.
 */
final class Admission {
  private final String fleet;
  private final Supplier<Reading> clock;
  private volatile Optional<DenyList> denied = Optional.empty();

  Admission(String fleet, Supplier<Reading> clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /** From now on these are kept out. */
  void deny(DenyList list) {
    denied = Optional.of(list);
  }

  boolean deniesNode(NodeId node) {
    return denied.filter(list -> list.deniesNode(node.value())).isPresent();
  }

  /** Whether certificates can be judged by their dates. */
  boolean isSureOfTime() {
    return clock.get().isSure();
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

  /**
   * Judges it again, while the connection lives. Who was let in is not put out because the clock
   * went back.
   *
   * @param principal whom the chain names
   */
  void stillAdmit(Certificate[] chain, Principal principal) throws PeerRefusedException {
    Reading now = clock.get();
    for (Certificate certificate : chain) {
      checkNotOver((X509Certificate) certificate, now);
    }
    checkNotDenied(principal, (X509Certificate) chain[0]);
  }

  void checkDates(X509Certificate certificate) throws PeerRefusedException {
    Reading now = clock.get();
    checkNotOver(certificate, now);
    long latestMs = now.isSure() ? now.timeMs() : now.bounds().untilMs();
    Instant from = certificate.getNotBefore().toInstant();
    if (latestMs < from.toEpochMilli()) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_NOT_YET_VALID,
          describe(certificate) + " is valid from " + from);
    }
  }

  /** If the time is unknown, it is at least as late as the reading says. */
  private static void checkNotOver(X509Certificate certificate, Reading now)
      throws PeerRefusedException {
    Instant until = certificate.getNotAfter().toInstant();
    if (now.timeMs() > until.toEpochMilli()) {
      throw new PeerRefusedException(
          HandshakeFault.CERTIFICATE_EXPIRED, describe(certificate) + " expired at " + until);
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
    checkNotDenied(principal, leaf);
    return principal;
  }

  private void checkNotDenied(Principal principal, X509Certificate leaf)
      throws PeerRefusedException {
    if (denied.isEmpty()) {
      return;
    }
    DenyList list = denied.get();
    boolean byName =
        switch (principal) {
          case Principal.Node node -> list.deniesNode(node.id().value());
          case Principal.Operator operator -> list.deniesOperator(operator.name());
        };
    if (byName || list.deniesCertificate(leaf.getSerialNumber())) {
      throw new PeerRefusedException(
          HandshakeFault.DENIED,
          principal
              + " is on deny-list "
              + list.version()
              + " by its "
              + (byName ? "name" : "certificate " + leaf.getSerialNumber().toString(16)));
    }
  }

  static String describe(X509Certificate certificate) {
    return "certificate \""
        + certificate.getSubjectX500Principal().getName()
        + "\" issued by \""
        + certificate.getIssuerX500Principal().getName()
        + "\"";
  }
}
