package jellybean.node;

import java.util.Arrays;
import jellybean.actor.Actors;
import jellybean.actor.Fullness;
import jellybean.cluster.Headroom;
import jellybean.port.Clock;

/** Measures what this node has left, between one time and the next. Belongs to one thread. */
final class HeadroomMeter {
  /** The least that was in use in so many measurements is taken for what is no garbage. */
  private static final int HEAP_MEASUREMENTS = 16;

  private static final int BYTES_PER_MIB = 1 << 20;

  private final Actors actors;
  private final Clock clock;
  private final CpuTime cpu;
  private final int cores;
  private final long[] heapUsedBytes = new long[HEAP_MEASUREMENTS];
  private int heapMeasured;
  private long beforeNs;
  private long idleBeforeNs;

  HeadroomMeter(Actors actors, Clock clock, CpuTime cpu, int cores) {
    this.actors = actors;
    this.clock = clock;
    this.cpu = cpu;
    this.cores = cores;
    beforeNs = clock.monotonicNs();
    idleBeforeNs = actors.fullness().idleNs();
    Arrays.fill(heapUsedBytes, Long.MAX_VALUE);
  }

  Headroom measure() {
    Fullness now = actors.fullness();
    return new Headroom(
        actors.loops(),
        busyPermille(now.idleNs()),
        cores,
        cpu.permille(),
        mib(heapFreeBytes()),
        mib(now.mailboxFreeBytes()),
        (int) Math.min(now.queued(), Headroom.MAX_COUNT),
        now.actors(),
        Math.max(0, now.actorsFree()));
  }

  private int busyPermille(long idleNs) {
    long nowNs = clock.monotonicNs();
    long hadNs = Math.max(1, (nowNs - beforeNs) * actors.loops());
    long idlePermille = (idleNs - idleBeforeNs) * Headroom.PERMILLE / hadNs;
    beforeNs = nowNs;
    idleBeforeNs = idleNs;
    return Headroom.PERMILLE - Math.clamp(idlePermille, 0, Headroom.PERMILLE);
  }

  private long heapFreeBytes() {
    Runtime runtime = Runtime.getRuntime();
    heapUsedBytes[heapMeasured++ % HEAP_MEASUREMENTS] =
        runtime.totalMemory() - runtime.freeMemory();
    return runtime.maxMemory() - Arrays.stream(heapUsedBytes).min().orElseThrow();
  }

  private static int mib(long bytes) {
    return Math.clamp(bytes / BYTES_PER_MIB, 0, Headroom.MAX_COUNT);
  }
}
