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
    if (!isNew(message) || mailbox.putIfAbsent(message.id(), message) != null) {
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
