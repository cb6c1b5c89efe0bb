package jellybean.actor;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.message.Address;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of the tree may run here only until a moment of the monotonic clock ({@link
 * Effect.RunUntil}). Any thread.
 */
final class Leaves {
  /** Parts with a moment of their own; one a system. */
  static final int MAX_PARTS = 256;

  private final Map<Address, Leave> parts = new ConcurrentHashMap<>();

  /** Goes up when there is another set of parts, so that loops look again which an actor is in. */
  private final AtomicInteger version = new AtomicInteger();

  private final AtomicLong pauses = new AtomicLong();

  /** Leave of one part to run. */
  static final class Leave {
    private volatile long untilMs;
    private volatile boolean holdsBack;

    private Leave(long untilMs) {
      this.untilMs = untilMs;
    }

    boolean isOver(long nowMs) {
      return nowMs >= untilMs;
    }
  }

  int version() {
    return version.get();
  }

  /** The one that an actor needs, if it is in such a part: of several the innermost. */
  @Nullable Leave of(Address actor) {
    Optional<Address> part = Optional.of(actor);
    while (part.isPresent()) {
      Leave leave = parts.get(part.get());
      if (leave != null) {
        return leave;
      }
      part = part.get().parent();
    }
    return null;
  }

  boolean hasRoomFor(Address part) {
    return parts.containsKey(part) || parts.size() < MAX_PARTS;
  }

  /**
   * @return whether actors that were held back have to be looked at again
   */
  boolean set(Address part, long untilMs) {
    if (untilMs == Long.MAX_VALUE) {
      Leave ended = parts.remove(part);
      version.incrementAndGet();
      return ended != null;
    }
    Leave leave = parts.get(part);
    if (leave == null) {
      parts.put(part, new Leave(untilMs));
      version.incrementAndGet();
      return true; // some may have been held back by a leave further out
    }
    leave.untilMs = untilMs;
    // After the moment was set: a loop that holds back says so, then looks at the moment again.
    boolean heldBack = leave.holdsBack;
    leave.holdsBack = false;
    return heldBack;
  }

  /** Says that an actor is about to be held back; the caller looks at the moment once more. */
  static void holdBack(Leave leave) {
    leave.holdsBack = true;
  }

  void countPause() {
    pauses.incrementAndGet();
  }

  /** How often an actor that had something to do was held back. */
  long pauses() {
    return pauses.get();
  }
}
