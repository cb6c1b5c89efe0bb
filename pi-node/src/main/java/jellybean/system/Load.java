package jellybean.system;

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
 */
record Load(long queued, long busyMs) {
  private static final Keyword QUEUED = Keyword.of("queued");
  private static final Keyword BUSY_MS = Keyword.of("busy-ms");

  EdnMap toValue(Address body) {
    return EdnMap.of(
        Protocol.ACTOR, new Text(body.path()), QUEUED, Int.of(queued), BUSY_MS, Int.of(busyMs));
  }

  static Load fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "load");
    return new Load(Fields.longAt(map, QUEUED), Fields.longAt(map, BUSY_MS));
  }
}
