package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;

/** Looks again and again whether anything of a system runs unpaused on two nodes. */
final class Once {
  private static final long EVERY_MS = 100;
  private static final Address SYSTEM = new Address("/s");

  private final Simulation simulation;
  private final SimCluster fleet;

  Once(Simulation simulation, SimCluster fleet) {
    this.simulation = simulation;
    this.fleet = fleet;
  }

  /** From now on. */
  void watch() {
    running()
        .forEach(
            (actor, nodes) -> {
              if (nodes.size() > 1) {
                fail(actor + " runs on " + nodes + " at " + simulation.nowMs() + " ms");
              }
            });
    simulation.after(EVERY_MS, this::watch);
  }

  /** What runs unpaused, and where. */
  SortedMap<String, SortedSet<String>> running() {
    return withStatus("running");
  }

  SortedMap<String, SortedSet<String>> withStatus(String status) {
    TreeMap<String, SortedSet<String>> found = new TreeMap<>();
    for (SimNode node : fleet.alive()) {
      if (!node.isPaused()) {
        node.inspect(
            loop -> {
              loop.actors().stream()
                  .filter(view -> SYSTEM.contains(view.address()))
                  .filter(view -> view.status().equals(status))
                  .forEach(
                      view ->
                          found
                              .computeIfAbsent(view.address().path(), _ -> new TreeSet<>())
                              .add(node.id().value()));
              return Nil.NIL;
            });
      }
    }
    return found;
  }

  /** Where anything of that status is. */
  SortedSet<String> nodes(String status) {
    TreeSet<String> nodes = new TreeSet<>();
    withStatus(status).values().forEach(nodes::addAll);
    return nodes;
  }

  void assertAllRunOnce() {
    List<String> wrong = new ArrayList<>();
    SortedMap<String, SortedSet<String>> running = running();
    for (String actor : EveryKind.ACTORS) {
      if (running.getOrDefault(actor, new TreeSet<>()).size() != 1) {
        wrong.add(actor + " on " + running.get(actor));
      }
    }
    assertEquals(List.of(), wrong, () -> running + "; paused " + withStatus("paused"));
    assertEquals(
        new TreeSet<>(EveryKind.ACTORS), new TreeSet<>(running.keySet()), "nothing else is there");
  }
}
