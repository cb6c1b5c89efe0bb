package jellybean.net;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.wire.FrameException;
import jellybean.wire.Opening;

/** What happened, in numbers that only grow. Any thread. */
final class Counters {
  /** Everything but faults. */
  enum Count {
    FRAMES_IN,
    FRAMES_OUT,
    BYTES_IN,
    BYTES_OUT,
    ENVELOPES_IN,
    ENVELOPES_OUT,
    DUPLICATES,
    CONNECTIONS,
    RECONNECTS,
    TIES,
    FELL_SILENT,
    OPERATORS,
    OVERFLOWS,
    UNDELIVERABLE,
    DATAGRAMS_IN,
    DATAGRAMS_OUT,
    DATAGRAMS_DROPPED,
    /** Of somebody who is on the deny-list. */
    DATAGRAMS_DENIED,
    /** Not opened: too many of that kind came in a second. */
    DATAGRAMS_OVER_RATE,
    /** Looks at somebody whose handshake may not begin yet: too many have in a while. */
    HANDSHAKES_DELAYED,
    MEMBERSHIP_DROPPED,
    /** Offered by a peer, but not signed by the authority. */
    DENY_LISTS_REFUSED,
    RINGS_TAKEN,
    /** So far ahead that no change could follow. */
    RINGS_REFUSED,
    /** Said by a peer, but outside the bounds of this node's certificate. */
    TIMES_REFUSED,
    LISTENER_FAULTS
  }

  private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
  private final AtomicLongArray handshakes = new AtomicLongArray(HandshakeFault.values().length);
  private final AtomicLongArray frames = new AtomicLongArray(FrameFault.values().length);
  private final AtomicLongArray datagrams = new AtomicLongArray(Opening.Reason.values().length);

  /** Why a frame ended its connection. */
  enum FrameFault {
    TOO_LARGE,
    EMPTY,
    NOT_EDN,
    UNKNOWN_KIND,
    MALFORMED,
    /** The connection ended within it. */
    TRUNCATED,
    /** A frame that has no place on this connection, or at this time. */
    UNEXPECTED,
    /** A number that skips, or a confirmation of what was not sent. */
    OUT_OF_SEQUENCE;

    static FrameFault of(FrameException.Fault fault) {
      return switch (fault) {
        case TOO_LARGE -> TOO_LARGE;
        case EMPTY -> EMPTY;
        case NOT_EDN -> NOT_EDN;
        case UNKNOWN_KIND -> UNKNOWN_KIND;
        case MALFORMED, NOT_DATA -> MALFORMED;
      };
    }
  }

  void add(Count count, long amount) {
    counts.addAndGet(count.ordinal(), amount);
  }

  void add(Count count) {
    add(count, 1);
  }

  void failed(HandshakeFault fault) {
    handshakes.incrementAndGet(fault.ordinal());
  }

  void refused(FrameFault fault) {
    frames.incrementAndGet(fault.ordinal());
  }

  void refused(Opening.Reason reason) {
    datagrams.incrementAndGet(reason.ordinal());
  }

  long get(Count count) {
    return counts.get(count.ordinal());
  }

  long get(HandshakeFault fault) {
    return handshakes.get(fault.ordinal());
  }

  long get(FrameFault fault) {
    return frames.get(fault.ordinal());
  }

  long get(Opening.Reason reason) {
    return datagrams.get(reason.ordinal());
  }

  /**
   * {@code {:frames-in 5 … :handshakes-failed {:timeout 1} :frames-refused {} :datagrams-refused
   * {}}}; of the faults those that happened.
   */
  EdnMap toMap() {
    return toMap(false);
  }

  /** The same with all faults that there are. */
  EdnMap all() {
    return toMap(true);
  }

  private EdnMap toMap(boolean all) {
    EdnMap map = EdnMap.EMPTY;
    for (Count count : Count.values()) {
      map = map.with(keyword(count), Int.of(get(count)));
    }
    return map.with(
            Keyword.of("handshakes-failed"), faults(HandshakeFault.values(), handshakes, all))
        .with(Keyword.of("frames-refused"), faults(FrameFault.values(), frames, all))
        .with(Keyword.of("datagrams-refused"), faults(Opening.Reason.values(), datagrams, all));
  }

  private static EdnMap faults(Enum<?>[] names, AtomicLongArray numbers, boolean all) {
    EdnMap map = EdnMap.EMPTY;
    for (Enum<?> name : names) {
      long number = numbers.get(name.ordinal());
      map = number == 0 && !all ? map : map.with(keyword(name), Int.of(number));
    }
    return map;
  }

  static Keyword keyword(Enum<?> name) {
    return Keyword.of(name.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
