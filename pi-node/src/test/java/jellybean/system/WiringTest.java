package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Position;
import jellybean.message.Address;
import jellybean.system.Draft.Cluster;
import jellybean.system.Draft.Forward;
import jellybean.system.Draft.Leaf;
import jellybean.system.Draft.Target;
import org.junit.jupiter.api.Test;

/** What the checker believes about routing is what the bus does. */
class WiringTest {
  private static final Spot NOWHERE = new Spot("random", Position.START);
  private static final List<String> CHILDREN = List.of("a", "b", "c");
  private static final List<String> NAMES = List.of("x", "y", "z");
  private static final int TREES = 2_000;

  private final SplittableRandom random;

  WiringTest() {
    this.random = new SplittableRandom(20_250_917);
  }

  @Test
  void onRandomTreesItReachesWhomTheBusReaches() {
    for (int tree = 0; tree < TREES; tree++) {
      SupervisorDef def = cluster("root", 0);
      compare(Bus.root(Address.of("root"), def), Wiring.root(draft(def)), "tree " + tree);
    }
  }

  private void compare(Bus bus, Wiring wiring, String where) {
    for (ChildDef child : bus.actors().values()) {
      for (Keyword name : ((DeviceDef) child).says()) {
        Map<String, Keyword> byBus = new LinkedHashMap<>();
        bus.said(child.name(), Optional.empty(), name, Optional.empty(), Bus.Instances.NONE)
            .forEach(r -> byBus.put(r.child().path(), r.name()));
        Map<String, Keyword> byWiring = new LinkedHashMap<>();
        wiring.said(child.name(), name).forEach(r -> byWiring.putIfAbsent(r.address(), r.name()));
        assertEquals(byBus, byWiring, where + ": " + name + " of " + child + " in " + bus.def());
      }
    }
    Map<String, Wiring> below = new HashMap<>();
    wiring.below().forEach(w -> below.put(w.cluster().name(), w));
    bus.clusters().forEach((name, b) -> compare(b, below.get(name), where));
  }

  private SupervisorDef cluster(String name, int depth) {
    List<ChildDef> children = new ArrayList<>();
    for (String child : CHILDREN) {
      int kind = random.nextInt(4);
      if (kind == 0 && depth < 3) {
        children.add(cluster(child, depth + 1));
      } else if (kind < 3) {
        children.add(leaf(child));
      }
    }
    Map<Keyword, List<Keyword>> forward = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      forward.put(keyword(), new ArrayList<>(keywords(2)));
    }
    return new SupervisorDef(name, children, forward, Supervision.DEFAULT, ChildPolicy.DEFAULT);
  }

  private DeviceDef leaf(String name) {
    return new DeviceDef(
        name, Keyword.of("random"), EdnMap.EMPTY, keywords(4), keywords(4), ChildPolicy.DEFAULT);
  }

  private Set<Keyword> keywords(int most) {
    Set<Keyword> keywords = new LinkedHashSet<>();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      keywords.add(keyword());
    }
    return keywords;
  }

  /** Plain, or with a path of one or two names. */
  private Keyword keyword() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    return switch (random.nextInt(4)) {
      case 0 -> Keyword.of(child(), name);
      case 1 -> Keyword.of(child() + "." + child(), name);
      default -> Keyword.of(name);
    };
  }

  private String child() {
    return CHILDREN.get(random.nextInt(CHILDREN.size()));
  }

  private static Cluster draft(SupervisorDef def) {
    List<Draft> children = new ArrayList<>();
    for (ChildDef child : def.children()) {
      switch (child) {
        case SupervisorDef cluster -> children.add(draft(cluster));
        case DeviceDef d ->
            children.add(
                new Leaf(d.name(), NOWHERE, spots(d.on()), spots(d.says()), Optional.of(d)));
        case ActorDef _, TemplateDef _ -> throw new AssertionError(child);
      }
    }
    List<Forward> forwards = new ArrayList<>();
    def.forward()
        .forEach(
            (name, targets) ->
                forwards.add(
                    new Forward(
                        name,
                        NOWHERE,
                        targets.stream().map(t -> new Target(t, NOWHERE)).toList())));
    return new Cluster(
        def.name(),
        NOWHERE,
        children,
        forwards,
        Optional.empty(),
        false,
        Functions.none(Params.NONE, new Faults()),
        def,
        Optional.empty());
  }

  private static Map<Keyword, Spot> spots(Set<Keyword> names) {
    Map<Keyword, Spot> spots = new LinkedHashMap<>();
    names.forEach(name -> spots.put(name, NOWHERE));
    return spots;
  }
}
