package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import jellybean.edn.EdnMap;
import jellybean.message.Address;

/** What one loop shows of its actors; valid only during the call that receives it. */
public interface LoopView {
  /** The actors this loop owns, sorted by address. */
  List<ActorView> actors();

  Optional<ActorView> actor(Address address);

  /** What the actors below an address have to do, by address; their states are not looked at. */
  List<ActorLoad> loads(Address address);

  /** The dead letters this loop keeps, oldest first, each {@code {:reason … :time …}} and so on. */
  List<EdnMap> deadLetters();

  /** What the actors directly in this cluster handled on this loop, oldest first. */
  List<EdnMap> history(Address cluster);

  /**
   * What the actors at and below {@code path} handled on this loop since, oldest first within a
   * cluster, each with its {@code :cluster} and its {@code :number} there. First comes {@code
   * {:lost n …}} if {@code n} entries are gone; last one without a name if the newest entry of a
   * cluster is not of these actors.
   *
   * @param from the first number that is wanted of a cluster; one larger than any stands for 0, for
   *     then the history has begun anew
   */
  List<EdnMap> historyFrom(Address path, ToLongFunction<Address> from);

  /** What became of messages of a trace, as this loop remembers. */
  List<EdnMap> traced(String trace);

  /** The life of the node. */
  long incarnation();

  /** The number of this loop. */
  int index();

  /**
   * What one actor handled, oldest first, each with the state {@code :before} it, and {@code
   * :fresh} at the first of a life; at last a row without a {@code :name} that has the state it has
   * now, unless that is the first one of a life.
   */
  List<EdnMap> states(Address actor);

  /** Counters of this loop by name. */
  EdnMap counters();
}
