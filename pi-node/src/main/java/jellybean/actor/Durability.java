package jellybean.actor;

/** What of an actor outlives its node, in the node's {@link jellybean.port.Journal}. */
public enum Durability {
  /** Nothing. */
  VOLATILE,
  /** Its state; for parts of the node, which repeat what they say to each other anyway. */
  STATE,
  /** Its state, the messages that it accepted, and which of those it has handled. */
  ALL
}
