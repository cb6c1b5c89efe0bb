package jellybean.net;

/** Why a connection was not established; each is counted under its own name. */
enum HandshakeFault {
  /** The other side does not speak TLS. */
  NOT_TLS,
  CERTIFICATE_MISSING,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_NOT_YET_VALID,
  /** Not signed by the fleet's authority. */
  CERTIFICATE_UNTRUSTED,
  /** Signed, but does not say for whom. */
  CERTIFICATE_UNNAMED,
  /** Signed, but for another fleet. */
  OTHER_FLEET,
  /** On the fleet's deny-list. */
  DENIED,
  /** The greeting claims to be someone else than the certificate. */
  NAME_MISMATCH,
  /** Not the node that was dialled. */
  WRONG_NODE,
  /** A connection with this node's own name. */
  MYSELF,
  OTHER_PROTOCOL,
  /** The first frame was not a greeting. */
  NO_GREETING,
  /** The greeting is older than one that was heard before. */
  STALE,
  /** It made room for another in its handshake, or there are too many operators. */
  TOO_MANY,
  TIMEOUT,
  /** The other side said no, or closed when it had heard the greeting. */
  REFUSED_BY_PEER,
  /**
   * The other side went away during the handshake: it found a better connection, or only looked
   * whether somebody is there. Counted, but not worth a warning.
   */
  CLOSED_EARLY,
  /** Nothing answers at the address. */
  UNREACHABLE,
  /** Any other failure of TLS. */
  TLS
}
