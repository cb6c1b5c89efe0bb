package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import jellybean.actor.Router;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * The router of a node: the buses of all deployed systems and the places of all their bodies as
 * this node knows them. Immutable but for a cache of routes, whose size is bounded by the names
 * that documents declare; shared by all loops.
 */
final class SystemRouter implements Router {
  /** Routes remembered; past this they are computed anew each time. */
  private static final int MAX_CACHED_ROUTES = 16_384;

  private final NodeId self;
  private final Router.Place here = new Router.Place.Here();
  private final Map<Address, Sayer> sayers = new HashMap<>();
  private final Map<Address, Bus> buses = new HashMap<>();
  private final Map<Address, NodeId> places = new HashMap<>();
  private final Map<Address, List<Bus>> instances = new HashMap<>();

  /** By child, the bodies that get messages. */
  private final Map<Address, List<Address>> receivers = new HashMap<>();

  /** Bodies of actors that are durable, or get what is sent to them at least once. */
  private final Set<Address> confirming = new HashSet<>();

  /** By body, what comes as a datagram. */
  private final Map<Address, Set<Keyword>> datagrams = new HashMap<>();

  private final AtomicInteger knownRoutes = new AtomicInteger();

  /**
   * Who says something: the child of a bus, and of a lattice the point.
   *
   * @param routes by name, those that were looked for
   */
  private record Sayer(
      Bus bus, String child, Optional<List<Integer>> point, Map<Keyword, Known> routes) {}

  /**
   * Where a name goes.
   *
   * @param receivers if neither chance nor a key decides
   */
  private record Known(List<Bus.Reach> reaches, Optional<List<Receiver>> receivers) {}

  /**
   * @param roots the bus of each system's root supervisor
   * @param homes where each of these roots lives
   * @param instances the buses of all instances, in the order in which they were started
   */
  SystemRouter(
      NodeId self,
      Iterable<Bus> roots,
      Map<Address, NodeId> homes,
      Iterable<Table> tables,
      Iterable<Bus> instances) {
    this.self = self;
    places.putAll(homes);
    for (Table table : tables) {
      places.putAll(table.places());
      table
          .replicas()
          .forEach(
              (child, each) -> {
                Address address = table.supervisor().child(child);
                receivers.put(address, each.receivers(address));
              });
    }
    roots.forEach(this::index);
    for (Bus instance : instances) {
      Address template = instance.address().parent().orElseThrow();
      this.instances.computeIfAbsent(template, t -> new ArrayList<>()).add(instance);
      index(instance);
    }
  }

  static SystemRouter empty(NodeId self) {
    return new SystemRouter(self, List.of(), Map.of(), List.of(), List.of());
  }

  private void index(Bus bus) {
    buses.put(bus.address(), bus);
    bus.actors()
        .forEach(
            (name, def) -> {
              Address child = bus.address().child(name);
              List<Address> bodies = Body.addresses(child, def);
              bodies.forEach(body -> sayers.put(body, sayer(bus, name, point(body, def))));
              receivers.putIfAbsent(child, bodies);
              if (def instanceof ActorDef actor) {
                index(actor, bodies);
              }
            });
    bus.clusters()
        .forEach(
            (name, cluster) -> {
              sayers.put(cluster.address(), sayer(bus, name, Optional.empty()));
              index(cluster);
            });
  }

  private void index(ActorDef actor, List<Address> bodies) {
    if (actor.isDurable() || actor.delivery().atLeastOnce()) {
      confirming.addAll(bodies);
    }
    if (!actor.delivery().datagrams().isEmpty()) {
      bodies.forEach(body -> datagrams.put(body, actor.delivery().datagrams()));
    }
  }

  private static Sayer sayer(Bus bus, String child, Optional<List<Integer>> point) {
    return new Sayer(bus, child, point, new ConcurrentHashMap<>(2));
  }

  private static Optional<List<Integer>> point(Address body, ChildDef def) {
    return def instanceof ActorDef actor && actor.lattice().isPresent()
        ? Optional.of(Lattice.point(body.name()))
        : Optional.empty();
  }

  @Override
  public List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength) {
    Sayer sayer = sayers.get(said.sayer());
    if (sayer == null) {
      return List.of();
    }
    if (said.instance().isPresent()) {
      return chosen(reaches(sayer, said.name(), said.instance()), said, seed, queueLength);
    }
    Known known = known(sayer, said.name());
    return known.receivers().isPresent()
        ? known.receivers().get()
        : chosen(known.reaches(), said, seed, queueLength);
  }

  @Override
  public List<Receiver> sent(Said said, long seed, ToIntFunction<Address> queueLength) {
    Optional<Bus> bus = Optional.ofNullable(buses.get(said.sayer()));
    List<Bus.Reach> reaches =
        bus.map(b -> b.sent(said.name(), said.instance(), this::instancesOf)).orElse(List.of());
    return chosen(reaches, said, seed, queueLength);
  }

  @Override
  public List<Receiver> heard(Said said, long seed, ToIntFunction<Address> queueLength) {
    Optional<Bus> bus = Optional.ofNullable(buses.get(said.sayer()));
    List<Bus.Reach> reaches =
        bus.map(b -> b.heard(said.name(), said.instance().orElseThrow(), this::instancesOf))
            .orElse(List.of());
    return chosen(reaches, said, seed, queueLength);
  }

  private List<Receiver> chosen(
      List<Bus.Reach> reaches, Said said, long seed, ToIntFunction<Address> queueLength) {
    return reaches.stream()
        .map(reach -> Chooser.choose(reach, bodies(reach), said.data(), seed, queueLength))
        .flatMap(List::stream)
        .toList();
  }

  private List<Address> bodies(Bus.Reach reach) {
    // A supervisor is the receiver of what is for itself, and no child of its own bus.
    return receivers.getOrDefault(reach.child(), List.of(reach.child()));
  }

  private List<Bus> instancesOf(Address template) {
    return instances.getOrDefault(template, List.of());
  }

  private List<Bus.Reach> reaches(Sayer sayer, Keyword name, Optional<Value> instance) {
    return sayer.bus().said(sayer.child(), sayer.point(), name, instance, this::instancesOf);
  }

  private Known known(Sayer sayer, Keyword name) {
    Known known = sayer.routes().get(name);
    if (known != null) {
      return known;
    }
    List<Bus.Reach> reaches = reaches(sayer, name, Optional.empty());
    Known computed = new Known(reaches, receivers(reaches));
    if (knownRoutes.get() < MAX_CACHED_ROUTES && sayer.routes().put(name, computed) == null) {
      knownRoutes.incrementAndGet();
    }
    return computed;
  }

  private Optional<List<Receiver>> receivers(List<Bus.Reach> reaches) {
    List<Receiver> all = new ArrayList<>();
    for (Bus.Reach reach : reaches) {
      Optional<List<Receiver>> some = Chooser.always(reach, bodies(reach));
      if (some.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(some.get());
    }
    return Optional.of(List.copyOf(all));
  }

  @Override
  public Router.Place locate(Address address) {
    Optional<NodeId> placed = Optional.ofNullable(places.get(address));
    return placed.map(this::at).orElseGet(() -> locatePart(address));
  }

  @Override
  public boolean confirms(Address address) {
    return confirming.contains(address);
  }

  @Override
  public boolean isDatagram(Address address, Keyword name) {
    Set<Keyword> names = datagrams.get(address);
    return names != null && names.contains(name);
  }

  /** {@code /sys/<node>/…} are parts of a node, {@code /op/<node>/…} operators connected to it. */
  private Router.Place locatePart(Address address) {
    if (address.path().startsWith("/sys/")) {
      return at(owner(address));
    }
    // An operator's connection is no actor: also that of this node is reached by the network.
    return address.path().startsWith("/op/")
        ? new Router.Place.There(owner(address))
        : new Router.Place.Nowhere();
  }

  private Router.Place at(NodeId node) {
    return node.equals(self) ? here : new Router.Place.There(node);
  }

  private static NodeId owner(Address address) {
    return new NodeId(address.segments().get(1));
  }
}
