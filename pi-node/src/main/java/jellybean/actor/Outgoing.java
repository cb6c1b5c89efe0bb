package jellybean.actor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jellybean.actor.Durable.Consequence;
import jellybean.actor.Durable.Out;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;

/**
 * What steps of a durable actor said to those who confirm what they accept, so that it is written
 * together with the steps: to durable actors of this node, which is thereby accepted there, and to
 * actors of others, for whom it is kept.
 */
final class Outgoing {
  private final Loop loop;
  private final List<Envelope> here = new ArrayList<>();
  private final List<Envelope> elsewhere = new ArrayList<>();
  private final List<Envelope> refused = new ArrayList<>();
  private final Set<MessageId> taken = new HashSet<>();

  Outgoing(Loop loop) {
    this.loop = loop;
  }

  /** Takes what a step said, if it is such. */
  void take(Consequence consequence) {
    if (consequence instanceof Out out) {
      take(out.envelope());
    }
  }

  private void take(Envelope envelope) {
    if (isDurableHere(envelope.to())) {
      taken.add(envelope.id());
      here.add(envelope);
    } else if (isElsewhere(envelope.to()) && !isDatagram(envelope)) {
      taken.add(envelope.id());
      Envelope stamped = loop.couriers.stamped(envelope, true);
      (loop.node.postage.take(stamped) ? elsewhere : refused).add(stamped);
    }
  }

  /** Whether what is said to that actor is written with the step. */
  boolean isKept(Address to) {
    return isDurableHere(to) || isElsewhere(to);
  }

  private boolean isDurableHere(Address address) {
    LocalActor receiver = loop.node.directory.get(address);
    return receiver != null && receiver.keepsMailbox() && !waitsBehindOthers(receiver);
  }

  /** What was said to it while it lived elsewhere comes first. */
  private boolean waitsBehindOthers(LocalActor receiver) {
    return receiver.isComing() || loop.node.postage.waits(receiver.address);
  }

  private boolean isElsewhere(Address address) {
    Router router = loop.node.router();
    LocalActor receiver = loop.node.directory.get(address);
    boolean isElsewhere =
        receiver == null
            ? router.locate(address) instanceof Router.Place.There
            : receiver.keepsMailbox() && waitsBehindOthers(receiver);
    return isElsewhere && router.confirms(address);
  }

  private boolean isDatagram(Envelope envelope) {
    return loop.node.router().isDatagram(envelope.to(), envelope.name());
  }

  List<Envelope> here() {
    return here;
  }

  List<Envelope> elsewhere() {
    return elsewhere;
  }

  boolean isEmpty() {
    return taken.isEmpty();
  }

  boolean isTaken(Envelope envelope) {
    return taken.contains(envelope.id());
  }

  /** All of it is on disk. */
  void happened(LocalActor sender) {
    elsewhere.forEach(message -> loop.couriers.press(sender, message.to()));
    loop.counters.sentLocal += here.size();
    for (Envelope message : refused) {
      loop.bury(message, Reasons.OVERFLOW, Errors.error(Postage.TOO_MUCH));
    }
  }

  /** Nothing of it has happened. */
  void giveBack() {
    elsewhere.forEach(loop.node.postage::give);
  }
}
