package jellybean.system;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Effect;
import jellybean.actor.Router;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.lang.LangError;
import jellybean.message.Address;

/**
 * A message that an operator sends to one child of a supervisor, past its bus: to a body, to
 * whoever of several replicas is chosen for it, or to all instances of a template.
 */
final class FromAbove {
  private static final Keyword UNROUTED = Keyword.of("unrouted");
  private static final Keyword ROUTE_FAILED = Keyword.of("route-failed");

  private FromAbove() {}

  static void deliver(Turn turn, EdnMap order) {
    Address to = Fields.addressAt(order, Protocol.TO);
    Keyword name = Fields.keywordAt(order, Protocol.NAME);
    Value data = Fields.at(order, Protocol.DATA);
    List<Body> bodies =
        turn.bodies().stream()
            .filter(b -> b.address().equals(to) || child(turn, b).equals(to))
            .toList();
    if (bodies.isEmpty() || !takes(bodies.getFirst().def(), name)) {
      String found =
          bodies.isEmpty() ? "nobody of that address" : "one that does not handle " + name;
      refuse(turn, UNROUTED, "cannot send to " + to + ": found " + found);
      return;
    }
    try {
      for (Address receiver : receivers(turn, to, bodies, name, data)) {
        turn.add(new Effect.Send(receiver, name, data, Optional.empty()));
      }
    } catch (LangError e) {
      refuse(turn, ROUTE_FAILED, "cannot send to " + to + ": " + e.getMessage());
    }
  }

  /** Where the name has a keyed route, the key alone decides. */
  private static List<Address> receivers(
      Turn turn, Address to, List<Body> bodies, Keyword name, Value data) {
    Body first = bodies.getFirst();
    boolean keyed =
        first.def() instanceof ActorDef actor && actor.routes().get(name) instanceof RouteDef.ByKey;
    if (!(first.def() instanceof ActorDef) || (first.address().equals(to) && !keyed)) {
      return bodies.stream().map(Body::address).toList();
    }
    Bus.Reach reach =
        new Bus.Reach(child(turn, first), first.def(), name, Optional.empty(), Optional.empty());
    return Chooser.choose(reach, active(turn, first), data, turn.seed, _ -> 0).stream()
        .map(Router.Receiver::to)
        .toList();
  }

  /** Of replicas that come and go, those that get messages. */
  private static List<Address> active(Turn turn, Body first) {
    return Optional.ofNullable(turn.replication.replicas().get(first.def().name()))
        .map(replicas -> replicas.receivers(child(turn, first)))
        .orElseGet(() -> Body.addresses(child(turn, first), first.def()));
  }

  private static boolean takes(ChildDef def, Keyword name) {
    return switch (def) {
      case ActorDef actor -> actor.on().containsKey(name);
      case DeviceDef device -> device.on().contains(name);
      case SupervisorDef _, TemplateDef _ -> true;
    };
  }

  private static Address child(Turn turn, Body body) {
    return turn.context.self().child(body.def().name());
  }

  private static void refuse(Turn turn, Keyword reason, String why) {
    turn.add(new Effect.Refuse(reason, Errors.of(why)));
  }
}
