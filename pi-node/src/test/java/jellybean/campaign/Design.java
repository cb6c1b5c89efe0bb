package jellybean.campaign;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.system.Bundle;

/**
 * A document of a schedule and what follows from it.
 *
 * @param isMajority whether never two of an actor may run, whatever happens
 * @param bodies all actors that have to run, but for instances of templates
 * @param routes which words have to get from whom to whom
 * @param atTimes replicas that are there as long as the load wants them
 * @param movable its actors that an operator tries to move
 * @param instances of its template that are to be started while all is calm
 */
record Design(
    String name,
    Bundle bundle,
    EdnMap with,
    boolean isMajority,
    SortedSet<Address> bodies,
    SortedSet<Address> atTimes,
    List<Route> routes,
    SortedSet<Address> movable,
    Set<String> instances) {

  /** How a word gets to its receiver. */
  enum Kind {
    /** Said by a talker to a sink. */
    DIRECT,
    /** By way of an actor that says it again. */
    RELAYED,
    /** By way of one of several replicas, chosen by the word. */
    KEYED,
    /** To an actor whose state lists what it took in its present life, and which may move. */
    LISTED,
    /** To a durable actor, whose state holds what it took. */
    DURABLE
  }

  /**
   * A way of words.
   *
   * @param name under which the talker says it
   * @param to the sink or durable actor at the end
   * @param via actors in between; a dead letter at one of them counts, too
   */
  record Route(
      Address talker, String name, Address to, String arrivesAs, Kind kind, Set<Address> via) {
    Route {
      via = Collections.unmodifiableSet(new TreeSet<>(via));
    }
  }

  Design {
    bodies = new TreeSet<>(bodies);
    atTimes = new TreeSet<>(atTimes);
    routes = List.copyOf(routes);
    movable = new TreeSet<>(movable);
    instances = Collections.unmodifiableSet(new TreeSet<>(instances));
  }

  Address root() {
    return Address.of(name);
  }

  /** Whether some of its replicas come and go. */
  boolean isBalanced() {
    return !atTimes.isEmpty();
  }

  boolean isDurable() {
    return routes.stream().anyMatch(route -> route.kind() == Kind.DURABLE);
  }

  /** The bodies of an instance of the template of generated documents. */
  List<Address> bodiesOf(String instance) {
    Address bee = root().child("bees").child(instance);
    return List.of(bee, bee.child("hum"));
  }

  /** All that has to run. */
  SortedSet<Address> allBodies() {
    SortedSet<Address> all = new TreeSet<>(bodies);
    instances.forEach(instance -> all.addAll(bodiesOf(instance)));
    return all;
  }

  /** Whether a way of words leads by replicas that come and go. */
  boolean isBalanced(Route route) {
    return route.via().stream().anyMatch(atTimes::contains);
  }

  @Override
  public String toString() {
    return name
        + (isMajority ? " (majority) " : " ")
        + bodies.size()
        + " bodies, at times "
        + atTimes.size()
        + " more, instances "
        + instances;
  }
}
