package jellybean.node;

import java.util.function.Consumer;
import jellybean.actor.Actors;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Principal;
import jellybean.net.TransportListener;
import org.tinylog.Logger;

/**
 * Hands what arrives from the network to the actors. An operator reaches the node's gate and
 * nothing else, and there what its role allows; see {@link Asked}.
 */
final class Arrivals implements TransportListener {
  private final NodeId self;
  private final Actors actors;
  private final Consumer<EdnMap> events;
  private final Meeting meeting;

  /** Hears which life of a node a link speaks with, before anything that this life says. */
  interface Meeting {
    void met(NodeId peer, long incarnation);
  }

  Arrivals(NodeId self, Actors actors, Consumer<EdnMap> events, Meeting meeting) {
    this.self = self;
    this.actors = actors;
    this.events = events;
    this.meeting = meeting;
  }

  @Override
  public void received(NodeId from, Envelope envelope) {
    actors.deliver(envelope);
  }

  @Override
  public void undeliverable(NodeId to, Envelope envelope, Keyword reason) {
    actors.deadLetter(envelope, reason, new Text("to " + to));
  }

  @Override
  public void connected(NodeId peer, long incarnation) {
    meeting.met(peer, incarnation);
    actors.nodeUp(peer, incarnation);
    events.accept(Events.of("connected", peer, Keyword.of("incarnation"), Int.of(incarnation)));
  }

  @Override
  public void disconnected(NodeId peer) {
    events.accept(Events.of("disconnected", peer));
  }

  @Override
  public void pressure(NodeId peer, boolean high) {
    Logger.debug("the window to {} is {}", peer, high ? "filling up" : "free again");
  }

  @Override
  public void operatorEnvelope(Principal.Operator operator, Envelope envelope) {
    boolean toGate = envelope.to().equals(ShellProtocol.gate(self));
    // What nobody knows is for nobody to try but who may operate; the gate says what there is.
    boolean may =
        Asked.of(envelope.name())
            .map(asked -> asked.isFor(operator.role()))
            .orElse(operator.role() == Principal.Role.OPERATE);
    if (toGate && may) {
      actors.deliver(envelope);
      return;
    }
    Logger.warn("{} may not send {} to {}", operator, envelope.name(), envelope.to());
    actors.deadLetter(envelope, Keyword.of("not-allowed"), new Text(operator.toString()));
    envelope.replyTo().ifPresent(replyTo -> actors.deliver(refusal(envelope, operator)));
  }

  /** The gate answers in the operator's stead, so that a refusal travels like any answer. */
  private Envelope refusal(Envelope envelope, Principal.Operator operator) {
    EdnMap refused =
        EdnMap.of(
            Keyword.of("operator"),
            new Text(operator.toString()),
            ShellProtocol.NAME,
            envelope.name());
    return new Envelope(
        Envelope.Kind.MESSAGE,
        envelope.from(),
        ShellProtocol.gate(self),
        envelope.id(),
        ShellProtocol.REFUSED,
        refused,
        envelope.timeMs(),
        envelope.seed(),
        envelope.replyTo(),
        envelope.via());
  }

  @Override
  public void operatorGone(Address address) {
    Logger.debug("operator {} is gone", address);
  }
}
