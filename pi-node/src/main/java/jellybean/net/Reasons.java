package jellybean.net;

import jellybean.edn.Keyword;
import jellybean.wire.FrameException;

/** Why something was not delivered, or a connection ends. */
final class Reasons {
  static final Keyword MEMBER_LOST = Keyword.of("member-lost");
  static final Keyword OVERFLOW = Keyword.of("overflow");
  static final Keyword UNREACHABLE = Keyword.of("unreachable");
  static final Keyword CLOSED = Keyword.of("closed");
  static final Keyword TOO_LARGE = Keyword.of("too-large");
  static final Keyword NOT_DATA = Keyword.of("not-data");
  static final Keyword OPERATOR_GONE = Keyword.of("operator-gone");
  static final Keyword SUPERSEDED = Keyword.of("superseded");
  static final Keyword TIE = Keyword.of("tie");

  static final Keyword DENIED = Keyword.of("denied");

  private Reasons() {}

  /** Why an envelope cannot be written. */
  static Keyword of(FrameException.Fault fault) {
    return fault == FrameException.Fault.TOO_LARGE ? TOO_LARGE : NOT_DATA;
  }
}
