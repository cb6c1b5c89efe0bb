package jellybean.net;

import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/**
 * Hears what happens on the network. Every method is called on the event loop thread {@code
 * jellybean-net} and must return at once; what it throws is logged and counted, nothing more.
 */
public interface TransportListener {
  /** An envelope arrived; once and in order per pair of incarnations. */
  void received(NodeId from, Envelope envelope);

  /**
   * An envelope that was accepted for sending cannot be delivered, or nobody can know whether it
   * was.
   *
   * @param reason {@code :member-lost} (the peer's life ended or it was given up), {@code
   *     :overflow} (too much unconfirmed), {@code :unreachable} (no connection for too long),
   *     {@code :closed} (this transport was)
   */
  void undeliverable(NodeId to, Envelope envelope, Keyword reason);

  /** A link to this life of the peer has a connection, first or again. */
  void connected(NodeId peer, long incarnation);

  /** It has none any more; it will be dialled again while there is a reason to. */
  void disconnected(NodeId peer);

  /**
   * The window towards a peer fills up, or has emptied again.
   *
   * @param high true above half of the window: say less; false below a quarter
   */
  void pressure(NodeId peer, boolean high);

  /**
   * An operator says something.
   *
   * @param envelope its sender, and whom an answer goes to, are {@code /op/<this
   *     node>/<connection>}
   */
  void operatorEnvelope(Principal.Operator operator, Envelope envelope);

  /** An operator's connection is gone; nothing can be sent to {@code address} any more. */
  void operatorGone(Address address);
}
