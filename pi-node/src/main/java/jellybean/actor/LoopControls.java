package jellybean.actor;

import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.message.Address;

/**
 * What an order of the node's own parts may do with the actors of one loop; valid only during the
 * call that receives it. Every loop of the node gets the same order.
 */
public interface LoopControls extends LoopView {
  /**
   * From now on no actor at or below {@code root} handles a message, until {@link #thaw}; one that
   * is being started starts, and stands still then. Mailboxes go on accepting.
   *
   * @param ticket by which it is thawed
   * @param supervisors whether supervisors stand still, too
   */
  void freeze(String ticket, Address root, boolean supervisors);

  /** Whether all that frozen actors said before they were frozen is on its way. */
  boolean isSettled(String ticket);

  /** Ends what {@link #freeze} began; false if nothing is frozen by that ticket. */
  boolean thaw(String ticket);

  /**
   * The actors frozen by a ticket as they are saved, each {@code {:actor …}}, see {@link Image}.
   */
  List<EdnMap> images(String ticket);

  /**
   * Gives actors of this loop the states, messages, questions and timers that were saved. Images of
   * actors that are not here are left alone.
   *
   * @return {@code {:actor "…"}} of each that has it, with {@code :fault} if it cannot have it
   */
  List<EdnMap> restore(List<EdnMap> images);

  /** For so long from now the steps of all actors are timed. */
  void measureFor(long ms);

  /** The next message for an actor, of that name or of any, begins a trace. */
  void traceNext(Address actor, Optional<Keyword> name, String trace);
}
