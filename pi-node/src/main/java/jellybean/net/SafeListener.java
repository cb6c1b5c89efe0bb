package jellybean.net;

import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import org.tinylog.Logger;

/** Keeps a listener's exceptions away from the connections. */
final class SafeListener implements TransportListener {
  private final TransportListener listener;
  private final Counters counters;

  SafeListener(TransportListener listener, Counters counters) {
    this.listener = listener;
    this.counters = counters;
  }

  private void call(String what, Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      counters.add(Count.LISTENER_FAULTS);
      Logger.error(e, "the listener for {} failed; the transport goes on", what);
    }
  }

  @Override
  public void received(NodeId from, Envelope envelope) {
    call("envelopes", () -> listener.received(from, envelope));
  }

  @Override
  public void undeliverable(NodeId to, Envelope envelope, Keyword reason) {
    call("undeliverable envelopes", () -> listener.undeliverable(to, envelope, reason));
  }

  @Override
  public void connected(NodeId peer, long incarnation) {
    call("connections", () -> listener.connected(peer, incarnation));
  }

  @Override
  public void disconnected(NodeId peer) {
    call("connections", () -> listener.disconnected(peer));
  }

  @Override
  public void pressure(NodeId peer, boolean high) {
    call("pressure", () -> listener.pressure(peer, high));
  }

  @Override
  public void operatorEnvelope(Principal.Operator operator, Envelope envelope) {
    call("operators", () -> listener.operatorEnvelope(operator, envelope));
  }

  @Override
  public void operatorGone(Address address) {
    call("operators", () -> listener.operatorGone(address));
  }

  void payload(MembershipChannel.Receiver receiver, NodeId from, byte[] payload) {
    call("payloads", () -> receiver.received(from, payload));
  }
}
