package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
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
 * <p>Up, over, down, never up again: every rule moves along a finite tree in one of these
 * directions, so routing always terminates. Immutable after construction.
 */
final class Bus {
  private final Address address;
  private final SupervisorDef def;
  private final Optional<Bus> parent;
  private final Map<String, Bus> clusters = new LinkedHashMap<>();
  private final Map<String, ChildDef> actors = new LinkedHashMap<>();

  private Bus(Address address, SupervisorDef def, Optional<Bus> parent) {
    this.address = address;
    this.def = def;
    this.parent = parent;
    for (ChildDef child : def.children()) {
      if (child instanceof SupervisorDef cluster) {
        Address below = address.child(cluster.name());
        clusters.put(cluster.name(), new Bus(below, cluster, Optional.of(this)));
      } else {
        actors.put(child.name(), child);
      }
    }
  }

  static Bus root(Address address, SupervisorDef def) {
    return new Bus(address, def, Optional.empty());
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

  /** Who receives what the child {@code sayer} says, each at most once. */
  List<Reach> said(String sayer, Keyword name) {
    Reached reached = new Reached();
    take(name, sayer, false, reached);
    if (name.namespace().isEmpty()) {
      hearAbove(name.name(), reached);
    }
    return reached.list();
  }

  /** Who receives what is sent into this cluster from above. */
  List<Reach> sent(Keyword name) {
    Reached reached = new Reached();
    take(name, "", true, reached);
    return reached.list();
  }

  private void take(Keyword name, String except, boolean fromAbove, Reached reached) {
    List<Keyword> targets = def.forward().getOrDefault(name, List.of(name));
    targets.forEach(target -> reach(target, except, fromAbove, reached));
  }

  private void reach(Keyword target, String except, boolean fromAbove, Reached reached) {
    if (target.namespace().isPresent()) {
      resolve(target, fromAbove, reached);
    } else {
      handlers(target, except, reached);
    }
  }

  private void handlers(Keyword name, String except, Reached reached) {
    actors.forEach(
        (childName, child) -> {
          if (!childName.equals(except) && handles(child, name)) {
            reached.add(new Reach(address.child(childName), child, name));
          }
        });
  }

  private void resolve(Keyword target, boolean fromAbove, Reached reached) {
    List<String> path = List.of(target.namespace().orElseThrow().split("\\."));
    String first = path.getFirst();
    if (clusters.containsKey(first) || actors.containsKey(first)) {
      descend(path, Keyword.of(target.name()), reached);
    } else if (!fromAbove) {
      parent.ifPresent(p -> p.resolve(target, false, reached));
    }
  }

  private void descend(List<String> path, Keyword name, Reached reached) {
    String first = path.getFirst();
    boolean last = path.size() == 1;
    Optional<Bus> cluster = Optional.ofNullable(clusters.get(first));
    if (cluster.isPresent() && last) {
      cluster.get().take(name, "", true, reached);
    } else if (cluster.isPresent()) {
      cluster.get().descend(path.subList(1, path.size()), name, reached);
    } else if (last) {
      Optional.ofNullable(actors.get(first))
          .filter(child -> handles(child, name))
          .ifPresent(child -> reached.add(new Reach(address.child(first), child, name)));
    }
  }

  private void hearAbove(String name, Reached reached) {
    String path = def.name();
    Optional<Bus> above = parent;
    while (above.isPresent()) {
      Bus bus = above.get();
      bus.hear(Keyword.of(path, name), reached);
      path = bus.def.name() + "." + path;
      above = bus.parent;
    }
  }

  private void hear(Keyword heard, Reached reached) {
    Optional<List<Keyword>> targets = Optional.ofNullable(def.forward().get(heard));
    if (targets.isPresent()) {
      targets.get().forEach(target -> reach(target, "", false, reached));
    } else {
      handlers(heard, "", reached);
    }
  }

  private static boolean handles(ChildDef child, Keyword name) {
    Set<Keyword> names =
        switch (child) {
          case ActorDef actor -> actor.on().keySet();
          case DeviceDef device -> device.on();
          case SupervisorDef cluster -> Set.of();
        };
    return names.contains(name);
  }

  /** A child actor that a message reaches, and the name under which it does. */
  record Reach(Address child, ChildDef def, Keyword name) {}

  /** Collects receivers in order; the first name under which one is reached counts. */
  private static final class Reached {
    private final Map<Address, Reach> byChild = new LinkedHashMap<>();

    void add(Reach reach) {
      byChild.putIfAbsent(reach.child(), reach);
    }

    List<Reach> list() {
      return new ArrayList<>(byChild.values());
    }
  }
}
