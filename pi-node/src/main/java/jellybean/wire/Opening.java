package jellybean.wire;

import jellybean.message.NodeId;

/** What became of a datagram that arrived. */
public sealed interface Opening {
  /**
   * It is authentic, for this life of this node, and new.
   *
   * @param from the node that sealed it, as far as a key that all members share can prove
   * @param boot the life of that node
   */
  record Opened(NodeId from, Boot boot, byte[] payload) implements Opening {}

  /**
   * It is authentic, but for anybody, and perhaps not new: whoever sealed it does not know who is
   * here.
   */
  record Knocked(NodeId from, Boot boot, byte[] payload) implements Opening {}

  /**
   * It is authentic, but for another life, of this node or of any: nothing of it may be used, but
   * that its sender may be told.
   *
   * @param meant the life it is for
   */
  record Misdirected(NodeId from, Boot boot, Boot meant, byte[] payload) implements Opening {}

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
    OTHER_BOOT,
    /** Sealed for another member, or for an earlier life of this one. */
    OTHER_RECEIVER
  }
}
