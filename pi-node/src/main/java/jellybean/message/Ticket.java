package jellybean.message;

/**
 * What lets the node of a receiver know a message that comes again, however often its sender's node
 * or its own was started meanwhile. A node numbers what it keeps until it is <em>accepted</em>, for
 * each receiver, in the order in which it was said.
 *
 * @param from the node that keeps the message
 * @param isKept whether it keeps it on disk; otherwise for as long as it lives
 * @param epoch what the numbers count within: one store, or one life
 * @param number grows with each message to that receiver
 * @param previous the number of the message before it that is not confirmed yet; 0 if all are
 */
public record Ticket(NodeId from, boolean isKept, long epoch, long number, long previous) {
  /** Messages of a node to one receiver that are numbered together. */
  public record Stream(NodeId from, boolean isKept) {}

  public Stream stream() {
    return new Stream(from, isKept);
  }

  /** The same, as the message is sent now. */
  public Ticket after(long unconfirmed) {
    return new Ticket(from, isKept, epoch, number, unconfirmed);
  }
}
