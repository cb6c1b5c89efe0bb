package jellybean.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Rendezvous;

/**
 * Shares what the replicas of a child had among those that there are where it is loaded. A key and
 * its messages go to the replica that has the key there; what has no key stays at the replica of
 * its number, or goes to the first one if there is none of that number.
 */
final class Regrouping {
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword BY_KEY = Keyword.of("by-key");
  private static final Keyword MERGES = Keyword.of("merges");
  private static final Keyword MAILBOX = Keyword.of("mailbox");
  private static final Keyword QUESTIONS = Keyword.of("questions");
  private static final Keyword TIMERS = Keyword.of("timers");
  private static final Keyword WATCHING = Keyword.of("watching");
  private static final Keyword KEY = Keyword.of("key");

  private final SortedMap<Address, String> places;
  private final Set<Address> supervisors;
  private final SortedMap<Address, EdnMap> shared = new TreeMap<>();

  /**
   * @param places where everything lives that is loaded
   * @param supervisors among what was saved, by their new addresses
   */
  Regrouping(SortedMap<Address, String> places, Set<Address> supervisors) {
    this.places = places;
    this.supervisors = Set.copyOf(supervisors);
  }

  /** One row for each actor that is loaded. */
  Collection<EdnMap> share(List<EdnMap> actors) {
    for (EdnMap actor : actors) {
      Address address = SavedSystem.address(actor);
      List<Address> replicas = replicas(address);
      if (replicas.isEmpty()) {
        throw new ShellException(
            "load: expected an actor at " + address + " as in what was saved, found none");
      }
      Address own = replicas.contains(address) ? address : replicas.getFirst();
      state(actor, own, replicas);
      messages(actor, own, replicas);
      for (Keyword key : List.of(QUESTIONS, TIMERS, WATCHING)) {
        elements(actor, key).forEach(each -> add(own, key, each));
      }
    }
    return shared.values();
  }

  /** Those of a child, be it only one. */
  private List<Address> replicas(Address address) {
    Optional<Address> child = address.parent().filter(parent -> !supervisors.contains(parent));
    if (child.isEmpty()) {
      return places.containsKey(address) ? List.of(address) : List.of();
    }
    Set<Address> all = new TreeSet<>();
    for (Address place : places.keySet()) {
      if (place.parent().equals(child)) {
        all.add(place);
      }
    }
    return List.copyOf(all);
  }

  private void state(EdnMap actor, Address own, List<Address> replicas) {
    Optional<Value> state = actor.find(STATE);
    if (state.isEmpty()) {
      return;
    }
    if (actor.get(BY_KEY, Bool.FALSE) == Bool.TRUE && state.get() instanceof EdnMap keys) {
      replicas.forEach(replica -> row(replica, STATE, EdnMap.EMPTY));
      keys.forEach((key, value) -> key(owner(replicas, key), key, value));
    } else if (SavedSystem.address(actor).equals(own)) {
      shared.put(own, of(own).with(STATE, state.get()));
    } else if (actor.get(MERGES, Bool.FALSE) == Bool.TRUE) {
      add(own, MAILBOX, merge(actor, state.get()));
    }
  }

  private static Address owner(List<Address> replicas, Value key) {
    return Rendezvous.byKey(replicas, key);
  }

  private void row(Address replica, Keyword key, Value value) {
    EdnMap row = of(replica);
    shared.put(replica, row.find(key).isPresent() ? row : row.with(key, value));
  }

  private void key(Address replica, Value key, Value value) {
    EdnMap row = of(replica);
    EdnMap keys = row.get(STATE, EdnMap.EMPTY) instanceof EdnMap map ? map : EdnMap.EMPTY;
    shared.put(replica, row.with(STATE, keys.with(key, value)));
  }

  /** What a replica says that leaves, to one that stays. */
  private static EdnMap merge(EdnMap actor, Value state) {
    Map<Keyword, Value> message = new LinkedHashMap<>();
    message.put(Keyword.of("from"), actor.get(SavedSystem.ACTOR));
    message.put(Keyword.of("id"), EdnVector.of(new Text("loaded"), Int.of(0), id(actor)));
    message.put(Keyword.of("name"), Keyword.of("merge"));
    message.put(Keyword.of("data"), state);
    message.put(Keyword.of("time"), Int.of(0));
    message.put(Keyword.of("seed"), Int.of(0));
    EdnMap map = EdnMap.EMPTY;
    for (Map.Entry<Keyword, Value> part : message.entrySet()) {
      map = map.with(part.getKey(), part.getValue());
    }
    return map;
  }

  private static Value id(EdnMap actor) {
    return Int.of(Rendezvous.hash(SavedSystem.address(actor).path()));
  }

  private void messages(EdnMap actor, Address own, List<Address> replicas) {
    for (Value message : elements(actor, MAILBOX)) {
      Optional<Value> key = message instanceof EdnMap map ? map.find(KEY) : Optional.<Value>empty();
      add(key.map(k -> owner(replicas, k)).orElse(own), MAILBOX, message);
    }
  }

  private static List<Value> elements(EdnMap actor, Keyword key) {
    List<Value> all = new ArrayList<>();
    if (actor.get(key, Nil.NIL) instanceof EdnVector vector) {
      vector.forEach(all::add);
    }
    return all;
  }

  private void add(Address replica, Keyword key, Value element) {
    EdnMap row = of(replica);
    EdnVector all = row.get(key, EdnVector.EMPTY) instanceof EdnVector v ? v : EdnVector.EMPTY;
    shared.put(replica, row.with(key, all.append(element)));
  }

  private EdnMap of(Address replica) {
    return shared.getOrDefault(replica, EdnMap.of(SavedSystem.ACTOR, Place.text(replica)));
  }
}
