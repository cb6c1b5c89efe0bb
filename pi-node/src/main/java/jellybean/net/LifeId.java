package jellybean.net;

import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/**
 * How ScaleCube is told one life of one node from another: {@code node~incarnation}. A new life is
 * another member to it, so nothing of an old one (rumours, suspicions, numbers) is held against it.
 */
record LifeId(NodeId node, long incarnation) {
  /** Not a character of node ids. */
  private static final char SEPARATOR = '~';

  /** Digits of the largest incarnation. */
  private static final int MAX_DIGITS = 19;

  static final int MAX_LENGTH = NodeId.MAX_LENGTH + 1 + MAX_DIGITS;

  /**
   * Reads the form that {@link #toString} writes, and no other: two spellings would be two members.
   */
  static LifeId parse(String text) {
    int at = text.indexOf(SEPARATOR);
    if (at < 0 || text.length() > MAX_LENGTH) {
      throw bad(text);
    }
    try {
      LifeId id =
          new LifeId(new NodeId(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
      if (id.incarnation < 1 || !id.toString().equals(text)) {
        throw bad(text);
      }
      return id;
    } catch (BadNameException | NumberFormatException e) {
      throw bad(text);
    }
  }

  private static SwimFormatException bad(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return new SwimFormatException(
        "bad member id: expected node~incarnation, found \"" + shown + "\"");
  }

  @Override
  public String toString() {
    return node.value() + SEPARATOR + incarnation;
  }
}
