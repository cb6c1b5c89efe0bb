package jellybean.system;

import java.util.Optional;
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

  Relocation routed(Underway now) {
    return new Relocation(
        Optional.of(now.moved()), Optional.of(new Underway(now.moved(), true, now.asker())));
  }

  Relocation over() {
    return new Relocation(last, Optional.empty());
  }
}
