package jellybean.actor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import jellybean.message.Envelope;
import jellybean.message.Ticket;
import jellybean.port.Journal.Settled;

/**
 * What the durable actors of a node said to actors of other nodes, until it is accepted there. All
 * of a store is numbered together, so that nothing has to be remembered of a receiver for whom
 * nothing waits. Owned by its {@link JournalImage}.
 */
public final class KeptOutbox {
  private final SequencedMap<Long, Envelope> messages = new LinkedHashMap<>();
  private long epoch;
  private long lastNumber;
  private long bytes;

  /** Takes a message whose ticket has no number yet, and returns it with one. */
  Envelope send(Envelope message) {
    Ticket asked = message.ticket().orElseThrow();
    if (lastNumber == 0) {
      // The life of the node in which this store began to send: another store has another one.
      epoch = asked.epoch();
    }
    Envelope numbered =
        message.with(new Ticket(asked.from(), true, epoch, ++lastNumber, asked.previous()));
    put(numbered);
    return numbered;
  }

  /** Takes a message that was in an image. */
  public void restore(Envelope message) {
    Ticket ticket = message.ticket().orElseThrow();
    continueAt(ticket.epoch(), Math.max(lastNumber, ticket.number()));
    put(message);
  }

  /** Numbers go on from there. */
  public void continueAt(long ofEpoch, long last) {
    epoch = ofEpoch;
    lastNumber = last;
  }

  private void put(Envelope message) {
    messages.put(message.ticket().orElseThrow().number(), message);
    bytes += message.weightBytes();
  }

  void settle(Settled settled) {
    Iterator<Envelope> waiting = messages.values().iterator();
    while (waiting.hasNext()) {
      Envelope message = waiting.next();
      long number = message.ticket().orElseThrow().number();
      if (number > settled.last()) {
        return;
      }
      if (number >= settled.first() && message.to().equals(settled.to())) {
        waiting.remove();
        bytes -= message.weightBytes();
      }
    }
  }

  /** In the order in which they were said. */
  public List<Envelope> all() {
    return new ArrayList<>(messages.values());
  }

  /** What the numbers count within. */
  public long epoch() {
    return epoch;
  }

  /** The largest number that was given; 0 if none was. */
  public long lastNumber() {
    return lastNumber;
  }

  long bytes() {
    return bytes;
  }
}
