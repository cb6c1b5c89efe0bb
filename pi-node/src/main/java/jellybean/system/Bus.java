package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * The routing rules of one supervisor, and through its parents and child clusters of the whole
 * system.
 *
 * <p>Rules, in the words of the design:
 *
 * <ol>
 *   <li>a name in {@code :forward} is replaced by its targets, once;
 *   <li>a plain name goes to every child actor that lists it, except the one who said it;
 *   <li>{@code :file/read} is sent as {@code :read} into child {@code file}; without such a child
 *       the parent resolves it, unless it came from above;
 *   <li>what is said under a plain name is heard above as {@code :me/name}, then as {@code
 *       :parent.me/name}, wherever an {@code :on} or {@code :forward} lists exactly that.
 * </ol>
 *
 * <p>An instance of a template is a child cluster that goes by the template's name: what is sent
 * there reaches all instances, or the one that the sayer names.
 *
 * <p>Up, over, down, never up again: every rule moves along a finite tree in one of these
 * directions, so routing always terminates. Immutable after construction; the instances there are
 * at a time come from {@link Instances}.
 */
final class Bus {
  private final Address address;
  private final SupervisorDef def;
  private final Optional<Bus> parent;
  private final Optional<Value> instance;
  private final Map<String, Bus> clusters = new LinkedHashMap<>();
  private final Map<String, ChildDef> actors = new LinkedHashMap<>();
  private final Map<String, TemplateDef> templates = new LinkedHashMap<>();

  private Bus(Address address, SupervisorDef def, Optional<Bus> parent, Optional<Value> instance) {
    this.address = address;
    this.def = def;
    this.parent = parent;
    this.instance = instance;
    for (ChildDef child : def.children()) {
      switch (child) {
        case SupervisorDef cluster -> {
          Address below = address.child(cluster.name());
          Bus bus = new Bus(below, cluster, Optional.of(this), Optional.empty());
          clusters.put(cluster.name(), bus);
        }
        case TemplateDef template -> templates.put(template.name(), template);
        case ActorDef _, DeviceDef _ -> actors.put(child.name(), child);
      }
    }
  }

  static Bus root(Address address, SupervisorDef def) {
    return new Bus(address, def, Optional.empty(), Optional.empty());
  }

  /**
   * The bus of an instance of one of this bus's templates.
   *
   * @throws BadParamsException if the instance's params do not fit
   */
  Bus instanceOf(TemplateDef template, Instance instance) {
    Address place = address.child(template.name()).child(instance.segment());
    return new Bus(
        place,
        template.make().apply(instance.with()),
        Optional.of(this),
        Optional.of(instance.id()));
  }

  /** The bus of an instance whose params have their defaults, to look at. */
  Bus patternOf(TemplateDef template, Instance instance) {
    Address place = address.child(template.name()).child(instance.segment());
    return new Bus(place, template.pattern(), Optional.of(this), Optional.of(instance.id()));
  }

  /** Which instances of a template there are, by the template's address. */
  interface Instances {
    List<Bus> of(Address template);

    Instances NONE = template -> List.of();
  }

  Address address() {
    return address;
  }

  SupervisorDef def() {
    return def;
  }

  Map<String, Bus> clusters() {
    return clusters;
  }

  Map<String, ChildDef> actors() {
    return actors;
  }

  Optional<TemplateDef> template(String name) {
    return Optional.ofNullable(templates.get(name));
  }

  /**
   * Who receives what the child {@code sayer} says, each at most once.
   *
   * @param point where the sayer is, if its child is a lattice
   * @param only the instance that alone is to get it
   */
  List<Reach> said(
      String sayer,
      Optional<List<Integer>> point,
      Keyword name,
      Optional<Value> only,
      Instances instances) {
    Route route = new Route(instances, only, Optional.empty());
    Optional<Lattice.Direction> direction = name.namespace().flatMap(Lattice.Direction::of);
    if (direction.isPresent() && point.isPresent()) {
      toNeighbour(sayer, point.get(), direction.get(), Keyword.of(name.name()), route);
    } else {
      take(name, sayer, false, route);
    }
    if (name.namespace().isEmpty()) {
      hearAbove(name.name(), route);
    }
    return route.list();
  }

  private void toNeighbour(
      String sayer, List<Integer> point, Lattice.Direction to, Keyword name, Route route) {
    ChildDef child = actors.get(sayer);
    if (child instanceof ActorDef actor && handles(actor, name)) {
      actor
          .lattice()
          .flatMap(lattice -> lattice.neighbour(point, to))
          .ifPresent(there -> route.addBody(address.child(sayer), actor, name, there));
    }
  }

  /** Who receives what is sent into this cluster from above. */
  List<Reach> sent(Keyword name, Optional<Value> only, Instances instances) {
    Route route = new Route(instances, only, Optional.empty());
    take(name, "", true, route);
    return route.list();
  }

  /** Who receives what this bus hears of an instance of a template of its own. */
  List<Reach> heard(Keyword name, Value of, Instances instances) {
    Route route = new Route(instances, Optional.empty(), Optional.of(of));
    hear(name, route);
    return route.list();
  }

  /** Who receives what this bus forwards under a name, whoever it comes from. */
  List<Reach> forwarded(Keyword name, Instances instances) {
    Route route = new Route(instances, Optional.empty(), Optional.empty());
    take(name, "", false, route);
    return route.list();
  }

  private void take(Keyword name, String except, boolean fromAbove, Route route) {
    List<Keyword> targets = def.forward().getOrDefault(name, List.of(name));
    targets.forEach(target -> reach(target, except, fromAbove, route));
  }

  private void reach(Keyword target, String except, boolean fromAbove, Route route) {
    if (TemplateOrder.of(target).isPresent()) {
      route.add(address, def, target);
    } else if (target.namespace().isPresent()) {
      resolve(target, fromAbove, route);
    } else {
      handlers(target, except, route);
    }
  }

  private void handlers(Keyword name, String except, Route route) {
    actors.forEach(
        (childName, child) -> {
          if (!childName.equals(except) && handles(child, name)) {
            route.add(address.child(childName), child, name);
          }
        });
  }

  private void resolve(Keyword target, boolean fromAbove, Route route) {
    List<String> path = List.of(target.namespace().orElseThrow().split("\\."));
    if (hasChild(path.getFirst())) {
      descend(path, Keyword.of(target.name()), route);
    } else if (!fromAbove) {
      parent.ifPresent(p -> p.resolve(target, false, route.outOf(this)));
    }
  }

  private boolean hasChild(String name) {
    return clusters.containsKey(name) || actors.containsKey(name) || templates.containsKey(name);
  }

  private void descend(List<String> path, Keyword name, Route route) {
    String first = path.getFirst();
    if (path.size() == 1 && actors.containsKey(first)) {
      ChildDef child = actors.get(first);
      if (child != null && handles(child, name)) {
        route.add(address.child(first), child, name);
      }
      return;
    }
    for (Bus below : route.below(this, first)) {
      if (path.size() == 1) {
        below.take(name, "", true, route);
      } else {
        below.descend(path.subList(1, path.size()), name, route);
      }
    }
  }

  private void hearAbove(String name, Route route) {
    String path = def.name();
    Optional<Value> crossed = instance;
    Optional<Bus> above = parent;
    while (above.isPresent()) {
      Bus bus = above.get();
      route.instance = crossed;
      bus.hear(Keyword.of(path, name), route);
      path = bus.def.name() + "." + path;
      crossed = bus.instance.or(() -> route.instance);
      above = bus.parent;
    }
  }

  private void hear(Keyword heard, Route route) {
    Optional<List<Keyword>> targets = Optional.ofNullable(def.forward().get(heard));
    if (targets.isPresent()) {
      targets.get().forEach(target -> reach(target, "", false, route));
    } else {
      handlers(heard, "", route);
    }
  }

  private static boolean handles(ChildDef child, Keyword name) {
    return switch (child) {
      case ActorDef actor -> actor.on().containsKey(name);
      case DeviceDef device -> device.on().contains(name);
      case SupervisorDef _, TemplateDef _ -> false;
    };
  }

  /**
   * A child actor that a message reaches, and the name under which it does.
   *
   * @param instance the outermost instance that the message came from
   * @param body the one body that it reaches, if that is decided
   */
  record Reach(
      Address child,
      ChildDef def,
      Keyword name,
      Optional<Value> instance,
      Optional<Address> body) {}

  /** One message on its way: collects receivers in order, each under the first name it gets. */
  private static final class Route {
    private final Instances instances;
    private final Optional<Value> only;
    private final Map<Address, Reach> byChild = new LinkedHashMap<>();
    private Optional<Value> instance;

    Route(Instances instances, Optional<Value> only, Optional<Value> instance) {
      this.instances = instances;
      this.only = only;
      this.instance = instance;
    }

    Route outOf(Bus bus) {
      instance = bus.instance.or(() -> instance);
      return this;
    }

    void add(Address child, ChildDef def, Keyword name) {
      byChild.putIfAbsent(child, new Reach(child, def, name, instance, Optional.empty()));
    }

    void addBody(Address child, ChildDef def, Keyword name, List<Integer> point) {
      Address body = child.child(Lattice.segment(point));
      byChild.putIfAbsent(body, new Reach(child, def, name, instance, Optional.of(body)));
    }

    /** The clusters that a name stands for: one, or all chosen instances of a template. */
    List<Bus> below(Bus bus, String name) {
      if (bus.templates.containsKey(name)) {
        return instances.of(bus.address.child(name)).stream()
            .filter(b -> only.isEmpty() || only.equals(b.instance))
            .toList();
      }
      return Optional.ofNullable(bus.clusters.get(name)).stream().toList();
    }

    List<Reach> list() {
      return new ArrayList<>(byChild.values());
    }
  }
}
