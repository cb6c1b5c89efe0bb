package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever looks at a system that stands still for lack of a majority reads why. */
class PausedSystemsTest {
  private static final long STARTED_MS = 15_000;
  private static final long LEASE_OVER_MS = 15_000;

  private static String document(String name) {
    return "{:supervisor "
        + name
        + " :on-partition :majority :children [{:actor lamp :state 7 :on {}}]}";
  }

  /** Systems of which the first is at home on {@code a}, the other is not. */
  private static List<String> started(ShelledFleet shell) {
    List<String> home = new java.util.ArrayList<>();
    List<String> away = new java.util.ArrayList<>();
    for (int i = 0; home.isEmpty() || away.isEmpty(); i++) {
      String name = "s" + i;
      shell.fleet.deployLively(name, document(name), STARTED_MS);
      boolean isHere = shell.fleet.node("a").view("/" + name).isPresent();
      (isHere ? home : away).add(name);
    }
    return List.of(home.getFirst(), away.getFirst());
  }

  @Test
  void aSystemThatStandsStillSaysWhyWhereverOneLooksAtIt() {
    ShelledFleet shell = new ShelledFleet(3, "a", "b", "c");
    List<String> names = started(shell);
    assertFalse(String.join(" ", shell.run("ls /")).contains(":why"));
    shell.fleet.silence("b");
    shell.fleet.silence("c");
    shell.fleet.pass(LEASE_OVER_MS);

    String mine = "no majority: fewer than half of the electors prolong the lease of this node";
    String all = String.join("\n", shell.seen("ls /"));
    assertTrue(all.contains(mine), all);
    assertTrue(all.contains(", the last home that is known here"), all);
    for (String look : List.of("ls /", "tree /", "cat /" + names.getFirst())) {
      String seen = String.join("\n", shell.seen(look));
      assertTrue(seen.contains(mine), look + ": " + seen);
    }
    String other = String.join("\n", shell.seen("cat /" + names.getLast()));
    assertTrue(other.contains("no leave from "), other);
    assertEquals("7", shell.run("cat /" + names.getFirst() + "/lamp").getFirst());
  }
}
