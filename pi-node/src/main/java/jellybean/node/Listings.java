package jellybean.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Protocol;

/**
 * Makes rows of actors into what a shell shows: pure functions. A row without a member stands for
 * several actors below a name, as a sum; it gives way to the row of an actor of that name.
 */
final class Listings {
  private static final Keyword DIRECTORY = Keyword.of("directory");
  private static final Keyword EXPECTED = Keyword.of("expected");
  private static final Keyword SUPERVISOR = Keyword.of("supervisor");
  private static final Keyword SYSTEM = Keyword.of("system");
  private static final Keyword NO_ANSWER = Keyword.of("no-answer");

  private Listings() {}

  /**
   * The address that a question is about.
   *
   * @throws jellybean.message.BadNameException if that is none
   */
  static Address address(Value data) {
    return new Address(data instanceof Text text ? text.value() : data.toString());
  }

  /** Of one member's rows what a list of one level needs: deeper ones become sums. */
  static List<EdnMap> level(Address path, List<EdnMap> rows) {
    SortedMap<Address, EdnMap> level = new TreeMap<>();
    int depth = path.segments().size();
    for (EdnMap row : rows) {
      Address address = addressOf(row);
      boolean deeper = address.segments().size() > depth + 1;
      Address shown = deeper ? path.child(address.segments().get(depth)) : address;
      EdnMap own = deeper ? sum(shown, List.of(row)) : row;
      level.merge(shown, own, Listings::merge);
    }
    return List.copyOf(level.values());
  }

  /** Of one member's rows what stands above {@code path} and at it, be it a sum. */
  static List<EdnMap> near(Address path, List<EdnMap> rows) {
    List<EdnMap> above = rows.stream().filter(row -> addressOf(row).contains(path)).toList();
    List<EdnMap> below = rows.stream().filter(row -> path.contains(addressOf(row))).toList();
    return below.isEmpty()
        ? above
        : Stream.concat(above.stream(), Stream.of(sum(path, below))).toList();
  }

  /** One row for each address, sorted. */
  static SortedMap<Address, EdnMap> merged(List<EdnMap> rows) {
    SortedMap<Address, EdnMap> merged = new TreeMap<>();
    rows.forEach(row -> merged.merge(addressOf(row), row, Listings::merge));
    return merged;
  }

  private static EdnMap merge(EdnMap one, EdnMap other) {
    if (isSum(one) && isSum(other)) {
      return sum(addressOf(one), List.of(one, other));
    }
    if (isSum(one) || isSum(other)) {
      return isSum(other) ? one : other;
    }
    return rank(one) > rank(other) ? withReason(one, other) : withReason(other, one);
  }

  /** A system that stands still does not know why itself; its member does. */
  private static EdnMap withReason(EdnMap row, EdnMap other) {
    boolean isPaused = row.get(ShellProtocol.STATUS, Nil.NIL).equals(Protocol.PAUSED);
    Optional<Value> why =
        isPaused && !row.containsKey(Protocol.WHY) ? other.find(Protocol.WHY) : Optional.empty();
    return why.map(reason -> row.with(Protocol.WHY, reason)).orElse(row);
  }

  /** What runs says more of itself than its supervisor, which says more than an empty mailbox. */
  private static int rank(EdnMap row) {
    boolean isExpected = row.get(ShellProtocol.STATUS, Nil.NIL).equals(EXPECTED);
    return isExpected ? 0 : row.containsKey(ShellProtocol.QUEUED) ? 2 : 1;
  }

  private static boolean isSum(EdnMap row) {
    return !row.containsKey(ShellProtocol.MEMBER);
  }

  /** One level: what is directly below {@code path}, or the actor at it. */
  static Value ls(Address path, Gathered gathered, SortedSet<NodeId> members) {
    SortedMap<Address, EdnMap> rows = merged(gathered.rows().kept());
    if (!exists(path, rows)) {
      return noSuch(path, gathered);
    }
    List<Value> children = new ArrayList<>();
    for (Address child : childrenOf(path, rows, members)) {
      children.add(entry(child, rows));
    }
    if (children.isEmpty() && rows.containsKey(path)) {
      children.add(entry(path, rows));
    }
    EdnMap level =
        EdnMap.of(
            ShellProtocol.ADDRESS,
            new Text(path.path()),
            ShellProtocol.KIND,
            entry(path, rows).get(ShellProtocol.KIND, DIRECTORY),
            ShellProtocol.CHILDREN,
            EdnVector.of(children));
    return gathered.completed(level);
  }

  /** All levels below {@code path}. */
  static Value tree(Address path, Gathered gathered, SortedSet<NodeId> members) {
    SortedMap<Address, EdnMap> rows = merged(gathered.rows().kept());
    return exists(path, rows)
        ? gathered.completed(branch(path, rows, members))
        : noSuch(path, gathered);
  }

  private static EdnMap branch(
      Address path, SortedMap<Address, EdnMap> rows, SortedSet<NodeId> members) {
    List<Value> children = new ArrayList<>();
    for (Address child : childrenOf(path, rows, members)) {
      children.add(branch(child, rows, members));
    }
    EdnMap entry = entry(path, rows);
    return children.isEmpty() ? entry : entry.with(ShellProtocol.CHILDREN, EdnVector.of(children));
  }

  /** The whole state of one actor, or why it cannot be shown. */
  static Value cat(Address address, Gathered gathered) {
    Optional<EdnMap> row = Optional.ofNullable(merged(gathered.rows().kept()).get(address));
    if (row.isEmpty()) {
      return noSuch(address, gathered);
    }
    return row.get().get(ShellProtocol.FAULT) instanceof Text fault
        ? ShellProtocol.error(address + ": " + fault.value())
        : row.get();
  }

  /** Entries of all members. */
  static Value entries(Gathered gathered) {
    EdnVector rows = EdnVector.of(gathered.rows().kept());
    return gathered.completed(EdnMap.of(ShellProtocol.ROWS, rows));
  }

  /** Every member's facts, sorted by name; a row for who did not answer, too. */
  static Value nodes(Gathered gathered) {
    Stream<EdnMap> silent =
        gathered.silent().stream()
            .map(
                n ->
                    EdnMap.of(
                        ShellProtocol.NODE, new Text(n.value()), ShellProtocol.STATUS, NO_ANSWER));
    return EdnVector.of(
        Stream.concat(gathered.rows().kept().stream(), silent)
            .sorted(Comparator.comparing(p -> p.get(ShellProtocol.NODE, Nil.NIL).toString()))
            .toList());
  }

  /** The supervisor whose bus reaches {@code to}: itself, or the nearest one above. */
  static Optional<Address> owner(Address to, List<EdnMap> given) {
    SortedMap<Address, EdnMap> rows = merged(given);
    if (!exists(to, rows)) {
      return Optional.empty();
    }
    Optional<Address> up = Optional.of(to);
    while (up.isPresent() && !isSupervisor(rows, up.get())) {
      up = up.get().parent();
    }
    return up;
  }

  /** The nearest supervisor above an address, whoever lives there. */
  static Optional<Address> above(Address target, List<EdnMap> given) {
    SortedMap<Address, EdnMap> rows = merged(given);
    Optional<Address> up = target.parent();
    while (up.isPresent() && !isSupervisor(rows, up.get())) {
      up = up.get().parent();
    }
    return up;
  }

  /** Whether there is one actor at that very address. */
  static boolean isActor(Address address, List<EdnMap> given) {
    SortedMap<Address, EdnMap> rows = merged(given);
    return Optional.ofNullable(rows.get(address)).filter(row -> !isSum(row)).isPresent()
        && !isSupervisor(rows, address);
  }

  private static boolean isSupervisor(SortedMap<Address, EdnMap> rows, Address address) {
    Value kind =
        Optional.ofNullable(rows.get(address))
            .map(row -> row.get(ShellProtocol.KIND, Nil.NIL))
            .orElse(Nil.NIL);
    return kind.equals(SYSTEM) || kind.equals(SUPERVISOR);
  }

  private static Address addressOf(EdnMap row) {
    return address(row.get(ShellProtocol.ADDRESS, new Text("/")));
  }

  private static boolean exists(Address path, SortedMap<Address, EdnMap> rows) {
    return path.isRoot() || rows.keySet().stream().anyMatch(path::contains);
  }

  private static List<Address> childrenOf(
      Address path, SortedMap<Address, EdnMap> rows, SortedSet<NodeId> members) {
    int depth = path.segments().size();
    Stream<Address> below =
        rows.keySet().stream()
            .filter(a -> path.contains(a) && !a.equals(path))
            .map(a -> path.child(a.segments().get(depth)));
    Stream<Address> parts =
        path.equals(Address.of("sys"))
            ? members.stream().map(m -> Address.of("sys", m.value()))
            : Stream.empty();
    return Stream.concat(below, parts).distinct().sorted().toList();
  }

  /** The row of an actor, or the sum of the rows below a name that is none itself. */
  private static EdnMap entry(Address path, SortedMap<Address, EdnMap> rows) {
    EdnMap own = Optional.ofNullable(rows.get(path)).orElseGet(() -> summed(path, rows));
    return own.with(ShellProtocol.NAME, new Text(path.name()))
        .with(ShellProtocol.ADDRESS, new Text(path.path()));
  }

  private static EdnMap summed(Address path, SortedMap<Address, EdnMap> rows) {
    return sum(
        path,
        rows.entrySet().stream()
            .filter(e -> path.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  /** Replicas are actors; where there are supervisors below a name, these are its instances. */
  private static EdnMap sum(Address path, List<EdnMap> rows) {
    boolean ofSystem = !path.isRoot() && !path.segments().getFirst().equals("sys");
    boolean ofTemplate = ofSystem && rows.stream().anyMatch(Listings::isOfTemplate);
    Keyword several = ofTemplate ? ShellProtocol.INSTANCES : ShellProtocol.REPLICAS;
    EdnMap sum =
        EdnMap.of(
            ShellProtocol.ADDRESS,
            new Text(path.path()),
            ShellProtocol.KIND,
            ofSystem ? several : DIRECTORY,
            several,
            ofTemplate ? instances(path, rows) : total(rows, ShellProtocol.REPLICAS, 1),
            ShellProtocol.QUEUED,
            total(rows, ShellProtocol.QUEUED, 0),
            ShellProtocol.HANDLED,
            total(rows, ShellProtocol.HANDLED, 0),
            ShellProtocol.RESTARTS,
            total(rows, ShellProtocol.RESTARTS, 0));
    boolean isRated = rows.stream().anyMatch(row -> row.containsKey(ShellProtocol.RATE));
    return isRated ? sum.with(ShellProtocol.RATE, total(rows, ShellProtocol.RATE, 0)) : sum;
  }

  private static boolean isOfTemplate(EdnMap row) {
    Value kind = row.get(ShellProtocol.KIND, Nil.NIL);
    return kind.equals(SUPERVISOR) || kind.equals(ShellProtocol.INSTANCES);
  }

  /** Those directly below a template, and those that are in sums already. */
  private static Value instances(Address template, List<EdnMap> rows) {
    long count = 0;
    for (EdnMap row : rows) {
      boolean isInstance = row.get(ShellProtocol.KIND, Nil.NIL).equals(SUPERVISOR);
      if (isInstance && addressOf(row).parent().filter(template::equals).isPresent()) {
        count++;
      } else if (addressOf(row).equals(template)
          && row.get(ShellProtocol.INSTANCES, Nil.NIL) instanceof Int summed) {
        count += summed.value();
      }
    }
    return Int.of(count);
  }

  private static Value total(List<EdnMap> rows, Keyword key, long ifAbsent) {
    return Int.of(
        rows.stream()
            .mapToLong(row -> row.get(key, Nil.NIL) instanceof Int n ? n.value() : ifAbsent)
            .sum());
  }

  /** If not everyone was heard, the error says so: perhaps it is there. */
  static Value noSuch(Address path, Gathered gathered) {
    return ShellProtocol.error(
        "no such actor: expected one at " + path + ", found none" + gathered.reservation());
  }
}
