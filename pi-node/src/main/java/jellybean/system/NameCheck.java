package jellybean.system;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.system.Draft.Cluster;
import jellybean.system.Draft.Forward;
import jellybean.system.Draft.Leaf;
import jellybean.system.Draft.Target;
import jellybean.system.Wiring.Reach;

/**
 * Judges the names that children say and hear, over the whole tree.
 *
 * <p>A name may go unheard only where somebody outside could hear it: a plain name said by a child
 * of the supervisor of a whole file, if that supervisor has no {@code :says}; and every name that
 * the {@code :says} of the sayer's supervisor lists.
 */
final class NameCheck {
  private static final Keyword CRASHED = Keyword.of("crashed");

  /** Room for the number of a replica. */
  private static final int REPLICA_LENGTH = 3;

  private final Faults faults;
  private final boolean complete;

  /**
   * @param complete whether all names are known; otherwise nothing is said of names that are missed
   */
  NameCheck(Faults faults, boolean complete) {
    this.faults = faults;
    this.complete = complete;
  }

  void check(Wiring root) {
    if (!addressesFit(root, 1)) {
      return;
    }
    checkTables(root);
    checkBus(root);
    if (root.isExhausted()) {
      faults.add(
          root.cluster().at(),
          "document too large: expected at most "
              + Wiring.MAX_STEPS
              + " steps to follow all its names, found more");
    }
  }

  private void checkBus(Wiring bus) {
    if (faults.isFull() || bus.isExhausted()) {
      return;
    }
    Set<Keyword> heard = heardFrom(bus);
    for (Leaf leaf : bus.leaves()) {
      leaf.says().forEach((name, at) -> checkSaid(bus, leaf, name, at));
      leaf.on().forEach((name, at) -> checkHandled(bus, name, at, heard));
    }
    bus.forwards().forEach(forward -> checkForward(bus, forward));
    checkSays(bus);
    bus.below().forEach(this::checkBus);
  }

  /** Otherwise what is heard from them might be too long for a name. */
  private boolean addressesFit(Wiring bus, int depth) {
    boolean fit = true;
    for (Leaf leaf : bus.leaves()) {
      int length = bus.address().length() + 1 + leaf.name().length() + REPLICA_LENGTH;
      if (depth + 1 >= Address.MAX_DEPTH || length > Address.MAX_LENGTH) {
        faults.add(
            leaf.at(),
            "address too long: expected at most "
                + (Address.MAX_DEPTH - 1)
                + " nested names and "
                + (Address.MAX_LENGTH - REPLICA_LENGTH)
                + " characters");
        fit = false;
      }
    }
    for (Wiring below : bus.below()) {
      fit &= addressesFit(below, depth + 1);
    }
    return fit;
  }

  /** What a supervisor tells every member about its children must stay small. */
  private void checkTables(Wiring bus) {
    long bytes = 0;
    for (Leaf leaf : bus.leaves()) {
      long bodies = leaf.def().map(NameCheck::bodies).orElse(1);
      bytes += bodies * (bus.address().length() + leaf.name().length() + Table.PLACE_BYTES);
    }
    for (Wiring below : bus.below()) {
      bytes += below.address().length() + Table.PLACE_BYTES;
      checkTables(below);
    }
    if (bytes > Table.MAX_BYTES) {
      faults.add(
          bus.cluster().at(),
          "too many children: expected a table of at most "
              + Table.MAX_BYTES
              + " bytes, found "
              + bytes
              + ", divide them among more supervisors");
    }
  }

  private static int bodies(ChildDef def) {
    return def instanceof ActorDef actor
        ? actor.lattice().map(Lattice::points).orElse(actor.maxReplicas())
        : 1;
  }

  private void checkSaid(Wiring bus, Leaf sayer, Keyword name, Spot at) {
    List<Reach> reached = bus.said(sayer.name(), name);
    if (bus.isExhausted()) {
      return;
    }
    if (complete && reached.isEmpty() && !mayGoUnheard(bus.cluster(), name)) {
      faults.add(
          at,
          sayer.on().containsKey(name)
              ? "unrouted name " + name + ": nobody but who says it takes it"
              : "unrouted name " + name + ": nobody takes it" + faults.hint(name, bus.handled()));
    }
    if (!bus.forwards(name)) {
      twice(reached)
          .forEach(
              (who, names) ->
                  faults.add(at, name + " reaches " + who + " twice, as " + shown(names)));
    }
  }

  private static boolean mayGoUnheard(Cluster cluster, Keyword name) {
    Optional<Map<Keyword, Spot>> says = cluster.says();
    if (name.equals(CRASHED) || says.map(s -> s.containsKey(name)).orElse(false)) {
      return true;
    }
    return says.isEmpty() && cluster.opensFile() && name.namespace().isEmpty();
  }

  private void checkForward(Wiring bus, Forward forward) {
    Map<String, Set<Keyword>> ways = new LinkedHashMap<>();
    for (Target target : forward.targets()) {
      List<Reach> reached = bus.target(target);
      if (bus.isExhausted()) {
        return;
      }
      if (complete && reached.isEmpty()) {
        faults.add(target.at(), missing(bus, target.name()));
      }
      for (Reach reach : reached) {
        Set<Keyword> names = ways.computeIfAbsent(reach.address(), a -> new HashSet<>());
        if (!names.isEmpty()) {
          names.add(reach.name());
          faults.add(
              target.at(),
              "forward of "
                  + forward.name()
                  + " reaches "
                  + reach.address()
                  + " twice, as "
                  + shown(names));
        }
        names.add(reach.name());
      }
    }
  }

  private String missing(Wiring bus, Keyword target) {
    Optional<String> path = target.namespace();
    if (path.isEmpty()) {
      return "forward to "
          + target
          + ": no child actor handles it"
          + faults.hint(target, bus.handled());
    }
    Set<String> names = new HashSet<>();
    bus.below().forEach(below -> names.add(below.cluster().name()));
    Optional<TemplateOrder> order = TemplateOrder.of(target);
    if (order.isPresent()) {
      String template = order.get().template();
      return "forward to "
          + order.get()
          + ": no template "
          + template
          + faults.hint(template, names);
    }
    String first = path.get().split("\\.")[0];
    if (!bus.hasChild(first)) {
      bus.leaves().forEach(leaf -> names.add(leaf.name()));
      return "forward to unknown child " + first + faults.hint(first, names);
    }
    return "forward to " + target + ": nobody in " + path.get() + " takes :" + target.name();
  }

  private static Map<String, Set<Keyword>> twice(List<Reach> reached) {
    Map<String, Set<Keyword>> names = new LinkedHashMap<>();
    Map<String, Integer> times = new HashMap<>();
    for (Reach reach : reached) {
      names.computeIfAbsent(reach.address(), a -> new HashSet<>()).add(reach.name());
      times.merge(reach.address(), 1, Integer::sum);
    }
    names.keySet().removeIf(who -> times.getOrDefault(who, 0) < 2);
    return names;
  }

  private static String shown(Set<Keyword> names) {
    Set<String> sorted = new TreeSet<>();
    names.forEach(name -> sorted.add(name.toString()));
    return String.join(" and ", sorted);
  }

  /** A name with a path is only ever heard, unless some function mentions it as a reply. */
  private void checkHandled(Wiring bus, Keyword name, Spot at, Set<Keyword> heard) {
    if (!complete
        || name.namespace().isEmpty()
        || heard.contains(name)
        || bus.cluster().functions().mention(name)) {
      return;
    }
    String path = name.namespace().orElseThrow();
    boolean crashes = name.name().equals("crashed") && isCluster(bus, path);
    if (!crashes && !bus.mayHearUnknown(List.of(path.split("\\.")))) {
      faults.add(at, "nobody says " + name + faults.hint(name, heard));
    }
  }

  private static boolean isCluster(Wiring bus, String path) {
    for (Wiring below : bus.below()) {
      String name = below.cluster().name();
      if (path.equals(name)) {
        return true;
      }
      if (path.startsWith(name + ".") && isCluster(below, path.substring(name.length() + 1))) {
        return true;
      }
    }
    return false;
  }

  /** Every name that this bus may hear from its child clusters. */
  private static Set<Keyword> heardFrom(Wiring bus) {
    Set<Keyword> heard = new HashSet<>();
    bus.below().forEach(below -> addHeard(below, below.cluster().name(), heard));
    bus.below().forEach(below -> addLives(below.cluster(), heard));
    return heard;
  }

  /** What a bus hears of instances of its own templates. */
  private static void addLives(Cluster cluster, Set<Keyword> heard) {
    if (cluster.template().isPresent()) {
      for (String what : List.of("started", "crashed", "stopped")) {
        heard.add(Keyword.of(cluster.name(), what));
      }
    }
  }

  private static void addHeard(Wiring bus, String path, Set<Keyword> heard) {
    for (Leaf leaf : bus.leaves()) {
      for (Keyword name : leaf.says().keySet()) {
        if (name.namespace().isEmpty()) {
          heard.add(Keyword.of(path, name.name()));
        }
      }
    }
    bus.below().forEach(below -> addHeard(below, path + "." + below.cluster().name(), heard));
  }

  /** What a supervisor declares to say upward must be said by a child of it. */
  private void checkSays(Wiring bus) {
    if (!complete || !bus.open().isEmpty()) {
      return;
    }
    Set<Keyword> said = new HashSet<>();
    bus.leaves().forEach(leaf -> said.addAll(leaf.says().keySet()));
    bus.cluster()
        .says()
        .ifPresent(
            says ->
                says.forEach(
                    (name, at) -> {
                      if (!said.contains(name)) {
                        faults.add(at, "no child says " + name + faults.hint(name, said));
                      }
                    }));
  }
}
