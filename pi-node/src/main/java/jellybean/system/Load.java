package jellybean.system;

import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * What one replica had to do, as its node counts it.
 *
 * @param queued messages that wait
 * @param busyMs time that its steps took since it was started
 * @param idleMs time in which its loop had nothing to do
 * @param isPressing whether those who send to it are parked, so that its queue does not grow
 */
record Load(long queued, long busyMs, long idleMs, boolean isPressing) {
  static final Load NONE = new Load(0, 0, 0);

  private static final Keyword QUEUED = Keyword.of("queued");
  private static final Keyword BUSY_MS = Keyword.of("busy-ms");
  private static final Keyword PRESSING = Keyword.of("pressing");
  private static final Keyword IDLE_MS = Keyword.of("idle-ms");

  /** Of one for whom nobody has to wait. */
  Load(long queued, long busyMs, long idleMs) {
    this(queued, busyMs, idleMs, false);
  }

  EdnMap toValue(Address body) {
    return EdnMap.of(
        Protocol.ACTOR,
        new Text(body.path()),
        QUEUED,
        Int.of(queued),
        BUSY_MS,
        Int.of(busyMs),
        IDLE_MS,
        Int.of(idleMs),
        PRESSING,
        Bool.of(isPressing));
  }

  static Load fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "load");
    return new Load(
        Fields.longAt(map, QUEUED),
        Fields.longAt(map, BUSY_MS),
        Fields.longAt(map, IDLE_MS),
        Fields.at(map, PRESSING) == Bool.TRUE);
  }
}
