package jellybean.sim.link;

import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;

/** What nodes say on a connection; the frames of {@code wire} without their bytes. */
sealed interface Said {
  /** What a frame takes beside an envelope, roughly. */
  int FRAME_BYTES = 24;

  /** Of a node's life, the dial it belongs to, and what was received from the other side. */
  record Hello(NodeId node, long incarnation, long dial, long stream, Optional<Resume> resume)
      implements Said {}

  /** What was received, and the last dial of the other side that was answered. */
  record Resume(long incarnation, long stream, long received, long dial) {}

  record Numbered(long sequence, byte[] envelope) implements Said {}

  record Ack(long received) implements Said {}

  record Bye(Keyword reason) implements Said {}
}
