package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;

/**
 * Something that one child of a system may say, and another that gets it then. Of a template there
 * is one instance, which stands for all and goes by the template's own address.
 *
 * @param says the name as it is said
 * @param to a child, or for {@code (start t)} and {@code (stop t)} its supervisor
 * @param as the name under which it arrives
 */
public record Wire(Address from, Keyword says, Address to, String as) {
  /** No child has such a name. */
  private static final Instance EACH = new Instance(new Text("(each)"), EdnMap.EMPTY);

  /** All of a system, in the order in which its document declares who says what. */
  public static List<Wire> of(SupervisorDef system) {
    List<Wire> wires = new ArrayList<>();
    Bus root = Bus.root(Address.of(system.name()), system);
    List<Bus> all = new ArrayList<>();
    collect(root, all);
    for (Bus bus : all) {
      bus.actors().forEach((name, child) -> add(bus, child, all, wires));
    }
    return wires;
  }

  /**
   * What the supervisors of a system forward: of each name, who gets it and under which name. Here
   * {@link #from} is a supervisor and {@link #says} the name that it replaces.
   */
  public static List<Wire> forwarded(SupervisorDef system) {
    List<Wire> wires = new ArrayList<>();
    List<Bus> all = new ArrayList<>();
    collect(Bus.root(Address.of(system.name()), system), all);
    for (Bus bus : all) {
      Address from = shown(bus.address());
      for (Keyword name : sorted(bus.def().forward().keySet())) {
        bus.forwarded(name, instances(all)).forEach(reach -> wires.add(wire(from, name, reach)));
      }
    }
    return wires;
  }

  private static Wire wire(Address from, Keyword name, Bus.Reach reach) {
    return new Wire(from, name, shown(reach.child()), text(reach.name()));
  }

  private static void collect(Bus bus, List<Bus> all) {
    all.add(bus);
    bus.clusters().values().forEach(below -> collect(below, all));
    for (ChildDef child : bus.def().children()) {
      if (child instanceof TemplateDef template) {
        collect(bus.patternOf(template, EACH), all);
      }
    }
  }

  private static void add(Bus bus, ChildDef child, List<Bus> all, List<Wire> wires) {
    Address from = bus.address().child(child.name());
    for (Keyword name : sorted(says(child))) {
      if (isToNeighbour(child, name)) {
        wires.add(new Wire(shown(from), name, shown(from), ":" + name.name()));
        continue;
      }
      bus.said(child.name(), Optional.empty(), name, Optional.empty(), instances(all))
          .forEach(reach -> wires.add(wire(shown(from), name, reach)));
    }
  }

  private static Bus.Instances instances(List<Bus> all) {
    return template ->
        all.stream()
            .filter(b -> b.address().parent().equals(Optional.of(template)))
            .filter(b -> b.address().name().equals(EACH.segment()))
            .toList();
  }

  /** A name as documents write it: {@code (start t)} for an order about a template. */
  public static String text(Keyword name) {
    return TemplateOrder.of(name).map(TemplateOrder::toString).orElse(name.toString());
  }

  private static boolean isToNeighbour(ChildDef child, Keyword name) {
    return child instanceof ActorDef actor
        && actor.lattice().isPresent()
        && name.namespace().flatMap(Lattice.Direction::of).isPresent();
  }

  private static Set<Keyword> says(ChildDef child) {
    return switch (child) {
      case ActorDef actor -> actor.says();
      case DeviceDef device -> device.says();
      case SupervisorDef _, TemplateDef _ -> Set.of();
    };
  }

  private static List<Keyword> sorted(Set<Keyword> names) {
    return names.stream().sorted(java.util.Comparator.comparing(Keyword::toString)).toList();
  }

  /** Without the instance that stands for all. */
  private static Address shown(Address address) {
    List<String> parts =
        address.segments().stream().filter(part -> !part.equals(EACH.segment())).toList();
    return Address.of(parts.toArray(String[]::new));
  }
}
