package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * In a table: what does not run and shall not, so that nobody starts it or takes it for lost.
 *
 * @param stopped bodies that an operator stopped; they stay so until they are ordered to start
 * @param nextIds by template the smallest number that no instance ever had
 * @param gone instances with an id that was given, those that ended last, the oldest first
 */
record Ended(SortedSet<Address> stopped, SortedMap<String, Long> nextIds, List<Address> gone) {
  /**
   * Of a supervisor. One that ended before and lives on a board that was out of reach all that time
   * is taken for one that has just been started there.
   */
  static final int MAX_GONE = 64;

  static final Ended NOTHING = new Ended(new TreeSet<>(), new TreeMap<>(), List.of());

  private static final Keyword STOPPED = Keyword.of("stopped");
  private static final Keyword NEXT_IDS = Keyword.of("next-ids");
  private static final Keyword GONE = Keyword.of("gone");

  Ended {
    stopped = Collections.unmodifiableSortedSet(new TreeSet<>(stopped));
    nextIds = Collections.unmodifiableSortedMap(new TreeMap<>(nextIds));
    gone = List.copyOf(gone);
  }

  /** With one more; the oldest beyond the bound are forgotten. */
  static List<Address> plus(List<Address> gone, Address one) {
    List<Address> all = new ArrayList<>(gone);
    all.remove(one);
    all.add(one);
    return List.copyOf(all.subList(Math.max(0, all.size() - MAX_GONE), all.size()));
  }

  static List<Address> minus(List<Address> gone, Address one) {
    return gone.stream().filter(each -> !each.equals(one)).toList();
  }

  /** Whether an instance that does not run was ended, and not just never heard of. */
  boolean has(String template, Address body, Instance instance) {
    return instance.id() instanceof Int number
        ? number.value() < nextIds.getOrDefault(template, 0L)
        : gone.contains(body);
  }

  /** What of it is about bodies and templates that there still are. */
  Ended of(SortedSet<Address> bodies, SortedSet<String> templates) {
    SortedSet<Address> stays = new TreeSet<>(stopped);
    stays.retainAll(bodies);
    SortedMap<String, Long> numbers = new TreeMap<>(nextIds);
    numbers.keySet().retainAll(templates);
    return new Ended(stays, numbers, gone);
  }

  EdnMap toValue() {
    EdnMap numbers = EdnMap.EMPTY;
    for (var next : nextIds.entrySet()) {
      numbers = numbers.with(new Text(next.getKey()), Int.of(next.getValue()));
    }
    return EdnMap.of(STOPPED, paths(stopped), NEXT_IDS, numbers, GONE, paths(gone));
  }

  private static EdnVector paths(Iterable<Address> addresses) {
    List<Value> paths = new ArrayList<>();
    addresses.forEach(address -> paths.add(new Text(address.path())));
    return EdnVector.of(paths);
  }

  static Ended fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "what has ended");
    TreeMap<String, Long> nextIds = new TreeMap<>();
    Fields.mapAt(map, NEXT_IDS)
        .forEach(
            (template, next) ->
                nextIds.put(Fields.text(template, "name of a template"), Fields.number(next)));
    return new Ended(
        new TreeSet<>(Fields.addressesAt(map, STOPPED)), nextIds, Fields.addressesAt(map, GONE));
  }
}
