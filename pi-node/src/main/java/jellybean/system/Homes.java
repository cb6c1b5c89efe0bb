package jellybean.system;

import java.util.Collection;
import java.util.Optional;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;

/**
 * Which member runs the root of a system: a pure policy.
 *
 * <p>Rendezvous hashing over the live members names a home when a system is deployed and when its
 * home has died; it stays where it is as long as that member lives. A home acts only under an epoch
 * that it took itself, in this life: so a member that has forgotten everything since it took the
 * last one, or that others named, begins a new one.
 *
 * <p>Two halves of a split fleet may each have a home; on meeting the larger epoch wins. But a
 * claim of fewer than half of those who meet does not win over a home that lives: that one takes a
 * larger epoch then, so that a board that was out of reach does not bring the rest back to where it
 * began anew. Whoever is no home leaves that to the home, which may have given way already.
 */
final class Homes {
  private Homes() {}

  /** Where a system belongs that has no home. */
  static Optional<NodeId> choose(String system, Collection<NodeId> members) {
    return Rendezvous.choose(Rendezvous.hash(system), members);
  }

  /** Whether a claim that was heard counts less than the home that is known and lives. */
  static boolean isMinority(DocumentsState state, Deployment known, Deployment heard) {
    return !known.isMajority()
        && heard.tenure().isAfter(known.tenure())
        && !heard.home().equals(known.home())
        && state.members().containsKey(known.home())
        && 2 * heard.tenure().electorate() < state.members().size();
  }

  /** The epoch to take now, if this node has to take one. */
  static Optional<Stamp> toTake(DocumentsState state, Deployment system, NodeId self) {
    boolean mine = system.home().equals(self);
    boolean begins = isToBegin(state, system, self) && mayBegin(state, system, self);
    boolean orphaned = state.settled() && !state.members().containsKey(system.home());
    boolean chosen =
        orphaned
            && choose(system.name(), state.members().keySet()).filter(self::equals).isPresent();
    boolean takes =
        !system.isMajority() && !state.members().isEmpty() && (begins || !mine && chosen);
    return takes ? Optional.of(new Stamp(system.epoch().counter() + 1, self)) : Optional.empty();
  }

  /** Whether this node has to take a new epoch of its own system, but not yet. */
  static boolean isWaiting(DocumentsState state, Deployment system, NodeId self) {
    return isToBegin(state, system, self) && !mayBegin(state, system, self);
  }

  private static boolean isToBegin(DocumentsState state, Deployment system, NodeId self) {
    return !system.isMajority()
        && system.home().equals(self)
        && !system.epoch().equals(state.tenures().get(system.name()));
  }

  /**
   * A home that has forgotten everything since it began has to ask those who have not; and another
   * one may have followed it. So it waits until as many are there as then and have told what they
   * know, or it has been up for long enough to know who is there.
   */
  private static boolean mayBegin(DocumentsState state, Deployment system, NodeId self) {
    return system.tenure().isOnlyNamed()
        || state.settled()
        || state.members().size() >= system.tenure().electorate() && state.isInformed(self);
  }
}
