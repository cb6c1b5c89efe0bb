package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import jellybean.message.Address;
import jellybean.message.DuplicateTable;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.Ticket;
import jellybean.port.Journal;
import jellybean.port.Journal.Accept;
import jellybean.port.Journal.Arrived;
import jellybean.port.Journal.Entry;
import jellybean.port.Journal.Forget;
import jellybean.port.Journal.Kept;
import jellybean.port.Journal.Leave;
import jellybean.port.Journal.Progress;
import jellybean.port.Journal.Settled;
import jellybean.port.Journal.Stage;

/**
 * What all entries of a journal add up to. The same entries in the same order give the same image:
 * on the way, and when they are read again. Owned by the thread of the journal.
 */
public final class JournalImage {
  private final SortedMap<Address, KeptActor> actors = new TreeMap<>();
  private final KeptOutbox outbox = new KeptOutbox();
  private long bytes;

  /**
   * Takes an entry in.
   *
   * @return accepted messages that had not come before, and sent ones with their numbers; of a
   *     {@link Forget} those that waited
   */
  public List<Envelope> apply(Entry entry) {
    return switch (entry) {
      case Accept accept -> accept(List.of(accept.message()));
      case Progress progress -> progress(progress);
      case Settled settled -> {
        outbox.settle(settled);
        yield List.of();
      }
      case Forget forget -> forget(forget.actor());
      case Leave leave -> leave(leave);
      case Arrived arrived -> {
        var unused = forget(arrived.actor());
        change(arrived.actor(), kept -> kept.begin(arrived.kept(), arrived.move()));
        yield List.of();
      }
    };
  }

  private List<Envelope> leave(Leave leave) {
    KeptActor kept = actors.get(leave.actor());
    if (kept != null && leave.stage() != Stage.LEFT) {
      kept.stands(kept.move(), leave.stage() == Stage.LEAVING);
    } else if (kept != null && kept.isLeaving()) {
      var unused = forget(leave.actor());
    }
    return List.of();
  }

  private List<Envelope> accept(List<Envelope> messages) {
    List<Envelope> fresh = new ArrayList<>();
    for (Envelope message : messages) {
      change(
          message.to(),
          kept -> {
            if (kept.accept(message)) {
              fresh.add(message);
            }
          });
    }
    return fresh;
  }

  private List<Envelope> progress(Progress progress) {
    change(
        progress.actor(),
        kept -> {
          for (MessageId id : progress.handled()) {
            kept.handled(id);
          }
          progress.state().ifPresent(kept::become);
        });
    List<Envelope> told = accept(progress.accepted());
    for (Envelope message : progress.sent()) {
      told.add(outbox.send(message));
    }
    return told;
  }

  private List<Envelope> forget(Address gone) {
    KeptActor kept = actors.remove(gone);
    if (kept == null) {
      return List.of();
    }
    bytes -= kept.bytes();
    return List.copyOf(kept.mailbox());
  }

  private void change(Address actor, Consumer<KeptActor> change) {
    KeptActor kept = actors.computeIfAbsent(actor, _ -> new KeptActor());
    bytes -= kept.bytes();
    change.accept(kept);
    bytes += kept.bytes();
  }

  /** Messages that an actor has handled, the latest last. */
  public void remember(Address actor, List<MessageId> handled) {
    change(actor, kept -> handled.forEach(kept::remember));
  }

  /** What an actor has accepted by tickets of a stream. */
  public void reached(Address actor, Ticket.Stream stream, DuplicateTable.Position position) {
    change(actor, kept -> kept.reached(stream, position));
  }

  /** How an actor moves or moved. */
  public void stands(Address actor, long cameBy, boolean leaves) {
    change(actor, kept -> kept.stands(cameBy, leaves));
  }

  public Kept kept(Address actor) {
    if (actor.equals(Journal.OUTBOX)) {
      return new Kept(Optional.empty(), outbox.all());
    }
    KeptActor kept = actors.getOrDefault(actor, new KeptActor());
    return new Kept(
        kept.state(),
        List.copyOf(kept.mailbox()),
        kept.duplicates().copy(),
        List.copyOf(kept.seen()),
        kept.move(),
        kept.isLeaving());
  }

  /** What waits to be accepted by other nodes. */
  public KeptOutbox outbox() {
    return outbox;
  }

  public Map<Address, KeptActor> actors() {
    return actors;
  }

  /** Estimated heap bytes of all. */
  public long bytes() {
    return bytes + outbox.bytes();
  }
}
