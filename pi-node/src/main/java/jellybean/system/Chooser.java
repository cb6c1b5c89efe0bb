package jellybean.system;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import jellybean.actor.Router.Receiver;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Machine;
import jellybean.message.Address;
import jellybean.message.Rendezvous;
import jellybean.message.Via;

/** Chooses among the bodies of a child who gets a message: a pure policy. */
final class Chooser {
  private Chooser() {}

  /**
   * The bodies of the child that {@code reach} names that receive {@code data}.
   *
   * @param bodies of that child; those that get messages
   * @param seed decides where chance does
   * @throws jellybean.lang.LangError if the program's key function fails
   */
  static List<Receiver> choose(
      Bus.Reach reach,
      List<Address> bodies,
      Value data,
      long seed,
      ToIntFunction<Address> queueLength) {
    Optional<List<Receiver>> always = always(reach, bodies);
    if (always.isPresent()) {
      return always.get();
    }
    if (route(reach) instanceof RouteDef.ByKey(var key)) {
      Value k = key.call(new Machine(Budget.DEFAULT), data);
      Via via = Via.instance(reach.instance()).withKey(k);
      return List.of(new Receiver(byKey(bodies, k), reach.name(), via));
    }
    return List.of(receiver(shorterOfTwo(bodies, seed, queueLength), reach));
  }

  /** The receivers, if neither chance nor a key decides. */
  static Optional<List<Receiver>> always(Bus.Reach reach, List<Address> bodies) {
    if (reach.body().isPresent()) {
      return Optional.of(List.of(receiver(reach.body().get(), reach)));
    }
    RouteDef route = route(reach);
    boolean isAlways =
        route instanceof RouteDef.All || route instanceof RouteDef.One && bodies.size() == 1;
    return isAlways
        ? Optional.of(bodies.stream().map(b -> receiver(b, reach)).toList())
        : Optional.empty();
  }

  private static RouteDef route(Bus.Reach reach) {
    return reach.def() instanceof ActorDef actor ? actor.route(reach.name()) : new RouteDef.One();
  }

  private static Receiver receiver(Address body, Bus.Reach reach) {
    return new Receiver(body, reach.name(), Via.instance(reach.instance()));
  }

  /** The one of them that has a key. */
  static Address byKey(List<Address> bodies, Value key) {
    return Rendezvous.byKey(bodies, key);
  }

  private static Address shorterOfTwo(
      List<Address> bodies, long seed, ToIntFunction<Address> queueLength) {
    long mixed = Rendezvous.mix(seed);
    int first = Math.floorMod((int) mixed, bodies.size());
    int other = Math.floorMod((int) (mixed >>> 32), bodies.size() - 1);
    int second = other < first ? other : other + 1;
    return queueLength.applyAsInt(bodies.get(second)) < queueLength.applyAsInt(bodies.get(first))
        ? bodies.get(second)
        : bodies.get(first);
  }
}
