package jellybean.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/** Node ids from bytes that nobody has checked. */
final class NodeIds {
  private NodeIds() {}

  static Optional<NodeId> parse(byte[] ascii) {
    try {
      // Latin-1 maps each byte to one character, so that no other sequence can look like ASCII.
      return Optional.of(new NodeId(new String(ascii, StandardCharsets.ISO_8859_1)));
    } catch (BadNameException e) {
      return Optional.empty();
    }
  }
}
