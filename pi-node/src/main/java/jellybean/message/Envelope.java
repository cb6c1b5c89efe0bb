package jellybean.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * A message with what the world adds to it. Immutable.
 *
 * @param kind what the receiving node does with it
 * @param from the actor that said it
 * @param to the one actor that receives it
 * @param name the name under which the receiver handles it
 * @param timeMs wall clock of the sender, milliseconds since 1970; the only time a program sees
 * @param seed the only randomness a program sees
 * @param replyTo for a {@link Kind#MESSAGE} where the answer goes, if one is expected; for an
 *     {@link Kind#ANSWER} the question it answers
 * @param via what the bus found out about it on its way
 * @param ticket by which the receiver's node confirms that it was accepted, if somebody waits for
 *     that
 */
public record Envelope(
    Kind kind,
    Address from,
    Address to,
    MessageId id,
    Keyword name,
    Value data,
    long timeMs,
    long seed,
    Optional<ReplyTo> replyTo,
    Via via,
    Optional<Ticket> ticket) {

  /** Without a ticket. */
  public Envelope(
      Kind kind,
      Address from,
      Address to,
      MessageId id,
      Keyword name,
      Value data,
      long timeMs,
      long seed,
      Optional<ReplyTo> replyTo,
      Via via) {
    this(kind, from, to, id, name, data, timeMs, seed, replyTo, via, Optional.empty());
  }

  /** Bytes that an envelope takes in memory beside its data; an estimate for bounds. */
  public static final int OVERHEAD_BYTES = 160;

  /** What a ticket takes. */
  private static final int TICKET_BYTES = 64;

  /** What the receiving node does with an envelope. */
  public enum Kind {
    /** Goes to the receiver's mailbox. */
    MESSAGE,
    /** Goes to the asker's mailbox if its question is still open. */
    ANSWER,
    /** Registers {@code from} as a watcher of {@code to}. */
    WATCH,
    /** Ends that. */
    UNWATCH,
    /** Confirms tickets, to the node that waits for that; {@code to} is who accepted. */
    ACCEPTED;

    private final Keyword keyword = Keyword.of(name().toLowerCase(Locale.ROOT));

    /** As it is written. */
    public Keyword keyword() {
      return keyword;
    }

    /** The one that is written so. */
    public static Optional<Kind> of(Value written) {
      return Arrays.stream(values()).filter(kind -> kind.keyword.equals(written)).findFirst();
    }
  }

  public static Envelope message(
      Address from, Address to, MessageId id, Keyword name, Value data, long timeMs, long seed) {
    return new Envelope(
        Kind.MESSAGE, from, to, id, name, data, timeMs, seed, Optional.empty(), Via.NONE);
  }

  /** Estimated bytes of heap. */
  public int weightBytes() {
    long bytes = (long) OVERHEAD_BYTES + via.weightBytes() + data.weightBytes();
    bytes += ticket.isPresent() ? TICKET_BYTES : 0;
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /** The same, with what else was found out about it. */
  public Envelope with(Via more) {
    return new Envelope(kind, from, to, id, name, data, timeMs, seed, replyTo, more);
  }

  /** The same for somebody else. */
  public Envelope redirected(Address receiver) {
    return new Envelope(kind, from, receiver, id, name, data, timeMs, seed, replyTo, via);
  }

  /** The same with a ticket. */
  public Envelope with(Ticket given) {
    return new Envelope(
        kind, from, to, id, name, data, timeMs, seed, replyTo, via, Optional.of(given));
  }
}
