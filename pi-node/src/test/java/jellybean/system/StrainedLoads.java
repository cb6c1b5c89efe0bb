package jellybean.system;

import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import jellybean.message.NodeId;

/**
 * Loads of the replicas of one node that are strained at times: then all of their time is work, and
 * more and more messages wait. At other times they have nothing to do.
 */
final class StrainedLoads implements InventedLoads.Source {
  /** More than {@link Balancer#VERY_LONG_QUEUE} for as many replicas as there may be. */
  private static final long QUEUED_EACH_SECOND = 400;

  private static final long SECOND_MS = 1_000;

  private final BooleanSupplier isStrained;
  private final LongSupplier monotonicMs;
  private long sampledMs;
  private long busyMs;
  private long idleMs;
  private long strainedMs;

  StrainedLoads(BooleanSupplier isStrained, LongSupplier monotonicMs) {
    this.isStrained = isStrained;
    this.monotonicMs = monotonicMs;
    this.sampledMs = monotonicMs.getAsLong();
  }

  @Override
  public List<Load> loads(NodeId node, int bodies) {
    long nowMs = monotonicMs.getAsLong();
    long pastMs = nowMs - sampledMs;
    sampledMs = nowMs;
    if (isStrained.getAsBoolean()) {
      busyMs += pastMs;
      strainedMs += pastMs;
    } else {
      idleMs += pastMs;
      strainedMs = 0;
    }
    long queued = strainedMs * QUEUED_EACH_SECOND / SECOND_MS;
    return Collections.nCopies(bodies, new Load(queued / bodies, busyMs, idleMs));
  }
}
