package jellybean.node;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Transport;
import jellybean.port.Network;

/**
 * The network as actors see it. Actors are made before the transport, because the transport needs
 * someone to hand arrivals to; nothing is sent before {@link #use}.
 */
final class Outgoing implements Network {
  private final AtomicReference<Optional<Transport>> transport =
      new AtomicReference<>(Optional.empty());

  void use(Transport open) {
    transport.set(Optional.of(open));
  }

  @Override
  public void send(NodeId to, Envelope envelope) {
    transport
        .get()
        .orElseThrow(() -> new IllegalStateException("sending before the transport is open"))
        .send(to, envelope);
  }
}
