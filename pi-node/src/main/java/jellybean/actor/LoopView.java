package jellybean.actor;

import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.message.Address;

/** What one loop shows of its actors; valid only during the call that receives it. */
public interface LoopView {
  /** The actors this loop owns, sorted by address. */
  List<ActorView> actors();

  Optional<ActorView> actor(Address address);

  /** The dead letters this loop keeps, oldest first, each {@code {:reason … :time …}} and so on. */
  List<EdnMap> deadLetters();

  /** What the actors directly in this cluster handled on this loop, oldest first. */
  List<EdnMap> history(Address cluster);

  /**
   * What one actor handled, oldest first, each with the state {@code :before} it, and {@code
   * :fresh} at the first of a life; at last a row without a {@code :name} that has the state it has
   * now, unless that is the first one of a life.
   */
  List<EdnMap> states(Address actor);

  /** Counters of this loop by name. */
  EdnMap counters();
}
