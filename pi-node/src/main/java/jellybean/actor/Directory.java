package jellybean.actor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jellybean.message.Address;
import org.jspecify.annotations.Nullable;

/**
 * All actors of a node by address. Any thread may look up, reserve and remove; what an entry holds
 * belongs to its loop.
 */
final class Directory {
  private final Map<Address, LocalActor> actors = new ConcurrentHashMap<>();
  private final int bound;

  Directory(int bound) {
    this.bound = bound;
  }

  @Nullable LocalActor get(Address address) {
    return actors.get(address);
  }

  Optional<LocalActor> find(Address address) {
    return Optional.ofNullable(actors.get(address));
  }

  /** The actors that belong to this loop, by address. */
  List<LocalActor> of(Loop loop) {
    List<LocalActor> found = new ArrayList<>();
    actors.values().stream().filter(a -> a.loop == loop).forEach(found::add);
    found.sort(Comparator.comparing(a -> a.address));
    return found;
  }

  int size() {
    return actors.size();
  }

  /** Messages that wait at all of them; approximate. */
  long queued() {
    long messages = 0;
    for (LocalActor actor : actors.values()) {
      messages += actor.mailbox.size();
    }
    return messages;
  }

  /** The actors of a loop below an address, by address. */
  List<LocalActor> below(Address address, Loop loop) {
    List<LocalActor> found = new ArrayList<>();
    for (LocalActor actor : actors.values()) {
      if (actor.loop == loop && address.contains(actor.address)) {
        found.add(actor);
      }
    }
    found.sort(Comparator.comparing(a -> a.address));
    return found;
  }

  /**
   * Takes an address for a new actor, or claims the mailbox that was opened for it.
   *
   * @throws StepException if an actor is there already, or if the node is full
   */
  LocalActor reserve(Address address, Loop owner, Durability durability) {
    LocalActor fresh = new LocalActor(address, owner, durability);
    fresh.claim();
    LocalActor present = putIfRoom(fresh);
    if (present == fresh || present.claim()) {
      return present;
    }
    throw new StepException(taken(address));
  }

  /**
   * Opens a mailbox at that address unless something is there already.
   *
   * @throws StepException if the node is full
   */
  void expect(Address address, Loop owner, Durability durability) {
    putIfRoom(new LocalActor(address, owner, durability));
  }

  /** Takes an address for one that comes from another node; false if somebody lives there. */
  boolean arrive(LocalActor fresh) {
    fresh.claim();
    LocalActor present = actors.get(fresh.address);
    if (present != null && present.claim()) {
      // A mailbox that nobody was to serve any more.
      return actors.replace(fresh.address, present, fresh);
    }
    return present == null && putIfRoom(fresh) == fresh;
  }

  /** Whether somebody may still start an actor there. */
  boolean isFree(Address address) {
    LocalActor present = actors.get(address);
    return present == null ? actors.size() < bound : !present.isClaimed();
  }

  /** Why nobody may. */
  String whyNotFree(Address address) {
    return actors.containsKey(address) ? taken(address) : full(address);
  }

  void remove(LocalActor actor) {
    actors.remove(actor.address, actor);
  }

  private LocalActor putIfRoom(LocalActor fresh) {
    LocalActor present = actors.get(fresh.address);
    if (present != null) {
      return present;
    }
    if (actors.size() >= bound) {
      throw new StepException(full(fresh.address));
    }
    LocalActor other = actors.putIfAbsent(fresh.address, fresh);
    return other == null ? fresh : other;
  }

  static String taken(Address address) {
    return "cannot start "
        + address
        + ": expected no actor there, found one that was started before";
  }

  private String full(Address address) {
    return "cannot start "
        + address
        + ": expected at most "
        + bound
        + " actors on this node, found "
        + actors.size();
  }
}
