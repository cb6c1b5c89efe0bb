package jellybean.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import jellybean.message.NodeId;

/**
 * What time it is, on a board whose clock starts in 1970.
 *
 * <p>A node's own certificate says between which moments it lives. A system clock within them is
 * believed: the board has a clock that works, or NTP has set it. One outside is not, unless it is
 * the one that was believed before and has only gone on; then peers are asked: the median of what
 * they say counts on with the monotonic clock. What a peer says outside the bounds is not heard, so
 * nobody can push the time there. As long as there is neither, the time is unknown, and only the
 * bounds are.
 *
 * <p>A state machine; it reads no clock.
 */
public final class FleetTime {
  /** Peers whose word is kept; of more, the one longest unheard is forgotten. */
  public static final int MAX_WITNESSES = 9;

  /** By so much a clock may have been corrected and still be the same that only went on. */
  public static final long MAX_DRIFT_MS = 60_000;

  /** Where the time comes from. */
  public enum Source {
    SYSTEM,
    PEERS,
    UNKNOWN
  }

  /**
   * Between which moments the time must be, as the node's own certificate has it.
   *
   * @param fromMs since 1970
   * @param untilMs since 1970
   */
  public record Bounds(long fromMs, long untilMs) {
    boolean contains(long timeMs) {
      return fromMs <= timeMs && timeMs <= untilMs;
    }
  }

  /**
   * The time at a moment.
   *
   * @param timeMs since 1970; if it is unknown, the earliest that it can be, which goes on
   * @param bounds all that is known if it is unknown
   */
  public record Reading(long timeMs, Source source, Bounds bounds) {
    public boolean isSure() {
      return source != Source.UNKNOWN;
    }
  }

  private Bounds bounds;
  private OptionalLong begunMs = OptionalLong.empty();
  // Of the system's clock when it was last within the bounds: its time less the monotonic time.
  private OptionalLong steadyMs = OptionalLong.empty();
  // By witness, the longest unheard first: the time of day less the monotonic time.
  private final Map<NodeId, Long> offsets = new LinkedHashMap<>();

  public FleetTime(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The node has another certificate. */
  public void rebound(Bounds changed) {
    bounds = changed;
  }

  /**
   * What time it is.
   *
   * @param systemMs what the system's clock says
   * @param monotonicMs of a clock that only goes on
   */
  public Reading read(long systemMs, long monotonicMs) {
    long offsetMs = systemMs - monotonicMs;
    if (bounds.contains(systemMs)) {
      steadyMs = OptionalLong.of(offsetMs);
      return new Reading(systemMs, Source.SYSTEM, bounds);
    }
    if (steadyMs.isPresent() && Math.abs(offsetMs - steadyMs.getAsLong()) <= MAX_DRIFT_MS) {
      return new Reading(systemMs, Source.SYSTEM, bounds);
    }
    if (offsets.isEmpty()) {
      begunMs = OptionalLong.of(begunMs.orElse(monotonicMs));
      long passedMs = monotonicMs - begunMs.getAsLong();
      return new Reading(bounds.fromMs() + passedMs, Source.UNKNOWN, bounds);
    }
    return new Reading(monotonicMs + median(), Source.PEERS, bounds);
  }

  private long median() {
    List<Long> sorted = offsets.values().stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  /**
   * A peer says what time it is.
   *
   * @return whether that can be: it is within the bounds
   */
  public boolean heard(NodeId peer, long timeMs, long monotonicMs) {
    if (!bounds.contains(timeMs)) {
      return false;
    }
    offsets.remove(peer);
    if (offsets.size() >= MAX_WITNESSES) {
      offsets.remove(offsets.keySet().iterator().next());
    }
    offsets.put(peer, timeMs - monotonicMs);
    return true;
  }
}
