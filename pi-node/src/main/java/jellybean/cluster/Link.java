package jellybean.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The session between two incarnations, over any number of connections: each parcel given to one
 * side is received by the other exactly once and in order, or handed back.
 *
 * <p>A parcel gets a number when it is offered and is kept until the peer confirms it. A connection
 * begins with a {@link Greeting} from each side that says what was received so far; what was not is
 * sent again. What arrives twice is discarded.
 *
 * <pre>
 *   offer → [waiting] → next → [in flight] → confirmed
 *              ↑                    │
 *              └── connection lost ─┘        a new life of the peer, abandon, over: handed back
 * </pre>
 *
 * <p>Numbers count within a <em>stream</em>. Whoever hands parcels back begins a new stream, so
 * that a peer that still lives cannot take new parcels for old ones. The receiving half of a link
 * is never forgotten while the peer's incarnation may return.
 *
 * <p>A state machine owned by one thread; it does nothing by itself.
 */
public final class Link {
  /** Bytes that may be unconfirmed, each parcel counted with {@link #PARCEL_OVERHEAD_BYTES}. */
  public static final int WINDOW_BYTES = 256 * 1_024;

  /**
   * A larger parcel counts as that many bytes of the window, so that others find room while it
   * travels; {@link #MAX_LARGE} of them may be unconfirmed.
   */
  public static final int MAX_COUNTED_BYTES = 64 * 1_024;

  /** Parcels of more than {@link #MAX_COUNTED_BYTES} that may be unconfirmed. */
  public static final int MAX_LARGE = 4;

  /** What keeping a parcel costs beside its bytes. */
  public static final int PARCEL_OVERHEAD_BYTES = 64;

  /**
   * What a side says of its link when a connection begins.
   *
   * @param incarnation its own life
   * @param stream what its parcels are numbered in
   * @param received what it received from the other side, if it ever met it
   */
  public record Greeting(long incarnation, long stream, Optional<Received> received) {}

  /** "From your life {@code incarnation} I received stream {@code stream} up to {@code last}." */
  public record Received(long incarnation, long stream, long last) {}

  /** A parcel to transmit. */
  public record Numbered(long sequence, byte[] parcel) {}

  /** Who dialled: the dialler has said its greeting before it hears the peer's. */
  public enum Role {
    DIALLER,
    ACCEPTOR
  }

  /** What follows from the peer's greeting. */
  public sealed interface Greeted {
    /** Go on; {@code lost} can never be delivered: the life they were meant for is over. */
    record Ready(List<byte[]> lost) implements Greeted {}

    /** The same, but our own greeting is out of date: connect again. */
    record Again(List<byte[]> lost) implements Greeted {}

    /** The greeting is older than another one that was heard; close. */
    record Stale(String detail) implements Greeted {}
  }

  /** What to do with a parcel that arrived. */
  public enum Receipt {
    DELIVER,
    /** It was received before. */
    DUPLICATE,
    /** Its number is not the next: the peer breaks the protocol; close. */
    GAP
  }

  private final long incarnation;
  private final int windowBytes;
  private final LongSupplier streams;

  private final Deque<Numbered> waiting = new ArrayDeque<>();
  private final Deque<Numbered> inFlight = new ArrayDeque<>();
  private long stream;
  private long lastAssigned;
  private long lastTransmitted;
  private long lastConfirmed;
  private int unconfirmedBytes;
  private long keptBytes;
  private int large;
  private boolean open;
  // Whether the peer ever showed that it remembers this stream: only then can it have forgotten it.
  private boolean peerKnowsStream;
  // Whether what waits was offered when the peer's life was known to be over: it is for the next.
  private boolean isForNextLife;

  private Optional<Received> peer = Optional.empty();
  private long lastReported;

  /**
   * @param incarnation this node's life
   * @param streams gives numbers that grow over all links of this life
   */
  public Link(long incarnation, int windowBytes, LongSupplier streams) {
    this.incarnation = incarnation;
    this.windowBytes = windowBytes;
    this.streams = streams;
    this.stream = streams.getAsLong();
  }

  /** What to say when a connection begins; an acceptor asks after {@link #greeted}. */
  public Greeting greeting() {
    return new Greeting(incarnation, stream, peer);
  }

  /** Takes a parcel to deliver; false if the window is full: nothing was taken. */
  public boolean offer(byte[] parcel) {
    boolean isLarge = parcel.length > MAX_COUNTED_BYTES;
    if (counted(parcel) > windowBytes - unconfirmedBytes || (isLarge && large >= MAX_LARGE)) {
      return false;
    }
    unconfirmedBytes += counted(parcel);
    keptBytes += parcel.length + PARCEL_OVERHEAD_BYTES;
    large += isLarge ? 1 : 0;
    waiting.addLast(new Numbered(++lastAssigned, parcel));
    return true;
  }

  private static int counted(byte[] parcel) {
    return Math.min(parcel.length, MAX_COUNTED_BYTES) + PARCEL_OVERHEAD_BYTES;
  }

  /** The next parcel to transmit on the open connection, if there is one of either. */
  public Optional<Numbered> next() {
    if (!open || waiting.isEmpty()) {
      return Optional.empty();
    }
    Numbered parcel = waiting.removeFirst();
    inFlight.addLast(parcel);
    lastTransmitted = Math.max(lastTransmitted, parcel.sequence());
    return Optional.of(parcel);
  }

  /** The peer's greeting came: a connection begins and replaces the one before. */
  public Greeted greeted(Greeting hello, Role role) {
    if (peer.isPresent() && isSameLife(hello) && hello.stream() < peer.get().stream()) {
      return new Greeted.Stale(
          "expected stream " + peer.get().stream() + " or later, found " + hello.stream());
    }
    closed();
    boolean keeps = peer.isEmpty() || (isSameLife(hello) ? continues(hello) : isForNextLife);
    isForNextLife = false;
    adopt(hello);
    if (keeps) {
      open = true;
      return new Greeted.Ready(List.of());
    }
    boolean greetingHolds = lastTransmitted == 0 || role == Role.ACCEPTOR;
    List<byte[]> lost = handBack();
    open = greetingHolds;
    return greetingHolds ? new Greeted.Ready(lost) : new Greeted.Again(lost);
  }

  private boolean isSameLife(Greeting hello) {
    return peer.map(p -> p.incarnation() == hello.incarnation()).orElse(false);
  }

  /** Whether this stream can go on from what the peer says it received. */
  private boolean continues(Greeting hello) {
    Optional<Received> mine =
        hello.received().filter(r -> r.incarnation() == incarnation && r.stream() == stream);
    if (mine.isEmpty()) {
      return !peerKnowsStream;
    }
    peerKnowsStream = true;
    return confirmed(mine.get().last());
  }

  private void adopt(Greeting hello) {
    boolean sameStream =
        isSameLife(hello) && peer.map(p -> p.stream() == hello.stream()).orElse(false);
    if (!sameStream) {
      peer = Optional.of(new Received(hello.incarnation(), hello.stream(), 0));
      lastReported = 0;
    }
  }

  /** The connection is gone; what was in flight waits for the next one. */
  public void closed() {
    open = false;
    while (!inFlight.isEmpty()) {
      waiting.addFirst(inFlight.removeLast());
    }
  }

  /** A parcel arrived on the open connection. */
  public Receipt received(long sequence) {
    Received known = peer.orElseThrow();
    if (sequence <= known.last()) {
      return Receipt.DUPLICATE;
    }
    if (sequence != known.last() + 1) {
      return Receipt.GAP;
    }
    peer = Optional.of(new Received(known.incarnation(), known.stream(), sequence));
    return Receipt.DELIVER;
  }

  /** What to confirm to the peer, if there is anything new. */
  public OptionalLong confirmation() {
    long last = lastReceived();
    if (last == lastReported) {
      return OptionalLong.empty();
    }
    lastReported = last;
    return OptionalLong.of(last);
  }

  /** The number of the last parcel received in order; 0 if none was. */
  public long lastReceived() {
    return peer.map(Received::last).orElse(0L);
  }

  /**
   * The peer confirmed everything up to {@code sequence}.
   *
   * @return false if that was never transmitted: the peer breaks the protocol; close
   */
  public boolean confirmed(long sequence) {
    if (sequence > lastTransmitted) {
      return false;
    }
    lastConfirmed = Math.max(lastConfirmed, sequence);
    drop(inFlight);
    drop(waiting);
    return true;
  }

  private void drop(Deque<Numbered> parcels) {
    while (!parcels.isEmpty() && parcels.getFirst().sequence() <= lastConfirmed) {
      byte[] parcel = parcels.removeFirst().parcel();
      unconfirmedBytes -= counted(parcel);
      keptBytes -= parcel.length + PARCEL_OVERHEAD_BYTES;
      large -= parcel.length > MAX_COUNTED_BYTES ? 1 : 0;
      peerKnowsStream = true;
    }
  }

  /** Gives up on the peer: the connection counts as closed, what is unconfirmed is handed back. */
  public List<byte[]> abandon() {
    closed();
    return handBack();
  }

  /**
   * The peer's life is over: the same, and what is offered from now on is for whichever life comes.
   */
  public List<byte[]> over() {
    List<byte[]> lost = abandon();
    isForNextLife = true;
    return lost;
  }

  private List<byte[]> handBack() {
    List<byte[]> lost = new ArrayList<>(waiting.size());
    waiting.forEach(numbered -> lost.add(numbered.parcel()));
    waiting.clear();
    unconfirmedBytes = 0;
    keptBytes = 0;
    large = 0;
    lastAssigned = 0;
    if (lastTransmitted > 0) {
      stream = streams.getAsLong();
    }
    lastTransmitted = 0;
    lastConfirmed = 0;
    peerKnowsStream = false;
    return lost;
  }

  /** Bytes in the window: waiting and in flight. */
  public int unconfirmedBytes() {
    return unconfirmedBytes;
  }

  /** What the parcels in the window take in memory. */
  public long keptBytes() {
    return keptBytes;
  }

  /** Parcels in the window. */
  public int unconfirmed() {
    return waiting.size() + inFlight.size();
  }

  /** Whether a connection is open. */
  public boolean isOpen() {
    return open;
  }

  /** The peer's life that was met last. */
  public OptionalLong peerIncarnation() {
    return peer.map(p -> OptionalLong.of(p.incarnation())).orElse(OptionalLong.empty());
  }
}
