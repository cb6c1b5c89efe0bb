package jellybean.wire;

import jellybean.message.NodeId;

/** What became of a datagram that arrived. */
public sealed interface Opening {
  /**
   * It is authentic and new.
   *
   * @param from the node that sealed it, as far as a key that all members share can prove
   */
  record Opened(NodeId from, byte[] payload) implements Opening {}

  /** It is not; nothing of it may be used. */
  record Refused(Reason reason, String detail) implements Opening {}

  /** Why a datagram was refused. */
  enum Reason {
    TOO_LARGE,
    TRUNCATED,
    BAD_HEADER,
    UNKNOWN_KEY,
    NOT_AUTHENTIC,
    REPLAYED,
    FROM_MYSELF,
    OTHER_BOOT
  }
}
