package jellybean.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jellybean.diagram.Box.Placed;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.system.ActorDef;
import jellybean.system.ChildDef;
import jellybean.system.DeviceDef;
import jellybean.system.Lattice;
import jellybean.system.SupervisorDef;
import jellybean.system.TemplateDef;
import jellybean.system.Wire;

/**
 * Where everything stands: children in columns, so that most of what is said goes from left to
 * right (after Sugiyama, Tagawa and Toda 1981: break cycles, then longest paths), each group as
 * large as what it holds.
 */
final class Layout {
  private static final double COLUMN_GAP = 90;
  private static final double ROW_GAP = 26;

  /** Children that have nothing to do with each other are not put below each other for ever. */
  private static final int MAX_ROWS = 6;

  private final List<Wire> wires;

  private Layout(List<Wire> wires) {
    this.wires = wires;
  }

  static Box.Group of(SupervisorDef system, List<Wire> wires) {
    Layout layout = new Layout(wires);
    return layout.group(Address.of(system.name()), system.name(), system, false);
  }

  private Box box(Address address, ChildDef child) {
    return switch (child) {
      case ActorDef actor ->
          new Box.Leaf(
              address,
              actor.name(),
              kind(actor),
              names(actor.on().keySet()),
              names(actor.says()),
              false,
              actor.lattice().isPresent() ? 1 : Math.min(3, actor.maxReplicas()),
              actor.lattice());
      case DeviceDef device ->
          new Box.Leaf(
              address,
              device.name(),
              "device " + device.type(),
              names(device.on()),
              names(device.says()),
              true,
              1,
              Optional.empty());
      case SupervisorDef cluster -> group(address, cluster.name(), cluster, false);
      case TemplateDef template ->
          group(address, template.name() + " (template)", template.pattern(), true);
    };
  }

  private static String kind(ActorDef actor) {
    if (actor.lattice().isPresent()) {
      Lattice lattice = actor.lattice().get();
      String dims = lattice.dims().stream().map(String::valueOf).collect(Collectors.joining("×"));
      return "lattice " + dims + (lattice.wrap() ? ", wrapped" : "");
    }
    if (actor.isBalanced()) {
      return actor.replicas() + " to " + actor.maxReplicas() + " replicas";
    }
    return actor.replicas() > 1 ? actor.replicas() + " replicas" : "";
  }

  private static List<String> names(Set<Keyword> names) {
    return names.stream().map(Keyword::toString).sorted().toList();
  }

  private Box.Group group(Address address, String title, SupervisorDef def, boolean isTemplate) {
    List<Box> boxes = new ArrayList<>();
    def.children().forEach(child -> boxes.add(box(address.child(child.name()), child)));
    List<String> forwards =
        def.forward().entrySet().stream()
            .map(f -> f.getKey() + " → " + targets(f.getValue()))
            .sorted()
            .toList();
    double top = Box.PADDING + Box.LINE * (1 + forwards.size()) + Box.PADDING;
    List<Placed> placed = place(boxes, top);
    double right = placed.stream().mapToDouble(p -> p.x() + p.box().width()).max().orElse(0);
    double bottom = placed.stream().mapToDouble(p -> p.y() + p.box().height()).max().orElse(top);
    double words =
        Math.max(title.length(), forwards.stream().mapToInt(String::length).max().orElse(0))
            * Box.CHARACTER;
    double width = Math.max(right, words + Box.PADDING) + Box.PADDING + COLUMN_GAP / 3;
    return new Box.Group(address, title, forwards, isTemplate, placed, width, bottom + Box.PADDING);
  }

  private static String targets(List<Keyword> targets) {
    return targets.stream().map(Wire::text).collect(Collectors.joining(" "));
  }

  // ---- columns

  private List<Placed> place(List<Box> boxes, double top) {
    Map<Box, Integer> ranks = ranks(boxes);
    TreeMap<Integer, List<Box>> columns = new TreeMap<>();
    boxes.forEach(b -> columns.computeIfAbsent(ranks.get(b), _ -> new ArrayList<>()).add(b));
    List<Placed> placed = new ArrayList<>();
    double x = Box.PADDING + COLUMN_GAP / 3;
    for (List<Box> column : columns.values()) {
      for (int from = 0; from < column.size(); from += MAX_ROWS) {
        List<Box> rows = column.subList(from, Math.min(column.size(), from + MAX_ROWS));
        double y = top;
        for (Box box : rows) {
          placed.add(new Placed(box, x, y));
          y += box.height() + ROW_GAP;
        }
        x += rows.stream().mapToDouble(Box::width).max().orElse(0) + COLUMN_GAP;
      }
    }
    return placed;
  }

  private Map<Box, Integer> ranks(List<Box> boxes) {
    Map<Box, Set<Box>> next = new HashMap<>();
    for (Wire wire : wires) {
      Optional<Box> from = holder(boxes, wire.from());
      Optional<Box> to = holder(boxes, wire.to());
      if (from.isPresent() && to.isPresent() && !from.equals(to)) {
        next.computeIfAbsent(from.get(), _ -> new HashSet<>()).add(to.get());
      }
    }
    Map<Box, Set<Box>> acyclic = withoutCycles(boxes, next);
    Map<Box, Integer> ranks = new HashMap<>();
    boxes.forEach(box -> rank(box, acyclic, ranks));
    return ranks;
  }

  private static Optional<Box> holder(List<Box> boxes, Address address) {
    return boxes.stream().filter(b -> b.address().contains(address)).findFirst();
  }

  /** Leaves out what leads back; who only says things, such as devices, comes first. */
  private static Map<Box, Set<Box>> withoutCycles(List<Box> boxes, Map<Box, Set<Box>> next) {
    Map<Box, Set<Box>> before = new HashMap<>();
    Set<Box> done = new HashSet<>();
    List<Box> order = new ArrayList<>(boxes);
    order.sort(Comparator.comparing((Box b) -> !isDevice(b)).thenComparing(boxes::indexOf));
    for (Box box : order) {
      visit(box, next, done, new HashSet<>(), before, boxes);
    }
    return before;
  }

  private static boolean isDevice(Box box) {
    return box instanceof Box.Leaf leaf && leaf.isDevice();
  }

  private static void visit(
      Box box,
      Map<Box, Set<Box>> next,
      Set<Box> done,
      Set<Box> path,
      Map<Box, Set<Box>> before,
      List<Box> boxes) {
    if (!done.add(box)) {
      return;
    }
    path.add(box);
    next.getOrDefault(box, Set.of()).stream()
        .sorted(Comparator.comparing(boxes::indexOf))
        .filter(other -> !path.contains(other))
        .forEach(
            other -> {
              before.computeIfAbsent(other, _ -> new HashSet<>()).add(box);
              visit(other, next, done, path, before, boxes);
            });
    path.remove(box);
  }

  private static int rank(Box box, Map<Box, Set<Box>> before, Map<Box, Integer> ranks) {
    Integer known = ranks.get(box);
    if (known != null) {
      return known;
    }
    ranks.put(box, 0);
    int rank =
        before.getOrDefault(box, Set.of()).stream()
            .mapToInt(b -> rank(b, before, ranks) + 1)
            .max()
            .orElse(0);
    ranks.put(box, rank);
    return rank;
  }
}
