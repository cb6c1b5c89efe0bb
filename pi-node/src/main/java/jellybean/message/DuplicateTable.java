package jellybean.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jellybean.message.Ticket.Stream;

/**
 * What one receiver has accepted, by sending node: one number for each. So it needs no more room
 * however many messages come, and a message is known as a duplicate however late it comes again.
 *
 * <p>The rule: a number that is not larger than the last was accepted. A larger one is the next if
 * nothing between the two is unconfirmed; otherwise something is missing, and it must come again
 * after that.
 */
public final class DuplicateTable {
  /** Two streams of each member of a fleet. Of more, the one longest unused is forgotten. */
  public static final int MAX_STREAMS = 512;

  /** Estimated heap of one entry. */
  public static final int ENTRY_BYTES = 96;

  /** What a message is that came. */
  public enum Verdict {
    NEXT,
    DUPLICATE,
    /** Something before it is missing. */
    EARLY
  }

  /** Up to where a stream was accepted. */
  public record Position(long epoch, long last) {}

  private final Map<Stream, Position> positions = new LinkedHashMap<>(4, 0.75f, true);

  public DuplicateTable() {}

  private DuplicateTable(DuplicateTable other) {
    positions.putAll(other.positions);
  }

  public DuplicateTable copy() {
    return new DuplicateTable(this);
  }

  public Verdict judge(Ticket ticket) {
    Position known = positions.get(ticket.stream());
    if (known == null || known.epoch() != ticket.epoch()) {
      return ticket.previous() == 0 ? Verdict.NEXT : Verdict.EARLY;
    }
    if (ticket.number() <= known.last()) {
      return Verdict.DUPLICATE;
    }
    return ticket.previous() <= known.last() ? Verdict.NEXT : Verdict.EARLY;
  }

  /** The message was accepted. */
  public void accepted(Ticket ticket) {
    set(ticket.stream(), new Position(ticket.epoch(), ticket.number()));
  }

  public void set(Stream stream, Position position) {
    positions.put(stream, position);
    if (positions.size() > MAX_STREAMS) {
      positions.remove(positions.keySet().iterator().next());
    }
  }

  /** Nothing of that stream is known any more. */
  public void forget(Stream stream) {
    positions.remove(stream);
  }

  /** Empty if nothing of that stream was accepted. */
  public Optional<Position> position(Stream stream) {
    return Optional.ofNullable(positions.get(stream));
  }

  /** All of them, the one longest unused first. */
  public Map<Stream, Position> positions() {
    return new LinkedHashMap<>(positions);
  }

  public int size() {
    return positions.size();
  }
}
