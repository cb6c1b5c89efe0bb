package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
import jellybean.system.Draft.Cluster;
import jellybean.system.Draft.Forward;
import jellybean.system.Draft.Leaf;
import jellybean.system.Draft.Target;

/**
 * Who would receive what, found from drafts: the four routing rules as {@link Bus} follows them,
 * but every way that a message reaches a receiver is listed, not only the first.
 *
 * <p>Forwards that lead to one another can have exponentially many ways; all questions to one tree
 * together follow at most {@link #MAX_STEPS} forwards and path elements.
 */
final class Wiring {
  static final int MAX_STEPS = 1 << 20;

  private final Cluster cluster;
  private final Optional<Wiring> parent;
  private final Effort effort;
  private final Map<String, Wiring> clusters = new LinkedHashMap<>();
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Leaf> open = new ArrayList<>();
  private final Map<String, Leaf> leavesByName = new LinkedHashMap<>();
  private final Map<Keyword, List<Leaf>> handlers = new LinkedHashMap<>();
  private final Map<Keyword, Forward> forwards = new LinkedHashMap<>();

  private Wiring(Cluster cluster, Optional<Wiring> parent, Effort effort) {
    this.cluster = cluster;
    this.parent = parent;
    this.effort = effort;
    cluster.forwards().forEach(f -> forwards.put(f.name(), f));
    for (Draft child : cluster.children()) {
      switch (child) {
        case Leaf leaf -> addLeaf(leaf);
        case Cluster below ->
            clusters.put(below.name(), new Wiring(below, Optional.of(this), effort));
      }
    }
  }

  private void addLeaf(Leaf leaf) {
    leaves.add(leaf);
    if (leaf.isOpen()) {
      open.add(leaf);
    }
    leavesByName.put(leaf.name(), leaf);
    leaf.on()
        .keySet()
        .forEach(name -> handlers.computeIfAbsent(name, n -> new ArrayList<>()).add(leaf));
  }

  static Wiring root(Cluster cluster) {
    return new Wiring(cluster, Optional.empty(), new Effort());
  }

  /** Counts steps. */
  private static final class Effort {
    private int steps;

    boolean take() {
      return ++steps <= MAX_STEPS;
    }
  }

  /** A receiver, and the name under which a message reaches it. */
  record Reach(Leaf leaf, Wiring on, Keyword name) {
    /** The path from the root, for messages. */
    String address() {
      return on.address() + "/" + leaf.name();
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Iterable<Wiring> below() {
    return clusters.values();
  }

  Iterable<Leaf> leaves() {
    return leaves;
  }

  Iterable<Forward> forwards() {
    return forwards.values();
  }

  boolean forwards(Keyword name) {
    return forwards.containsKey(name);
  }

  /** Names that a child actor handles. */
  Set<Keyword> handled() {
    return handlers.keySet();
  }

  /** Children that may handle and say any name, as far as is known. */
  List<Leaf> open() {
    return open;
  }

  /** Whether a name with that path may be heard of a child about which not all is known. */
  boolean mayHearUnknown(List<String> path) {
    if (path.isEmpty()) {
      return !open.isEmpty();
    }
    boolean here =
        open.stream()
            .anyMatch(l -> l.name().equals(path.getFirst()) || l.name().equals(Common.NAMELESS));
    Wiring below = clusters.get(path.getFirst());
    return here || (below != null && below.mayHearUnknown(path.subList(1, path.size())));
  }

  boolean hasChild(String name) {
    return leavesByName.containsKey(name) || clusters.containsKey(name);
  }

  String address() {
    return parent.map(Wiring::address).orElse("") + "/" + cluster.name();
  }

  /** Whether a question had to be given up; the answers since are incomplete. */
  boolean isExhausted() {
    return effort.steps > MAX_STEPS;
  }

  /** Every way in which what {@code sayer} says reaches somebody. */
  List<Reach> said(String sayer, Keyword name) {
    List<Reach> reached = new ArrayList<>();
    Leaf leaf = leavesByName.get(sayer);
    if (leaf != null && isNeighbour(leaf, name)) {
      reached.add(new Reach(leaf, this, Keyword.of(name.name())));
      return reached;
    }
    take(name, sayer, false, reached);
    if (name.namespace().isEmpty()) {
      hearAbove(name.name(), reached);
    }
    return reached;
  }

  /** Whether a point of a lattice says something to its neighbour in some direction. */
  private static boolean isNeighbour(Leaf sayer, Keyword name) {
    if (!sayer.on().containsKey(Keyword.of(name.name()))) {
      return false;
    }
    Optional<Lattice.Direction> direction = name.namespace().flatMap(Lattice.Direction::of);
    return direction.isPresent()
        && sayer.def().orElse(null) instanceof ActorDef actor
        && actor.lattice().filter(l -> direction.get().dim() < l.dims().size()).isPresent();
  }

  /** Every way in which one target of a forward reaches somebody. */
  List<Reach> target(Target target) {
    List<Reach> reached = new ArrayList<>();
    reach(target.name(), "", false, reached);
    return reached;
  }

  private void take(Keyword name, String except, boolean fromAbove, List<Reach> reached) {
    Forward forward = forwards.get(name);
    if (forward == null) {
      reach(name, except, fromAbove, reached);
    } else {
      forward.targets().forEach(t -> reach(t.name(), except, fromAbove, reached));
    }
  }

  private void reach(Keyword target, String except, boolean fromAbove, List<Reach> reached) {
    if (!effort.take()) {
      return;
    }
    Optional<TemplateOrder> order = TemplateOrder.of(target);
    if (order.isPresent()) {
      order(order.get()).ifPresent(leaf -> reached.add(new Reach(leaf, this, target)));
    } else if (target.namespace().isPresent()) {
      resolve(target, fromAbove, reached);
    } else {
      reachHandlers(target, except, reached);
    }
  }

  /** Who starts and stops instances stands in for a receiver. */
  private Optional<Leaf> order(TemplateOrder order) {
    return Optional.ofNullable(clusters.get(order.template()))
        .filter(below -> below.cluster.template().isPresent())
        .map(
            below ->
                new Leaf(
                    order.toString(), below.cluster.at(), Map.of(), Map.of(), Optional.empty()));
  }

  private void reachHandlers(Keyword name, String except, List<Reach> reached) {
    for (Leaf leaf : handlers.getOrDefault(name, List.of())) {
      if (!leaf.name().equals(except) && effort.take()) {
        reached.add(new Reach(leaf, this, name));
      }
    }
    if (!open.isEmpty() && reached.isEmpty()) {
      reached.add(new Reach(open.getFirst(), this, name));
    }
  }

  private void resolve(Keyword target, boolean fromAbove, List<Reach> reached) {
    List<String> path = List.of(target.namespace().orElseThrow().split("\\.", -1));
    if (hasChild(path.getFirst())) {
      descend(path, Keyword.of(target.name()), reached);
    } else if (!fromAbove) {
      parent.ifPresent(p -> p.resolve(target, false, reached));
    }
  }

  private void descend(List<String> path, Keyword name, List<Reach> reached) {
    Optional<Wiring> below = Optional.ofNullable(clusters.get(path.getFirst()));
    Optional<Leaf> leaf = Optional.ofNullable(leavesByName.get(path.getFirst()));
    boolean last = path.size() == 1;
    if (!effort.take()) {
      return;
    }
    if (below.isPresent() && last) {
      below.get().take(name, "", true, reached);
    } else if (below.isPresent()) {
      below.get().descend(path.subList(1, path.size()), name, reached);
    } else if (last || leaf.filter(Leaf::isOpen).isPresent()) {
      leaf.filter(l -> l.isOpen() || l.on().containsKey(name))
          .ifPresent(l -> reached.add(new Reach(l, this, name)));
    }
  }

  private void hearAbove(String name, List<Reach> reached) {
    String path = cluster.name();
    Optional<Wiring> above = parent;
    while (above.isPresent()) {
      Wiring bus = above.get();
      bus.hear(Keyword.of(path, name), reached);
      path = bus.cluster.name() + "." + path;
      above = bus.parent;
    }
  }

  private void hear(Keyword heard, List<Reach> reached) {
    if (forwards.containsKey(heard)) {
      take(heard, "", false, reached);
    } else {
      reachHandlers(heard, "", reached);
    }
  }
}
