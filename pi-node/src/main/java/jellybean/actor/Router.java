package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Says who receives what. Immutable; called by every loop; never blocks.
 *
 * <p>A node replaces its router whenever a routing table changes ({@link Effect.Install}).
 */
public interface Router {
  /**
   * The receivers of a message that {@code sayer} says, each at most once, in declared order; empty
   * if nobody takes it (a dead letter {@code :unrouted}).
   *
   * @param seed decides where chance does
   * @param queueLength messages waiting at an actor of this node; 0 for all others
   * @throws RuntimeException the program's routing function failed: a dead letter {@code
   *     :route-failed} with the error
   */
  List<Receiver> route(
      Address sayer, Keyword name, Value data, long seed, ToIntFunction<Address> queueLength);

  /** Where an actor lives. */
  Place locate(Address address);

  /** One receiver of a said message: who, under which name, and with which key's state. */
  record Receiver(Address to, Keyword name, Optional<Value> key) {}

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
