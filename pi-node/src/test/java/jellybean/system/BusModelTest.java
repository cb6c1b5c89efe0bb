package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jellybean.actor.Router;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.lang.Fn;
import jellybean.message.Address;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/**
 * Random trees and every name that may be said in them: whoever gets a message gets it once, and is
 * whom {@link BusModel} names.
 */
class BusModelTest {
  private static final int TREES = 400;
  private static final NodeId HERE = new NodeId("here");
  private static final ActorDef ANY =
      Samples.actor(
          Definitions.definition(
              """
              {:supervisor s
               :children [{:actor any :state []
                           :on {:note (fn [seen d i] {:state (conj seen d)})
                                :go (fn [seen [n d]] {:say [[n d]]})}
                           :says #{:note :go}}]}
              """),
          "any");

  static final Map<String, Fn> FUNCTIONS =
      Map.of("note", ANY.on().get(Keyword.of("note")), "go", ANY.on().get(Keyword.of("go")));

  /** What a case is an example of. */
  private enum Kind {
    UNROUTED,
    SEVERAL,
    HEARD_ABOVE,
    FORWARDED,
    DEEPER,
    REPLICAS,
    INSTANCES,
    FROM_ABOVE,
    RESOLVED_BY_PARENT
  }

  /** A random system twice: as the bus and as the model of it. */
  private static final class Pair {
    final RandomTree tree;
    final BusModel model;
    final SystemRouter router;
    final Map<Address, List<Bus>> instances = new HashMap<>();

    Pair(long seed) {
      tree = new RandomTree(new SplittableRandom(seed), FUNCTIONS);
      model = BusModel.root(tree.root(), tree::instances);
      Bus root = Bus.root(Address.of("top"), tree.root());
      List<Bus> made = new ArrayList<>();
      make(root, made);
      router = new SystemRouter(HERE, List.of(root), Map.of(), List.of(), made);
    }

    private void make(Bus bus, List<Bus> made) {
      bus.clusters().values().forEach(below -> make(below, made));
      for (ChildDef child : bus.def().children()) {
        if (child instanceof TemplateDef template) {
          Address place = bus.address().child(template.name());
          for (Instance instance : tree.instances(place.path())) {
            Bus below = bus.instanceOf(template, instance);
            instances.computeIfAbsent(place, _ -> new ArrayList<>()).add(below);
            made.add(below);
            make(below, made);
          }
        }
      }
    }
  }

  private static Router.Said said(String by, Keyword name, Optional<Value> only) {
    return new Router.Said(new Address(by), name, Nil.NIL, only);
  }

  /** By child, under which name, and how many of its replicas. */
  private static Map<String, String> found(List<Router.Receiver> receivers, BusModel model) {
    Map<String, List<String>> byChild = new LinkedHashMap<>();
    List<String> bodies = receivers.stream().map(r -> r.to().path()).toList();
    assertEquals(List.copyOf(new java.util.LinkedHashSet<>(bodies)), bodies, "nobody twice");
    for (Router.Receiver receiver : receivers) {
      String child = childOf(receiver.to(), model);
      byChild.computeIfAbsent(child, _ -> new ArrayList<>()).add(receiver.name().toString());
    }
    Map<String, String> found = new TreeMap<>();
    byChild.forEach((child, names) -> found.put(child, names.size() + " " + names.getFirst()));
    return found;
  }

  private static String childOf(Address body, BusModel model) {
    String up = body.parent().orElseThrow().path();
    boolean isReplica = model.all().stream().noneMatch(bus -> bus.address().equals(up));
    return isReplica ? up : body.path();
  }

  private static Map<String, String> expected(Map<String, Keyword> receivers, BusModel model) {
    Map<String, String> expected = new TreeMap<>();
    receivers.forEach((child, name) -> expected.put(child, count(child, name, model) + " " + name));
    return expected;
  }

  private static int count(String child, Keyword name, BusModel model) {
    Address address = new Address(child);
    ActorDef def =
        model.all().stream()
            .filter(bus -> bus.address().equals(address.parent().orElseThrow().path()))
            .map(bus -> bus.actors().get(address.name()))
            .findFirst()
            .orElseThrow();
    return def.route(name) instanceof RouteDef.All ? def.replicas() : 1;
  }

  @Test
  void routingEqualsTheModelOfTheDesignWhateverTheTreeAndWhoeverSaysWhat() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    for (long seed = 1; seed <= TREES; seed++) {
      Pair pair = new Pair(seed);
      for (BusModel bus : pair.model.all()) {
        for (Keyword name : RandomTree.everyName()) {
          for (Optional<Value> only :
              List.of(Optional.<Value>empty(), Optional.<Value>of(Int.of(1)))) {
            compareSaid(seed, pair, bus, name, only, seen);
            compareSent(seed, pair, bus, name, only, seen);
          }
        }
      }
    }
    String counts = seen.toString();
    for (Kind kind : Kind.values()) {
      assertTrue(seen.getOrDefault(kind, 0) >= 500, () -> "too few of " + kind + " in " + counts);
    }
  }

  private static void compareSaid(
      long seed,
      Pair pair,
      BusModel bus,
      Keyword name,
      Optional<Value> only,
      Map<Kind, Integer> seen) {
    for (ActorDef actor : bus.actors().values()) {
      Map<String, Keyword> model = bus.said(actor.name(), name, only);
      String child = bus.address() + "/" + actor.name();
      String sayer = actor.isReplicated() ? child + "/1" : child;
      List<Router.Receiver> routed = pair.router.route(said(sayer, name, only), seed, _ -> 0);
      assertEquals(
          expected(model, pair.model),
          found(routed, pair.model),
          () -> "seed " + seed + ": " + sayer + " says " + name + " to " + only);
      count(bus, name, model, seen);
    }
  }

  private static void compareSent(
      long seed,
      Pair pair,
      BusModel bus,
      Keyword name,
      Optional<Value> only,
      Map<Kind, Integer> seen) {
    Map<String, Keyword> model = bus.sent(name, only);
    List<Router.Receiver> routed = pair.router.sent(said(bus.address(), name, only), seed, _ -> 0);
    assertEquals(
        expected(model, pair.model),
        found(routed, pair.model),
        () -> "seed " + seed + ": " + name + " sent into " + bus.address() + " for " + only);
    note(seen, Kind.FROM_ABOVE, !model.isEmpty());
  }

  private static void count(
      BusModel bus, Keyword name, Map<String, Keyword> receivers, Map<Kind, Integer> seen) {
    String here = bus.address();
    note(seen, Kind.UNROUTED, receivers.isEmpty());
    note(seen, Kind.SEVERAL, receivers.size() > 1);
    note(
        seen,
        Kind.FORWARDED,
        receivers.values().stream().anyMatch(n -> !n.name().equals(name.name())));
    note(seen, Kind.INSTANCES, receivers.keySet().stream().anyMatch(c -> c.matches(".*/\\d+/.*")));
    note(seen, Kind.REPLICAS, bus.actors().values().stream().anyMatch(ActorDef::isReplicated));
    for (String child : receivers.keySet()) {
      boolean isBelow = child.startsWith(here + "/") && child.lastIndexOf('/') > here.length();
      boolean isOutside = !child.startsWith(here + "/");
      note(seen, Kind.DEEPER, isBelow);
      note(seen, Kind.HEARD_ABOVE, isOutside && name.namespace().isEmpty());
      note(seen, Kind.RESOLVED_BY_PARENT, isOutside && name.namespace().isPresent());
    }
  }

  private static void note(Map<Kind, Integer> seen, Kind kind, boolean isOne) {
    if (isOne) {
      seen.merge(kind, 1, Integer::sum);
    }
  }

  @Test
  void theTreesAreNotAllAlike() {
    Map<String, Long> sizes =
        java.util.stream.LongStream.rangeClosed(1, TREES)
            .mapToObj(seed -> new Pair(seed).model.all().size())
            .collect(
                Collectors.groupingBy(
                    n -> n == 1 ? "one" : n < 6 ? "few" : "many", Collectors.counting()));
    assertEquals(java.util.Set.of("one", "few", "many"), sizes.keySet());
  }
}
