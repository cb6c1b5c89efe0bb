package jellybean.message;

/**
 * Where an answer goes: the asking actor, the node it lives on, and which of its questions is
 * answered. A value that may be kept in a state and used later.
 *
 * @param ask number of the question, unique within the asker's incarnation
 */
public record ReplyTo(Address asker, NodeId node, long ask) {}
