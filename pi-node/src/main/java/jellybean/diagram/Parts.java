package jellybean.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jellybean.diagram.Links.Row;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.system.ActorDef;
import jellybean.system.ChildDef;
import jellybean.system.DeviceDef;
import jellybean.system.SupervisorDef;
import jellybean.system.TemplateDef;
import jellybean.system.Wire;

/** The names that stand in the boxes of a system. */
final class Parts {
  /** What a point of a lattice says to a neighbour: {@code :-3/edge}. */
  private static final Pattern TO_NEIGHBOUR = Pattern.compile(":[+-]\\d{1,2}/(.+)");

  private Parts() {}

  /**
   * The names in a box.
   *
   * @param areFixed whether a row on the left belongs to that on the right
   */
  record Rows(List<Row> left, List<Row> right, boolean areFixed) {}

  /** By the key of their box. */
  static Map<String, Rows> rows(SupervisorDef system) {
    Map<String, Rows> rows = new LinkedHashMap<>();
    collect(Address.of(system.name()), system, rows);
    return rows;
  }

  private static void collect(Address at, SupervisorDef def, Map<String, Rows> rows) {
    if (!def.forward().isEmpty()) {
      rows.put(Links.forwards(at.path()), forwards(def));
    }
    for (ChildDef child : def.children()) {
      Address address = at.child(child.name());
      switch (child) {
        case SupervisorDef cluster -> collect(address, cluster, rows);
        case TemplateDef template -> collect(address, template.pattern(), rows);
        case ActorDef actor -> rows.put(address.path(), actor(actor));
        case DeviceDef device ->
            rows.put(address.path(), leaf(names(device.on()), names(device.says())));
      }
    }
  }

  private static Rows forwards(SupervisorDef def) {
    List<Row> left = new ArrayList<>();
    List<Row> right = new ArrayList<>();
    for (Keyword name :
        def.forward().keySet().stream().sorted(Comparator.comparing(Keyword::toString)).toList()) {
      List<Keyword> targets = def.forward().getOrDefault(name, List.of());
      for (int i = 0; i < Math.max(1, targets.size()); i++) {
        left.add(i == 0 ? new Row(name.toString(), name.toString()) : new Row("", ""));
        right.add(new Row(name.toString(), i < targets.size() ? Wire.text(targets.get(i)) : ""));
      }
    }
    return new Rows(left, right, true);
  }

  private static Rows actor(ActorDef actor) {
    if (actor.lattice().isEmpty()) {
      return leaf(names(actor.on().keySet()), names(actor.says()));
    }
    Map<String, Integer> said = new LinkedHashMap<>();
    names(actor.says()).forEach(name -> said.merge(row(true, name), 1, Integer::sum));
    List<Row> right = new ArrayList<>();
    said.forEach((name, n) -> right.add(new Row(name, n == 1 ? name : name + " ×" + n)));
    return new Rows(plain(names(actor.on().keySet())), right, false);
  }

  private static Rows leaf(List<String> receives, List<String> says) {
    return new Rows(plain(receives), plain(says), false);
  }

  private static List<Row> plain(List<String> names) {
    return names.stream().map(name -> new Row(name, name)).toList();
  }

  private static List<String> names(Set<Keyword> names) {
    return names.stream().map(Keyword::toString).sorted().toList();
  }

  /** What goes to neighbours is one row, whatever their number. */
  static String row(boolean isOfLattice, String name) {
    return isOfLattice ? TO_NEIGHBOUR.matcher(name).replaceFirst(":±n/$1") : name;
  }

  /** The boxes that stand for lattices. */
  static Set<String> lattices(SupervisorDef system) {
    Set<String> lattices = new HashSet<>();
    lattices(Address.of(system.name()), system, lattices);
    return lattices;
  }

  private static void lattices(Address at, SupervisorDef def, Set<String> lattices) {
    for (ChildDef child : def.children()) {
      Address address = at.child(child.name());
      switch (child) {
        case SupervisorDef cluster -> lattices(address, cluster, lattices);
        case TemplateDef template -> lattices(address, template.pattern(), lattices);
        case ActorDef actor when actor.lattice().isPresent() -> lattices.add(address.path());
        case ActorDef _, DeviceDef _ -> {
          // is no lattice
        }
      }
    }
  }
}
