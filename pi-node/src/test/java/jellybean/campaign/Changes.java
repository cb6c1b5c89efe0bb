package jellybean.campaign;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.campaign.Design.Kind;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** Sees which replicas came with the load, and which durable actors lived on several nodes. */
final class Changes {
  private static final long EVERY_MS = 1_000;

  private final World world;
  private final Set<Address> atTimes = new TreeSet<>();
  private final Set<Address> durable = new TreeSet<>();
  private final TreeMap<Address, Set<NodeId>> places = new TreeMap<>();

  Changes(Schedule schedule, World world) {
    this.world = world;
    for (Design design : schedule.designs()) {
      atTimes.addAll(design.atTimes());
      design.routes().stream()
          .filter(route -> route.kind() == Kind.DURABLE)
          .forEach(route -> durable.add(route.to()));
    }
  }

  /** Looks from now on, if there is anything to look at. */
  void watch() {
    if (!atTimes.isEmpty() || !durable.isEmpty()) {
      world.alive().forEach(this::look);
      world.simulation().after(EVERY_MS, this::watch);
    }
  }

  private void look(Board board) {
    for (Set<Address> some : List.of(atTimes, durable)) {
      for (Address actor : some) {
        board
            .node()
            .view(actor.path())
            .filter(view -> view.status().equals("running"))
            .ifPresent(_ -> places.computeIfAbsent(actor, _ -> new TreeSet<>()).add(board.id()));
      }
    }
  }

  /** Replicas that were there for a while. */
  long came() {
    return atTimes.stream().filter(places::containsKey).count();
  }

  /** Durable actors that did not stay where they were. */
  long moved() {
    return durable.stream().filter(a -> places.getOrDefault(a, Set.of()).size() > 1).count();
  }
}
