package jellybean.node;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Transport;
import jellybean.port.Network;

/**
 * The network as actors see it: links to nodes, connections of operators. Actors are made before
 * the transport, because the transport needs someone to hand arrivals to; nothing is sent before
 * {@link #use}.
 */
final class Outgoing implements Network {
  private final NodeId self;
  private final AtomicReference<Optional<Open>> open = new AtomicReference<>(Optional.empty());

  private record Open(Transport transport, Undeliverable undeliverable) {}

  /** Hears of envelopes that were refused at once. */
  @FunctionalInterface
  interface Undeliverable {
    void bury(Envelope envelope, Keyword reason, Value detail);
  }

  Outgoing(NodeId self) {
    this.self = self;
  }

  void use(Transport transport, Undeliverable undeliverable) {
    open.set(Optional.of(new Open(transport, undeliverable)));
  }

  @Override
  public void sendDatagram(NodeId to, Envelope envelope) {
    Open now =
        open.get()
            .orElseThrow(() -> new IllegalStateException("sending before the transport is open"));
    now.transport()
        .sendDatagram(to, envelope)
        .ifPresent(reason -> now.undeliverable().bury(envelope, reason, new Text("to " + to)));
  }

  @Override
  public void send(NodeId to, Envelope envelope) {
    Open now =
        open.get()
            .orElseThrow(() -> new IllegalStateException("sending before the transport is open"));
    Optional<Keyword> refused =
        to.equals(self)
            ? now.transport().sendToOperator(envelope)
            : now.transport().send(to, envelope);
    refused.ifPresent(reason -> now.undeliverable().bury(envelope, reason, new Text("to " + to)));
  }
}
