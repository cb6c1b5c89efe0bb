package jellybean.net;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import jellybean.cluster.Members;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Which rumours are worth starting.
 *
 * <p>ScaleCube starts one about every member it learns of from a table, so that sixteen boards
 * switched on together pass on some 240 rumours, over 10 000 packets each. Whoever is in a table is
 * known to others already; those it is news to compare tables too, or are introduced. So of the
 * rumours that a member lives, this node starts those about itself and about who was introduced to
 * it, and passes on all that others started. Suspicions and farewells are always worth it. Thread
 * safe.
 */
final class Rumours {
  /** Introductions remembered; a rumour lives for a few seconds. */
  static final int MAX_INTRODUCED = Members.MAX_MEMBERS;

  private final Value self;
  private final Set<Value> introduced = new LinkedHashSet<>();

  Rumours(LifeId self) {
    this.self = new Text(self.toString());
  }

  /** Takes note of introductions: synchronisations of one record. The message is in order. */
  synchronized void heard(EdnMap message) {
    if (!isOf(SwimKind.SYNC, message)) {
      return;
    }
    EdnVector table = (EdnVector) data(message).get(0);
    if (table.size() == 1) {
      if (introduced.size() >= MAX_INTRODUCED) {
        Iterator<Value> oldest = introduced.iterator();
        oldest.next();
        oldest.remove();
      }
      introduced.add(lifeOf(table.get(0)));
    }
  }

  /** Whether an outgoing message is a rumour that this node should not have started. */
  synchronized boolean isIdle(EdnMap message) {
    if (!isGossip(message)) {
      return false;
    }
    EdnVector rumours = (EdnVector) data(message).get(0);
    for (Value rumour : rumours) {
      if (!isIdleRumour((EdnVector) rumour)) {
        return false;
      }
    }
    return true;
  }

  private boolean isIdleRumour(EdnVector rumour) {
    EdnVector record = data((EdnMap) rumour.get(1));
    Value life = lifeOf(record);
    return rumour.get(0).equals(self)
        && record.get(1).equals(SwimField.ALIVE)
        && !life.equals(self)
        && !introduced.contains(life);
  }

  static boolean isGossip(EdnMap message) {
    return isOf(SwimKind.GOSSIP, message);
  }

  private static boolean isOf(SwimKind kind, EdnMap message) {
    return message.get(SwimCodec.SWIM, kind.keyword()).equals(kind.keyword());
  }

  /** The fields of a message in order. */
  static EdnVector data(EdnMap message) {
    return (EdnVector) message.get(SwimCodec.DATA, EdnVector.EMPTY);
  }

  private static Value lifeOf(Value record) {
    EdnVector member = (EdnVector) ((EdnVector) record).get(0);
    return member.get(0);
  }
}
