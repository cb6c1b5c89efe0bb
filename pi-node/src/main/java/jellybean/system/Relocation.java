package jellybean.system;

import java.util.Optional;
import java.util.Set;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * What a supervisor knows of actors that move; one at a time does.
 *
 * @param last who moved last, or moves by the present table
 * @param underway who moves, until it runs at its new place
 */
record Relocation(Optional<Moved> last, Optional<Underway> underway) {

  /**
   * @param isRouted whether the table says already that it lives at its new place
   * @param asker who ordered it
   */
  record Underway(Moved moved, boolean isRouted, Optional<ReplyTo> asker) {}

  Relocation preparing(Moved moved, Optional<ReplyTo> asker) {
    return new Relocation(last, Optional.of(new Underway(moved, false, asker)));
  }

  /**
   * @param members those who may have sent to its old place until now
   */
  Relocation routed(Underway now, Set<NodeId> members) {
    Moved moved = now.moved().awaiting(members);
    return new Relocation(Optional.of(moved), Optional.of(new Underway(moved, true, now.asker())));
  }

  Relocation over() {
    return new Relocation(last, Optional.empty());
  }

  /** It is known to run at its new place. */
  Relocation arrived() {
    return new Relocation(last.map(Moved::arrived), Optional.empty());
  }

  /** Nobody waits for an answer any more. */
  Relocation answered() {
    return new Relocation(
        last, underway.map(u -> new Underway(u.moved(), u.isRouted(), Optional.empty())));
  }
}
