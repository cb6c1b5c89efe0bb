package jellybean.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** Joins what the members' inspectors said into what a shell shows: pure functions. */
final class Listings {
  private static final Keyword ROWS = Keyword.of("rows");
  private static final Keyword REPLICAS = Keyword.of("replicas");
  private static final Keyword DIRECTORY = Keyword.of("directory");

  private Listings() {}

  /**
   * The address that a question is about; of a message to send, the system it goes to, so that its
   * supervisors are among the rows.
   *
   * @throws jellybean.message.BadNameException if that is no address
   */
  static Address scope(Keyword question, Value data) {
    if (question.equals(ShellProtocol.SEND) || question.equals(ShellProtocol.ASK)) {
      Value to = data instanceof EdnMap map ? map.get(Keyword.of("to"), Nil.NIL) : Nil.NIL;
      List<String> segments = scope(ShellProtocol.LS, to).segments();
      return segments.isEmpty() ? Address.ROOT : Address.of(segments.getFirst());
    }
    return new Address(data instanceof Text text ? text.value() : data.toString());
  }

  /** One level: what is directly below {@code path}, or the actor at it. */
  static Value ls(Address path, List<EdnMap> parts, SortedSet<NodeId> members) {
    SortedMap<Address, EdnMap> rows = rows(parts);
    if (!exists(path, rows)) {
      return noSuch(path);
    }
    List<Value> children = new ArrayList<>();
    for (Address child : childrenOf(path, rows, members)) {
      children.add(entry(child, rows));
    }
    if (children.isEmpty() && rows.containsKey(path)) {
      children.add(entry(path, rows));
    }
    return here(path, rows).with(ShellProtocol.CHILDREN, EdnVector.of(children));
  }

  /** All levels below {@code path}. */
  static Value tree(Address path, List<EdnMap> parts, SortedSet<NodeId> members) {
    SortedMap<Address, EdnMap> rows = rows(parts);
    return exists(path, rows) ? branch(path, rows, members) : noSuch(path);
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

  /** The whole state of one actor. */
  static Value cat(Value path, List<EdnMap> parts) {
    SortedMap<Address, EdnMap> rows = rows(parts);
    Address address = scope(ShellProtocol.CAT, path);
    return Optional.<Value>ofNullable(rows.get(address)).orElseGet(() -> noSuch(address));
  }

  /** Every member's facts, sorted by name. */
  static Value nodes(List<EdnMap> parts) {
    return EdnVector.of(
        parts.stream()
            .sorted(Comparator.comparing(p -> p.get(ShellProtocol.NODE, Nil.NIL).toString()))
            .<Value>map(p -> p)
            .toList());
  }

  /** Entries of all members, oldest first. */
  static Value byTime(List<EdnMap> parts) {
    return EdnVector.of(
        all(parts).sorted(Comparator.comparingLong(Listings::timeOf)).<Value>map(e -> e).toList());
  }

  /** The supervisor whose bus reaches {@code to}: itself, or the nearest one above. */
  static Optional<Address> owner(Address to, List<EdnMap> parts) {
    SortedMap<Address, EdnMap> rows = rows(parts);
    if (!exists(to, rows)) {
      return Optional.empty();
    }
    Optional<Address> up = Optional.of(to);
    while (up.isPresent() && !isSupervisor(rows, up.get())) {
      up = up.get().parent();
    }
    return up;
  }

  /** Whether there is one actor at that very address. */
  static boolean isActor(Address address, List<EdnMap> parts) {
    SortedMap<Address, EdnMap> rows = rows(parts);
    return rows.containsKey(address) && !isSupervisor(rows, address);
  }

  private static boolean isSupervisor(SortedMap<Address, EdnMap> rows, Address address) {
    Value kind =
        Optional.ofNullable(rows.get(address))
            .map(row -> row.get(ShellProtocol.KIND, Nil.NIL))
            .orElse(Nil.NIL);
    return kind.equals(Keyword.of("system")) || kind.equals(Keyword.of("supervisor"));
  }

  private static long timeOf(EdnMap entry) {
    return entry.get(ShellProtocol.TIME, Nil.NIL) instanceof Inst time
        ? time.value().toEpochMilli()
        : 0;
  }

  private static Stream<EdnMap> all(List<EdnMap> parts) {
    return parts.stream()
        .map(part -> part.get(ROWS, EdnVector.EMPTY))
        .filter(EdnVector.class::isInstance)
        .flatMap(rows -> stream((EdnVector) rows))
        .filter(EdnMap.class::isInstance)
        .map(EdnMap.class::cast);
  }

  private static Stream<Value> stream(EdnVector vector) {
    List<Value> values = new ArrayList<>();
    vector.forEach(values::add);
    return values.stream();
  }

  private static SortedMap<Address, EdnMap> rows(List<EdnMap> parts) {
    TreeMap<Address, EdnMap> rows = new TreeMap<>();
    all(parts).forEach(row -> rows.put(addressOf(row), row));
    return rows;
  }

  private static Address addressOf(EdnMap row) {
    return scope(ShellProtocol.CAT, row.get(ShellProtocol.ADDRESS, new Text("/")));
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

  private static EdnMap here(Address path, SortedMap<Address, EdnMap> rows) {
    return EdnMap.of(
        ShellProtocol.ADDRESS,
        new Text(path.path()),
        ShellProtocol.KIND,
        entry(path, rows).get(ShellProtocol.KIND, DIRECTORY));
  }

  /** The row of an actor, or the sum of the rows below a name that is none itself. */
  private static EdnMap entry(Address path, SortedMap<Address, EdnMap> rows) {
    EdnMap own = Optional.ofNullable(rows.get(path)).orElseGet(() -> summed(path, rows));
    return own.with(ShellProtocol.NAME, new Text(path.name()))
        .with(ShellProtocol.ADDRESS, new Text(path.path()));
  }

  private static EdnMap summed(Address path, SortedMap<Address, EdnMap> rows) {
    List<EdnMap> below =
        rows.entrySet().stream()
            .filter(e -> path.contains(e.getKey()))
            .map(java.util.Map.Entry::getValue)
            .toList();
    boolean ofSystem = !path.isRoot() && !path.segments().getFirst().equals("sys");
    return EdnMap.of(
        ShellProtocol.KIND,
        ofSystem ? REPLICAS : DIRECTORY,
        REPLICAS,
        Int.of(below.size()),
        ShellProtocol.QUEUED,
        sum(below, ShellProtocol.QUEUED),
        ShellProtocol.HANDLED,
        sum(below, ShellProtocol.HANDLED),
        ShellProtocol.RESTARTS,
        sum(below, ShellProtocol.RESTARTS));
  }

  private static Value sum(List<EdnMap> rows, Keyword key) {
    return Int.of(
        rows.stream()
            .mapToLong(row -> row.get(key, Nil.NIL) instanceof Int n ? n.value() : 0)
            .sum());
  }

  private static Value noSuch(Address path) {
    return ShellProtocol.error("no such actor: expected one at " + path + ", found none");
  }
}
