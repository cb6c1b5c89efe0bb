package jellybean.message;

/**
 * Identifies a message for ever: the node that said it, that node's incarnation, and a number that
 * grows by one with each message of that incarnation.
 */
public record MessageId(NodeId node, long incarnation, long sequence) {
  @Override
  public String toString() {
    return node + "/" + incarnation + "/" + sequence;
  }
}
