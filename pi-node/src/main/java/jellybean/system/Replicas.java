package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * The replicas of a child whose number follows the load, by number.
 *
 * @param active those that get messages
 * @param more those that run, or are being started, and get none: they join or leave
 */
record Replicas(SortedSet<Integer> active, SortedSet<Integer> more) {
  private static final Keyword ACTIVE = Keyword.of("active");
  private static final Keyword MORE = Keyword.of("more");

  Replicas {
    active = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(active));
    more = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(more));
  }

  /** As many as an actor has when it begins. */
  static Replicas first(ActorDef def) {
    SortedSet<Integer> numbers = new TreeSet<>();
    IntStream.range(0, def.replicas()).forEach(numbers::add);
    return new Replicas(numbers, new TreeSet<>());
  }

  /** The smallest number that none of them has. */
  int free() {
    return IntStream.iterate(0, n -> n + 1)
        .filter(n -> !active.contains(n) && !more.contains(n))
        .findFirst()
        .orElseThrow();
  }

  /** Runs, and gets no messages. */
  Replicas withMore(int number) {
    return new Replicas(without(active, number), with(more, number));
  }

  Replicas withActive(int number) {
    return new Replicas(with(active, number), without(more, number));
  }

  Replicas without(int number) {
    return new Replicas(without(active, number), without(more, number));
  }

  private static SortedSet<Integer> with(SortedSet<Integer> numbers, int number) {
    SortedSet<Integer> all = new TreeSet<>(numbers);
    all.add(number);
    return all;
  }

  private static SortedSet<Integer> without(SortedSet<Integer> numbers, int number) {
    SortedSet<Integer> all = new TreeSet<>(numbers);
    all.remove(number);
    return all;
  }

  /** Who gets messages. */
  List<Address> receivers(Address child) {
    return addresses(child, active);
  }

  /** All of them. */
  List<Address> bodies(Address child) {
    SortedSet<Integer> all = new TreeSet<>(active);
    all.addAll(more);
    return addresses(child, all);
  }

  private static List<Address> addresses(Address child, SortedSet<Integer> numbers) {
    return numbers.stream().map(n -> address(child, n)).toList();
  }

  static Address address(Address child, int number) {
    return child.child(Integer.toString(number));
  }

  Value toValue() {
    return EdnMap.of(ACTIVE, numbers(active), MORE, numbers(more));
  }

  private static Value numbers(SortedSet<Integer> numbers) {
    return EdnVector.of(numbers.stream().<Value>map(Int::of).toList());
  }

  static Replicas fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "replicas");
    return new Replicas(numbers(map, ACTIVE), numbers(map, MORE));
  }

  private static SortedSet<Integer> numbers(EdnMap map, Keyword key) {
    if (!(Fields.at(map, key) instanceof Sequential list)) {
      throw new ProtocolException("bad replicas: expected a vector at " + key);
    }
    List<Integer> numbers = new ArrayList<>();
    for (Value each : list) {
      if (!(each instanceof Int n) || n.value() < 0 || n.value() > ActorDef.MAX_REPLICAS) {
        throw new ProtocolException(
            "bad replicas: expected a number of a replica, found " + Fields.brief(each));
      }
      numbers.add(Math.toIntExact(n.value()));
    }
    return new TreeSet<>(numbers);
  }
}
