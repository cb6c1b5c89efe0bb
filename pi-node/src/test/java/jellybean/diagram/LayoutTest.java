package jellybean.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import jellybean.diagram.Box.Placed;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.system.ActorDef;
import jellybean.system.ChildDef;
import jellybean.system.ChildPolicy;
import jellybean.system.Supervision;
import jellybean.system.SupervisorDef;
import jellybean.system.Wire;
import org.junit.jupiter.api.Test;

/** Nothing covers anything else, whatever the system. */
class LayoutTest {
  private static final int SYSTEMS = 200;

  private static ActorDef actor(SplittableRandom random, String name) {
    Set<Keyword> says =
        random
            .ints(random.nextInt(4), 0, 9)
            .mapToObj(n -> Keyword.of("a-name-" + n))
            .collect(Collectors.toSet());
    return new ActorDef(
        name, Nil.NIL, Map.of(), says, 1, 1, Map.of(), Optional.empty(), 1, ChildPolicy.DEFAULT);
  }

  private static SupervisorDef system(SplittableRandom random, String name, int depth) {
    List<ChildDef> children = new ArrayList<>();
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      String child = "child" + i;
      children.add(
          depth < 4 && random.nextInt(4) == 0
              ? system(random, child, depth + 1)
              : actor(random, child));
    }
    Map<Keyword, List<Keyword>> forward = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      forward.put(Keyword.of("f" + i), List.of(Keyword.of("a-name-with-many-letters", "x" + i)));
    }
    return new SupervisorDef(name, children, forward, Supervision.DEFAULT, ChildPolicy.DEFAULT);
  }

  @Test
  void childrenStandInsideTheirGroupAndBesideEachOther() {
    for (long seed = 1; seed <= SYSTEMS; seed++) {
      SupervisorDef system = system(new SplittableRandom(seed), "top", 1);
      check(Layout.of(system, Wire.of(system)), "seed " + seed);
    }
  }

  private static void check(Box.Group group, String what) {
    double top = Box.PADDING + Box.LINE * (1 + group.forwards().size());
    for (Placed child : group.children()) {
      String who = what + ": " + child.box().address();
      assertTrue(child.x() > 0 && child.y() >= top, who);
      assertTrue(child.x() + child.box().width() < group.width(), who);
      assertTrue(child.y() + child.box().height() < group.height(), who);
      for (Placed other : group.children()) {
        assertTrue(child == other || areApart(child, other), () -> who + " and " + other);
      }
      if (child.box() instanceof Box.Group below) {
        check(below, what);
      }
    }
  }

  private static boolean areApart(Placed a, Placed b) {
    return a.x() + a.box().width() < b.x()
        || b.x() + b.box().width() < a.x()
        || a.y() + a.box().height() < b.y()
        || b.y() + b.box().height() < a.y();
  }

  @Test
  void theWordsOfALeafFitIntoIt() {
    Box.Leaf leaf =
        (Box.Leaf)
            Layout.of(
                    new SupervisorDef(
                        "s",
                        List.of(actor(new SplittableRandom(5), "an-actor-with-a-long-name")),
                        Map.of(),
                        Supervision.DEFAULT,
                        ChildPolicy.DEFAULT),
                    List.of())
                .children()
                .getFirst()
                .box();
    assertTrue(leaf.width() >= leaf.title().length() * Box.CHARACTER + 2 * Box.PADDING);
    int rows = Math.max(leaf.says().size(), leaf.receives().size());
    assertEquals(leaf.height(), leaf.portY(rows) - Box.LINE / 2 + Box.PADDING);
  }
}
