package jellybean.actor;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import jellybean.edn.Value;
import jellybean.message.DuplicateTable;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.Ticket;
import jellybean.port.Journal.Kept;

/** What is kept of one actor. Owned by its {@link JournalImage}. */
public final class KeptActor {
  /** Handled messages that are remembered, so that one that comes again is known. */
  public static final int SEEN_IDS = 512;

  private static final int ID_BYTES = 64;

  private Optional<Value> state = Optional.empty();
  private final SequencedMap<MessageId, Envelope> mailbox = new LinkedHashMap<>();
  private final SequencedSet<MessageId> seen = new LinkedHashSet<>();
  private final DuplicateTable duplicates = new DuplicateTable();
  private long bytes;
  private long move;
  private boolean isLeaving;

  /** The number of the move by which it came here; 0 if it did not come. */
  public long move() {
    return move;
  }

  /** Whether it moves to another node, so that nothing is accepted for it here any more. */
  public boolean isLeaving() {
    return isLeaving;
  }

  void stands(long cameBy, boolean leaves) {
    move = cameBy;
    isLeaving = leaves;
  }

  public Optional<Value> state() {
    return state;
  }

  /** Accepted and not handled, in the order in which they came. */
  public Collection<Envelope> mailbox() {
    return mailbox.values();
  }

  /** The latest that were handled and had no ticket. */
  public Collection<MessageId> seen() {
    return seen;
  }

  /** Estimated heap bytes. */
  public long bytes() {
    return bytes;
  }

  /** What was accepted by tickets. */
  public DuplicateTable duplicates() {
    return duplicates;
  }

  /** False if it came before, or if something before it did not. */
  boolean accept(Envelope message) {
    if (isLeaving || !isNew(message) || mailbox.putIfAbsent(message.id(), message) != null) {
      return false;
    }
    message.ticket().ifPresent(ticket -> changeDuplicates(() -> duplicates.accepted(ticket)));
    bytes += message.weightBytes();
    return true;
  }

  private boolean isNew(Envelope message) {
    return message.ticket().isPresent()
        ? duplicates.judge(message.ticket().get()) == DuplicateTable.Verdict.NEXT
        : !seen.contains(message.id());
  }

  /** It comes from another node with that; the messages that wait have no tickets any more. */
  void begin(Kept kept, long cameBy) {
    kept.state().ifPresent(this::become);
    kept.seen().forEach(this::remember);
    kept.mailbox().forEach(this::accept);
    kept.duplicates().positions().forEach(this::reached);
    stands(cameBy, false);
  }

  /** Up to where a stream was accepted. */
  void reached(Ticket.Stream stream, DuplicateTable.Position position) {
    changeDuplicates(() -> duplicates.set(stream, position));
  }

  private void changeDuplicates(Runnable change) {
    int before = duplicates.size();
    change.run();
    bytes += (long) DuplicateTable.ENTRY_BYTES * (duplicates.size() - before);
  }

  void handled(MessageId id) {
    Envelope message = mailbox.remove(id);
    if (message != null) {
      bytes -= message.weightBytes();
      if (message.ticket().isEmpty()) {
        remember(id);
      }
    }
  }

  void remember(MessageId id) {
    seen.add(id);
    bytes += ID_BYTES;
    if (seen.size() > SEEN_IDS) {
      seen.removeFirst();
      bytes -= ID_BYTES;
    }
  }

  void become(Value next) {
    bytes -= weight(state);
    state = Optional.of(next);
    bytes += weight(state);
  }

  private static long weight(Optional<Value> state) {
    return state.map(Value::weightBytes).orElse(0);
  }
}
