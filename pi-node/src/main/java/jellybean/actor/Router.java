package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.Via;

/**
 * Says who receives what. Immutable; called by every loop; never blocks.
 *
 * <p>A node replaces its router whenever a routing table changes ({@link Effect.Install}).
 */
public interface Router {
  /**
   * The receivers of a message that is said, each at most once, in declared order; empty if nobody
   * takes it (a dead letter {@code :unrouted}).
   *
   * @param seed decides where chance does
   * @param queueLength messages waiting at an actor of this node; 0 for all others
   * @throws RuntimeException the program's routing function failed: a dead letter {@code
   *     :route-failed} with the error
   */
  List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength);

  /** The receivers of what is sent from above into the cluster of a supervisor. */
  default List<Receiver> sent(Said said, long seed, ToIntFunction<Address> queueLength) {
    return List.of();
  }

  /** The receivers of what a supervisor has its own bus hear of an instance, by the same rules. */
  default List<Receiver> heard(Said said, long seed, ToIntFunction<Address> queueLength) {
    return List.of();
  }

  /**
   * A message on its way to its receivers.
   *
   * @param sayer the actor that says it, or the supervisor on whose bus it is heard
   * @param instance which instance of a template alone is to get it, or from which it is heard
   */
  record Said(Address sayer, Keyword name, Value data, Optional<Value> instance) {}

  /** Where an actor lives. */
  Place locate(Address address);

  /**
   * Whether an actor of another node confirms what it accepts, so that what is sent to it is kept
   * until then; as durable ones do.
   */
  default boolean confirms(Address address) {
    return false;
  }

  /** Whether a message of that name may be lost on its way to that actor of another node. */
  default boolean isDatagram(Address address, Keyword name) {
    return false;
  }

  /** One receiver of a message: who, under which name, and what the bus found out. */
  record Receiver(Address to, Keyword name, Via via) {}

  /** Where an actor lives as far as this node knows. */
  sealed interface Place {
    /** On this node. */
    record Here() implements Place {}

    /**
     * Where the network brings it: on another node, or, if it is this one, beyond a connection of
     * its own that is no actor.
     */
    record There(NodeId node) implements Place {}

    /** Nobody has that address. */
    record Nowhere() implements Place {}
  }
}
