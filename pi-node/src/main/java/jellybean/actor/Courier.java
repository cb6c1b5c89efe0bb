package jellybean.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.Ticket;

/**
 * Messages of one stream to one receiver that are not accepted yet, in order. A state machine: it
 * says what to send now, and how long to wait for an answer.
 *
 * <pre>
 *   add → [waiting] → toSend → [in flight] → accepted: gone
 *             ↑                     │
 *             └── lost, no answer ──┘
 * </pre>
 */
final class Courier {
  /** Messages in flight; what is sent again may all be duplicates. */
  static final int WINDOW_MESSAGES = 64;

  /** Bytes in flight; a message that is larger goes alone. */
  static final int WINDOW_BYTES = 64 * 1_024;

  /** Without an answer for so long, what is in flight is sent again; twice as long each time. */
  static final long FIRST_RETRY_MS = 1_000;

  static final long LONGEST_RETRY_MS = 30_000;

  private static final int MAX_DOUBLINGS = 5;

  private final Deque<Envelope> waiting = new ArrayDeque<>();
  private final Deque<Envelope> inFlight = new ArrayDeque<>();
  private long inFlightBytes;
  private int retries;

  void add(Envelope message) {
    waiting.addLast(message);
  }

  boolean isEmpty() {
    return waiting.isEmpty() && inFlight.isEmpty();
  }

  boolean hasOf(Address sender) {
    return inFlight.stream().anyMatch(m -> m.from().equals(sender))
        || waiting.stream().anyMatch(m -> m.from().equals(sender));
  }

  /** What there is room for, each with the number that is unconfirmed before it. */
  List<Envelope> toSend() {
    List<Envelope> now = new ArrayList<>();
    while (!waiting.isEmpty() && hasRoomFor(waiting.getFirst())) {
      Envelope next = waiting.removeFirst();
      long previous = inFlight.isEmpty() ? 0 : ticket(inFlight.getLast()).number();
      now.add(next.with(ticket(next).after(previous)));
      inFlight.addLast(next);
      inFlightBytes += next.weightBytes();
    }
    return now;
  }

  private boolean hasRoomFor(Envelope next) {
    return inFlight.isEmpty()
        || (inFlight.size() < WINDOW_MESSAGES
            && inFlightBytes + next.weightBytes() <= WINDOW_BYTES);
  }

  /** What is confirmed thereby, in order. */
  List<Envelope> accepted(Ticket confirmation) {
    List<Envelope> gone = new ArrayList<>();
    Predicate<Envelope> isConfirmed =
        message ->
            ticket(message).epoch() == confirmation.epoch()
                && ticket(message).number() <= confirmation.number();
    while (!inFlight.isEmpty() && isConfirmed.test(inFlight.getFirst())) {
      Envelope first = inFlight.removeFirst();
      inFlightBytes -= first.weightBytes();
      gone.add(first);
    }
    // It may have been sent before it began to wait again.
    while (inFlight.isEmpty() && !waiting.isEmpty() && isConfirmed.test(waiting.getFirst())) {
      gone.add(waiting.removeFirst());
    }
    retries = gone.isEmpty() ? retries : 0;
    return gone;
  }

  /** A message that can never be sent, if it is still here. */
  Optional<Envelope> giveUp(Ticket refused) {
    again();
    Optional<Envelope> found =
        waiting.stream().filter(m -> ticket(m).number() == refused.number()).findFirst();
    found.ifPresent(waiting::remove);
    return found;
  }

  /** All of them can never be sent. */
  List<Envelope> giveUp() {
    again();
    List<Envelope> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  /** What was in flight waits again. */
  void again() {
    while (!inFlight.isEmpty()) {
      waiting.addFirst(inFlight.removeLast());
    }
    inFlightBytes = 0;
  }

  /** How long to wait for an answer. */
  long retryMs() {
    return Math.min(FIRST_RETRY_MS << Math.min(retries, MAX_DOUBLINGS), LONGEST_RETRY_MS);
  }

  /** There was no answer for that long. */
  void noAnswer() {
    retries++;
    again();
  }

  /** There is news of the receiver. */
  void hope() {
    retries = 0;
    again();
  }

  private static Ticket ticket(Envelope message) {
    return message.ticket().orElseThrow();
  }
}
