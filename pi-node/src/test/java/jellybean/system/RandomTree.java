package jellybean.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.lang.Fn;

/**
 * A random system. Its names are few, so that many are the same: of children on different levels,
 * of clusters and of actors, of what is forwarded and what is listed. What the checker would not
 * let pass is there, too: routing has to end whatever a document says.
 */
public final class RandomTree {
  static final List<String> CHILDREN = List.of("a", "b", "c", "d");
  static final List<String> MESSAGES = List.of("m", "n", "o");
  private static final int DEPTH = 4;

  private final SplittableRandom random;
  private final Map<String, Fn> functions;
  private final Map<String, List<Instance>> instances = new HashMap<>();
  private final boolean saysAll;
  private final SupervisorDef root;

  /**
   * @param functions {@code note} is called for what is received, {@code go} says what it is told
   */
  RandomTree(SplittableRandom random, Map<String, Fn> functions) {
    this(random, functions, true);
  }

  private RandomTree(SplittableRandom random, Map<String, Fn> functions, boolean saysAll) {
    this.random = random;
    this.functions = functions;
    this.saysAll = saysAll;
    this.root = supervisor("top", "/top", 1);
  }

  /** One whose actors declare only a few of all names, as people write them. */
  public static SupervisorDef ofFewNames(SplittableRandom random) {
    return new RandomTree(random, BusModelTest.FUNCTIONS, false).root();
  }

  SupervisorDef root() {
    return root;
  }

  /** Those of the template at an address, whichever instance it is in itself. */
  List<Instance> instances(String template) {
    return instances.getOrDefault(template.replaceAll("/\\d+(?=/|$)", "/*"), List.of());
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private SupervisorDef supervisor(String name, String address, int depth) {
    List<ChildDef> children = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    int count = 1 + random.nextInt(CHILDREN.size());
    while (names.size() < count) {
      names.add(one(CHILDREN));
    }
    for (String child : names) {
      children.add(child(child, address + "/" + child, depth));
    }
    return new SupervisorDef(
        name, children, forward(), Supervision.DEFAULT, policy(SupervisorDef.POLICY));
  }

  private ChildDef child(String name, String address, int depth) {
    if (depth >= DEPTH || chance(50)) {
      return actor(name);
    }
    if (chance(60)) {
      return supervisor(name, address, depth + 1);
    }
    // All instances of a template look alike, so what is below each has the same instances.
    SupervisorDef pattern = supervisor(name, address + "/*", depth + 1);
    List<Instance> all = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      all.add(new Instance(Int.of(i), EdnMap.EMPTY));
    }
    instances.put(address, all);
    return new TemplateDef(name, pattern, _ -> pattern, SupervisorDef.POLICY);
  }

  private ActorDef actor(String name) {
    Map<Keyword, Fn> on = new HashMap<>();
    for (String message : MESSAGES) {
      if (chance(50)) {
        on.put(Keyword.of(message), functions.get("note"));
      }
    }
    int heard = random.nextInt(3);
    for (int i = 0; i < heard; i++) {
      on.put(dotted(), functions.get("note"));
    }
    on.put(Keyword.of("go"), functions.get("go"));
    int replicas = chance(25) ? 2 + random.nextInt(2) : 1;
    Map<Keyword, RouteDef> routes = new HashMap<>();
    on.keySet().forEach(n -> route().ifPresent(r -> routes.put(n, r)));
    return new ActorDef(
        name,
        EdnVector.EMPTY,
        on,
        saysAll ? names() : few(),
        replicas,
        replicas,
        replicas == 1 ? Map.of() : routes,
        Optional.empty(),
        false,
        Optional.empty(),
        "",
        1_024,
        DeliveryDef.DEFAULT,
        policy(ChildPolicy.DEFAULT));
  }

  /** Some live with their supervisor, some wherever there is room. */
  private ChildPolicy policy(ChildPolicy like) {
    Place place = chance(50) ? new Place.Spread() : new Place.Here();
    return new ChildPolicy(place, like.restart(), like.shutdown(), like.significant());
  }

  private Optional<RouteDef> route() {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.of(new RouteDef.All());
      case 1 -> Optional.of(new RouteDef.One());
      default -> Optional.empty();
    };
  }

  private Map<Keyword, List<Keyword>> forward() {
    Map<Keyword, List<Keyword>> forward = new HashMap<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Set<Keyword> targets = new HashSet<>();
      int most = 1 + random.nextInt(3);
      for (int j = 0; j < most; j++) {
        targets.add(any());
      }
      forward.put(any(), List.copyOf(targets));
    }
    return forward;
  }

  /** A plain name or a dotted one. */
  Keyword any() {
    return chance(40) ? Keyword.of(one(MESSAGES)) : dotted();
  }

  private Keyword dotted() {
    StringBuilder path = new StringBuilder(one(CHILDREN));
    while (chance(35)) {
      path.append('.').append(one(CHILDREN));
    }
    return Keyword.of(path.toString(), one(MESSAGES));
  }

  private Set<Keyword> few() {
    Set<Keyword> few = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      few.add(any());
    }
    return few;
  }

  /** All that this system might say in a test. */
  private static Set<Keyword> names() {
    Set<Keyword> names = new HashSet<>();
    for (String message : MESSAGES) {
      names.add(Keyword.of(message));
      for (String first : CHILDREN) {
        names.add(Keyword.of(first, message));
        CHILDREN.forEach(second -> names.add(Keyword.of(first + "." + second, message)));
      }
    }
    return names;
  }

  static List<Keyword> everyName() {
    return names().stream().sorted(Comparator.comparing(Keyword::toString)).toList();
  }
}
