package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.actor.ActorView;
import jellybean.edn.Nil;
import jellybean.message.Address;

/** What every live board shows at one moment. */
record Snapshot(World world, List<Seen> boards) {
  /** The actors of a board by address. */
  record Seen(Board board, SortedMap<Address, ActorView> actors) {
    Optional<ActorView> at(Address address) {
      return Optional.ofNullable(actors.get(address));
    }

    /** Those of systems. */
    Map<Address, ActorView> bodies() {
      SortedMap<Address, ActorView> bodies = new TreeMap<>(actors);
      bodies.keySet().removeIf(address -> address.path().startsWith("/sys/"));
      return bodies;
    }
  }

  static Snapshot of(World world) {
    return of(world, world.alive());
  }

  /** Of those that do not stand still. */
  static Snapshot ofUnpaused(World world) {
    return of(world, world.alive().stream().filter(b -> !b.node().isPaused()).toList());
  }

  private static Snapshot of(World world, List<Board> looked) {
    List<Seen> boards = new ArrayList<>();
    for (Board board : looked) {
      SortedMap<Address, ActorView> actors = new TreeMap<>();
      board
          .node()
          .inspect(
              loop -> {
                loop.actors().forEach(view -> actors.put(view.address(), view));
                return Nil.NIL;
              });
      boards.add(new Seen(board, actors));
    }
    return new Snapshot(world, boards);
  }

  boolean isTakenAway(Design design) {
    return world.ledger().takenAway.contains(design.name());
  }

  /** What all boards have forgotten, and nobody has deployed anew since. */
  boolean isForgotten(Address systemOrInstance) {
    return world.ledger().forgotten.contains(systemOrInstance)
        && boards.stream().noneMatch(b -> b.board().locate(systemOrInstance).isPresent());
  }

  /** What was deployed, and neither taken away nor forgotten. */
  List<Design> deployed(Schedule schedule) {
    return schedule.designs().stream()
        .filter(design -> !isTakenAway(design) && !isForgotten(design.root()))
        .toList();
  }

  /** All that has to run of it. */
  SortedSet<Address> bodies(Design design) {
    SortedSet<Address> bodies = new TreeSet<>(design.bodies());
    for (String instance : design.instances()) {
      List<Address> all = design.bodiesOf(instance);
      if (!isForgotten(all.getFirst())) {
        bodies.addAll(all);
      }
    }
    return bodies;
  }

  /** Those of them that can run: where a majority remembers what it promised. */
  List<Design> able(Schedule schedule) {
    return deployed(schedule).stream().filter(design -> !Electorates.isLost(this, design)).toList();
  }

  /** Whether an actor is of a system that can never run again. */
  boolean isLost(Schedule schedule, Address actor) {
    return deployed(schedule).stream()
        .filter(design -> design.root().contains(actor))
        .anyMatch(design -> Electorates.isLost(this, design));
  }

  /** The boards where that actor runs. */
  List<Seen> running(Address address) {
    return boards.stream()
        .filter(b -> b.at(address).filter(v -> v.status().equals("running")).isPresent())
        .toList();
  }
}
