package jellybean.diagram;

import static jellybean.diagram.Box.GRID;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jellybean.diagram.Box.Placed;
import jellybean.message.Address;
import jellybean.system.ActorDef;
import jellybean.system.ChildDef;
import jellybean.system.DeviceDef;
import jellybean.system.Lattice;
import jellybean.system.SupervisorDef;
import jellybean.system.TemplateDef;

/**
 * Where everything stands: children in columns, each group as large as what it holds. Between the
 * columns, and above and below them, there is room for as many lines as may want to pass.
 */
final class Layout {
  /** Lines of the grid between two boxes; one of them at least is free for lines to pass. */
  private static final int ROW_GAP = 3;

  private static final int COLUMN_GAP = 5;
  private static final int MARGIN = 3;

  private final Links links;

  private Layout(Links links) {
    this.links = links;
  }

  static Box.Group of(SupervisorDef system, Links links) {
    return new Layout(links).group(Address.of(system.name()), system.name(), system, false);
  }

  private Box box(Address address, ChildDef child) {
    return switch (child) {
      case ActorDef actor ->
          leaf(
              address.path(),
              Box.Kind.ACTOR,
              actor.name(),
              about(actor),
              actor.lattice().isPresent() ? 1 : Math.min(3, actor.maxReplicas()),
              actor.lattice());
      case DeviceDef device ->
          leaf(
              address.path(),
              Box.Kind.DEVICE,
              device.name(),
              "device " + device.type(),
              1,
              Optional.empty());
      case SupervisorDef cluster -> group(address, cluster.name(), cluster, false);
      case TemplateDef template ->
          group(address, template.name() + " (template)", template.pattern(), true);
    };
  }

  private Box.Leaf leaf(
      String key,
      Box.Kind kind,
      String title,
      String about,
      int copies,
      Optional<Lattice> lattice) {
    return new Box.Leaf(
        key,
        kind,
        title,
        about,
        links.labels(key, false),
        links.labels(key, true),
        copies,
        lattice);
  }

  private static String about(ActorDef actor) {
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

  private Box.Group group(Address address, String title, SupervisorDef def, boolean isTemplate) {
    List<Box> boxes = new ArrayList<>();
    if (!def.forward().isEmpty()) {
      String key = Links.forwards(address.path());
      boxes.add(leaf(key, Box.Kind.FORWARDS, "forwards", "", 1, Optional.empty()));
    }
    def.children().forEach(child -> boxes.add(box(address.child(child.name()), child)));
    Columns columns = Columns.of(boxes, links.all());
    int across = columns.across();
    int top = Box.Group.HEAD + GRID * (MARGIN - 1 + (across + 1) / 2);
    List<Placed> placed = place(columns, top);
    int bottom = placed.stream().mapToInt(p -> p.y() + p.box().height()).max().orElse(top);
    int right = placed.stream().mapToInt(p -> p.x() + p.box().width()).max().orElse(0);
    int width = right + GRID * (MARGIN + columns.after(columns.count() - 1));
    return new Box.Group(
        address.path(),
        title,
        isTemplate,
        placed,
        Math.max(width, Box.snap(Box.width(title) + 2 * Box.PADDING)),
        bottom + GRID * (MARGIN + across / 2));
  }

  private static List<Placed> place(Columns columns, int top) {
    List<Placed> placed = new ArrayList<>();
    int x = GRID * (MARGIN + columns.after(-1));
    for (int column = 0; column < columns.count(); column++) {
      int y = top;
      int width = 0;
      for (Box box : columns.column(column)) {
        placed.add(new Placed(box, x, y));
        y += box.height() + GRID * ROW_GAP;
        width = Math.max(width, box.width());
      }
      x += width + GRID * Math.max(COLUMN_GAP, 2 + columns.after(column));
    }
    return placed;
  }
}
