package jellybean.cluster;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/**
 * What a node has left, as it measured itself.
 *
 * @param loops threads that run actors
 * @param busyPermille how much of their time these threads worked, of 1 000
 * @param cores of the board
 * @param cpuPermille how much of all cores' time anything worked, this node or not; 0 where the
 *     system does not say
 * @param heapFreeMib of the heap, garbage taken as free
 * @param poolFreeMib of what the mailboxes of the node share
 * @param queued messages that wait in mailboxes
 * @param actors that there are
 * @param actorsFree how many more there may be
 */
public record Headroom(
    int loops,
    int busyPermille,
    int cores,
    int cpuPermille,
    int heapFreeMib,
    int poolFreeMib,
    int queued,
    int actors,
    int actorsFree) {

  /** All of a core, or of a thread. */
  public static final int PERMILLE = 1_000;

  /** Of any count. */
  public static final int MAX_COUNT = 1 << 24;

  /** {@link #spare} of a node that should get nothing more while there is any other. */
  public static final int FULL = -1_000_000;

  /** A node with less heap is busy collecting garbage. */
  static final int MIN_HEAP_FREE_MIB = 4;

  /** A node with less is about to refuse messages. */
  static final int MIN_POOL_FREE_MIB = 1;

  /** So many more are soon started by what is there already. */
  static final int MIN_ACTORS_FREE = 64;

  public Headroom {
    check("loops", loops, MAX_COUNT);
    check("busyPermille", busyPermille, PERMILLE);
    check("cores", cores, MAX_COUNT / PERMILLE);
    check("cpuPermille", cpuPermille, PERMILLE);
    check("heapFreeMib", heapFreeMib, MAX_COUNT);
    check("poolFreeMib", poolFreeMib, MAX_COUNT);
    check("queued", queued, MAX_COUNT);
    check("actors", actors, MAX_COUNT);
    check("actorsFree", actorsFree, MAX_COUNT);
  }

  private static void check(String what, int found, int max) {
    if (found < 0 || found > max) {
      throw new IllegalArgumentException(
          "bad headroom: expected 0 to " + max + " as " + what + ", found " + found);
    }
  }

  /**
   * How much more work the node could do, in thousandths of a core; {@link #FULL} if memory or room
   * for actors runs out. Both the cores and the threads of the loops must be free; each message
   * that waits takes one thousandth.
   */
  public int spare() {
    if (isFull()) {
      return FULL;
    }
    long ofLoops = (long) loops * (PERMILLE - busyPermille);
    long ofCores = (long) cores * (PERMILLE - cpuPermille);
    return (int) (Math.min(ofLoops, ofCores) - Math.min(queued, PERMILLE));
  }

  private boolean isFull() {
    return heapFreeMib < MIN_HEAP_FREE_MIB
        || poolFreeMib < MIN_POOL_FREE_MIB
        || actorsFree < MIN_ACTORS_FREE;
  }

  /** As a shell shows it. */
  public EdnMap toValue() {
    return EdnMap.EMPTY
        .with(Keyword.of("spare-permille"), Int.of(spare()))
        .with(Keyword.of("loops"), Int.of(loops))
        .with(Keyword.of("busy-permille"), Int.of(busyPermille))
        .with(Keyword.of("cores"), Int.of(cores))
        .with(Keyword.of("cpu-permille"), Int.of(cpuPermille))
        .with(Keyword.of("heap-free-mib"), Int.of(heapFreeMib))
        .with(Keyword.of("pool-free-mib"), Int.of(poolFreeMib))
        .with(Keyword.of("queued"), Int.of(queued))
        .with(Keyword.of("actors"), Int.of(actors))
        .with(Keyword.of("actors-free"), Int.of(actorsFree));
  }
}
