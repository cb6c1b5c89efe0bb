package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.port.Journal.Answer;
import jellybean.port.Journal.Kept;
import jellybean.port.Journal.Leave;
import jellybean.port.Journal.Stage;

/**
 * Durable actors of a loop that leave for other nodes. Whoever has the only copy on disk owns it:
 *
 * <pre>
 *   old node                                          new node
 *   {@link Stage#LEAVING} is on disk: nothing is
 *   accepted any more; what is kept is read and sent →  all of it is on disk in one entry
 *                                                       → it runs, and says so
 *   the table says that it has come:
 *   {@link Stage#LEFT}, the copy is forgotten
 * </pre>
 *
 * <p>So whenever the power goes: until the new node has all of it on disk the old one has it, and
 * sends it again when it is asked; then the new one has it, and knows by the number of the move
 * that what comes again is what it has.
 */
final class KeptDepartures {
  /** That nothing of an actor goes, since nothing of it ever came. */
  static final List<EdnMap> NOTHING = List.of(EdnMap.of(Moves.IMAGE, KeptImage.NOTHING));

  private final Loop loop;
  private final Actors node;

  KeptDepartures(Loop loop) {
    this.loop = loop;
    this.node = loop.node;
  }

  /** Whether it may go at once: what it did is on disk. */
  static boolean maySettle(LocalActor actor) {
    Durable durable = actor.durable;
    return durable == null || !durable.isWriting && durable.made.isEmpty();
  }

  /** The actor, which may go, ends here. */
  void leave(LocalActor actor, Departure departure) {
    EdnMap open = KeptImage.open(actor, node.clock.monotonicMs());
    departure.open = open;
    List<Envelope> fleeting = fleeting(actor);
    node.directory.remove(actor);
    loop.lives.leaveFor(actor);
    fleeting.forEach(message -> loop.departures.forward(actor.address, departure, message));
    // By then no loop has written a step any more that said something to it here.
    loop.moves.afterAllLoops(
        actor.address,
        departure.to,
        () ->
            loop.post(
                own ->
                    own.lastWords.await(
                        actor.address,
                        departure,
                        actor.heardBy(),
                        () -> read(actor.address, departure, open))));
  }

  /** What waits and is not on disk, such as answers. */
  private List<Envelope> fleeting(LocalActor actor) {
    List<Envelope> fleeting = new ArrayList<>();
    while (!actor.mailbox.isEmpty()) {
      Envelope message = loop.mailboxes.take(actor);
      if (!actor.keeps(message)) {
        fleeting.add(message);
      }
    }
    return fleeting;
  }

  /** It never came: what waited for it goes back, in its order. What had come after all ends. */
  void turnBack(LocalActor actor, Departure departure) {
    Arrival arrival = actor.arrival;
    node.directory.remove(actor);
    if (arrival == null || !arrival.isRefused()) {
      loop.lives.end(actor, Reasons.GONE);
      return;
    }
    List<Envelope> waited = arrival.takeBehind();
    loop.lives.leaveFor(actor);
    boolean isAlone = node.isDown(departure.to);
    for (Envelope message : waited) {
      if (isAlone) {
        loop.bury(message, Reasons.MEMBER_LOST, Nil.NIL);
      } else {
        loop.departures.forward(actor.address, departure, message);
      }
    }
  }

  /** It does not run here: what is kept of it goes. */
  void leaveAbsent(Address actor, Departure departure) {
    read(actor, departure, EdnMap.EMPTY);
  }

  private void read(Address actor, Departure departure, EdnMap open) {
    node.journal.load(
        actor,
        answer -> loop.post(own -> own.keptDepartures.found(actor, departure, open, answer)));
  }

  private void found(Address actor, Departure departure, EdnMap open, Answer answer) {
    if (departure.isRevoked()) {
      return; // Nothing says yet that it leaves, and nothing shall.
    }
    boolean isAny = answer instanceof Kept kept && (!kept.isNothing() || kept.move() != 0);
    if (!isAny) {
      send(actor, departure, open, answer);
      return;
    }
    var unused = node.journal.append(new Leave(actor, Stage.LEAVING), _ -> {});
    // What was accepted before that is in the answer, and nothing is after it.
    node.journal.load(
        actor, last -> loop.post(own -> own.keptDepartures.send(actor, departure, open, last)));
  }

  private void send(Address actor, Departure departure, EdnMap open, Answer answer) {
    if (departure.isRevoked()) {
      return;
    }
    if (!(answer instanceof Kept kept)) {
      loop.departures.giveUp(actor, departure, Durables.why(answer));
      return;
    }
    if (loop.departures.of(actor, departure.move).filter(d -> d == departure).isEmpty()) {
      return; // Its new node died meanwhile; when it is there again it asks.
    }
    try {
      departure.begin(Pieces.of(KeptImage.of(open, kept)));
    } catch (StepException e) {
      loop.departures.giveUp(actor, departure, String.valueOf(e.getMessage()));
      return;
    }
    loop.departures.transmit(actor, departure);
  }

  /** Its new node asks for it again, as it forgot what came, or nothing has. */
  void pulled(Address actor, long move, NodeId to) {
    Optional<Departure> underway = loop.departures.of(actor, move);
    if (underway.filter(departure -> departure.isIdle() && departure.isBack).isPresent()) {
      loop.departures.sayNothing(actor, underway.get());
      return;
    }
    if (underway.filter(departure -> !departure.isIdle()).isPresent()) {
      return;
    }
    LocalActor here = node.directory.get(actor);
    Arrival never = here == null ? null : here.arrival;
    if (never != null && never.isRefused()) {
      // Its old node knows already that it goes on there, and this one not yet.
      loop.departures.goBack(actor, move, to);
      return;
    }
    node.journal.load(
        actor,
        answer -> {
          if (answer instanceof Kept kept && (kept.isLeaving() || kept.isNothing())) {
            loop.post(own -> own.departures.leaveAgain(actor, move, to));
          }
        });
  }

  /** It begins anew elsewhere. */
  void giveUp(Address actor) {
    loop.loopOf(actor).post(own -> own.keptDepartures.giveUpNow(actor));
  }

  private void giveUpNow(Address actor) {
    node.journal.load(actor, answer -> loop.post(own -> own.keptDepartures.givenUp(actor, answer)));
  }

  private void givenUp(Address actor, Answer answer) {
    // What comes here, or came by a later move, takes the place of what was kept.
    if (node.directory.get(actor) == null && answer instanceof Kept kept && !kept.isNothing()) {
      loop.bury(
          actor,
          Reasons.YIELDED,
          Reasons.YIELDED,
          kept.state().orElse(Nil.NIL),
          Errors.error("it has begun anew on another node"));
      loop.durables.forget(actor);
    }
  }

  /** The other node keeps it. */
  void left(Address actor) {
    Loop owner = loop.loopOf(actor);
    owner.post(own -> own.keptDepartures.leftNow(actor));
  }

  /** The same, as that node says itself. */
  void kept(Address actor, long move) {
    if (loop.departures.of(actor, move).isPresent()) {
      leftNow(actor);
    }
  }

  private void leftNow(Address actor) {
    LocalActor here = node.directory.get(actor);
    if (here != null && here.status != Status.EXPECTED) {
      return;
    }
    node.journal.load(
        actor,
        answer -> {
          if (answer instanceof Kept kept && kept.isLeaving()) {
            var unused = node.journal.append(new Leave(actor, Stage.LEFT), _ -> {});
          }
        });
  }
}
