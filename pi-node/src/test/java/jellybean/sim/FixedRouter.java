package jellybean.sim;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import jellybean.actor.Router;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.Via;

/** A router that is told everything, call by call; immutable. */
public record FixedRouter(
    NodeId self,
    Map<String, List<Receiver>> routes,
    Map<Address, NodeId> places,
    Set<Address> confirming)
    implements Router {

  public static FixedRouter of(SimNode node) {
    return new FixedRouter(node.id(), Map.of(), Map.of(), Set.of());
  }

  /** What {@code sayer} says under {@code name} goes to these, under the same name. */
  public FixedRouter route(String sayer, String name, String... to) {
    Map<String, List<Receiver>> next = new TreeMap<>(routes);
    Keyword keyword = Keyword.of(name);
    next.put(
        sayer + " " + keyword,
        Stream.of(to).map(a -> new Receiver(new Address(a), keyword, Via.NONE)).toList());
    return new FixedRouter(self, next, places, confirming);
  }

  public FixedRouter place(String address, SimNode node) {
    Map<Address, NodeId> next = new TreeMap<>(places);
    next.put(new Address(address), node.id());
    return new FixedRouter(self, routes, next, confirming);
  }

  /** Who lives there and confirms what it accepts. */
  public FixedRouter placeDurable(String address, SimNode node) {
    Set<Address> next = new TreeSet<>(confirming);
    next.add(new Address(address));
    return new FixedRouter(self, routes, place(address, node).places(), next);
  }

  @Override
  public boolean confirms(Address address) {
    return confirming.contains(address);
  }

  @Override
  public List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength) {
    return routes.getOrDefault(said.sayer() + " " + said.name(), List.of());
  }

  @Override
  public Place locate(Address address) {
    NodeId node = places.get(address);
    if (node == null) {
      return new Place.Nowhere();
    }
    return node.equals(self) ? new Place.Here() : new Place.There(node);
  }
}
