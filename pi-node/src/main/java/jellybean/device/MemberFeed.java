package jellybean.device;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.system.Life;
import jellybean.system.MemberList;

/**
 * Who is there, for the devices of a node that say so. The node gives it every list that its other
 * parts get; any thread may call.
 */
public final class MemberFeed {
  private final Map<Effect.Inlet, Boolean> inlets = new ConcurrentHashMap<>();
  private volatile EdnMap now = EdnMap.EMPTY;

  /** A list as {@link MemberList#ofLives} makes it, this node included. */
  public void accept(EdnMap list) {
    SortedMap<NodeId, Life> lives = new TreeMap<>(MemberList.lives(list));
    EdnMap next = EdnMap.EMPTY;
    for (var life : lives.entrySet()) {
      EdnSet tags = EdnSet.of();
      for (String tag : life.getValue().tags()) {
        tags = tags.with(Keyword.of(tag));
      }
      next = next.with(new Text(life.getKey().value()), tags);
    }
    now = next;
    inlets.keySet().forEach(MemberFeed::knock);
  }

  /**
   * The list itself is read by whoever hears the knock. One that is refused does no harm: as many
   * are on their way, and the device looks now and then, too.
   */
  private static void knock(Effect.Inlet inlet) {
    inlet.offer(Nil.NIL);
  }

  /** Tells an inlet of every change, and at once. */
  AutoCloseable open(Effect.Inlet inlet) {
    inlets.put(inlet, true);
    knock(inlet);
    return () -> inlets.remove(inlet);
  }

  /** The members by name, each with the set of its tags. */
  Value read() {
    return now;
  }
}
