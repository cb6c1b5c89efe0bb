package jellybean.system;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Table.Mark;

/**
 * Who may run bodies of a system that is at home here and runs only in the majority, and who holds
 * which tables.
 *
 * <p><b>Invariant:</b> a supervisor hears from the home's host that a table is in force only when
 * everybody holds it who may run bodies. So whatever is started by a table, nobody runs it any more
 * by an earlier one.
 *
 * @param epoch of the tenure
 * @param statements the last of each host
 * @param roll the hosts, with their lives, that may run bodies, beside this one
 * @param number of that roll
 * @param cleared the last number from which on nobody else runs bodies
 * @param owed tables of which a supervisor waits to hear that they are in force
 * @param late how often each host was reminded in vain
 * @param isReminding whether it will look again soon
 */
record Attendance(
    Stamp epoch,
    SortedMap<NodeId, Statement> statements,
    SortedMap<NodeId, Long> roll,
    long number,
    long cleared,
    SortedMap<Address, Version> owed,
    SortedMap<NodeId, Integer> late,
    boolean isReminding) {

  /**
   * What a host holds of a system.
   *
   * @param life of its node
   * @param document the version of its document
   */
  record Statement(long life, Stamp document, SortedMap<Address, Mark> tables) {
    Statement {
      tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    EdnMap toValue() {
      EdnMap marks = EdnMap.EMPTY;
      for (var table : tables.entrySet()) {
        marks = marks.with(new Text(table.getKey().path()), table.getValue().toValue());
      }
      return EdnMap.of(
          Protocol.LIFE, Int.of(life),
          Protocol.DOCUMENT, document.toValue(),
          Protocol.TABLES, marks);
    }

    static Statement fromValue(EdnMap map) {
      TreeMap<Address, Mark> tables = new TreeMap<>();
      Fields.mapAt(map, Protocol.TABLES)
          .forEach(
              (supervisor, mark) ->
                  tables.put(Fields.address(supervisor, "supervisor"), Mark.fromValue(mark)));
      return new Statement(
          Fields.longAt(map, Protocol.LIFE),
          Stamp.fromValue(Fields.at(map, Protocol.DOCUMENT)),
          tables);
    }

    /** Of this host itself. */
    static Statement of(HostState state, Deployment system, long life) {
      TreeMap<Address, Mark> tables = new TreeMap<>();
      for (Table table : state.tables().values()) {
        if (Address.of(system.name()).contains(table.supervisor())) {
          tables.put(table.supervisor(), table.mark());
        }
      }
      return new Statement(life, system.version(), tables);
    }

    boolean agreesWith(Statement home) {
      return document.equals(home.document) && tables.equals(home.tables);
    }
  }

  Attendance {
    statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
    roll = Collections.unmodifiableSortedMap(new TreeMap<>(roll));
    owed = Collections.unmodifiableSortedMap(new TreeMap<>(owed));
    late = Collections.unmodifiableSortedMap(new TreeMap<>(late));
  }

  static Attendance of(Stamp epoch) {
    return new Attendance(
        epoch, new TreeMap<>(), new TreeMap<>(), 1, 0, new TreeMap<>(), new TreeMap<>(), false);
  }

  Attendance stated(NodeId node, Statement statement) {
    TreeMap<NodeId, Statement> all = new TreeMap<>(statements);
    all.put(node, statement);
    return new Attendance(epoch, all, roll, number, cleared, owed, late, isReminding);
  }

  Attendance owing(Address supervisor, Version version) {
    TreeMap<Address, Version> all = new TreeMap<>(owed);
    all.put(supervisor, version);
    return new Attendance(epoch, statements, roll, number, cleared, all, late, isReminding);
  }

  Attendance owingNothing() {
    return new Attendance(
        epoch, statements, roll, number, cleared, new TreeMap<>(), late, isReminding);
  }

  /** Another roll has another number. */
  Attendance with(SortedMap<NodeId, Long> now) {
    long next = now.equals(roll) ? number : number + 1;
    return new Attendance(epoch, statements, now, next, cleared, owed, late, isReminding);
  }

  Attendance clearedUpTo(long roll) {
    return new Attendance(
        epoch, statements, this.roll, number, Math.max(cleared, roll), owed, late, isReminding);
  }

  boolean isClear() {
    return cleared == number;
  }

  Attendance reminding(boolean now) {
    return new Attendance(epoch, statements, roll, number, cleared, owed, late, now);
  }

  /** Those were reminded once more; who holds all by now begins anew. */
  Attendance late(SortedSet<NodeId> nodes) {
    TreeMap<NodeId, Integer> all = new TreeMap<>();
    nodes.forEach(node -> all.put(node, late.getOrDefault(node, 0) + 1));
    return new Attendance(epoch, statements, roll, number, cleared, owed, all, isReminding);
  }

  /** The live members that have said that they hold what the home holds. */
  SortedSet<NodeId> agreeing(SortedMap<NodeId, Life> members, Statement home) {
    TreeSet<NodeId> agreeing = new TreeSet<>();
    statements.forEach(
        (node, statement) -> {
          if (isLive(members, node, statement.life()) && statement.agreesWith(home)) {
            agreeing.add(node);
          }
        });
    return agreeing;
  }

  static boolean isLive(SortedMap<NodeId, Life> members, NodeId node, long incarnation) {
    Life life = members.get(node);
    return life != null && life.incarnation() == incarnation;
  }

  /** {@code {:epoch [3 "kiwi"] :roll {"fig" 1} :clear true :late ["pear"] :owed ["/s"]}}. */
  EdnMap toValue() {
    return EdnMap.of(
        Protocol.EPOCH,
        epoch.toValue(),
        Keyword.of("roll"),
        MemberList.toValue(roll),
        Keyword.of("clear"),
        Bool.of(isClear()),
        Keyword.of("late"),
        EdnVector.of(late.keySet().stream().map(n -> (Value) new Text(n.value())).toList()),
        Keyword.of("owed"),
        EdnVector.of(owed.keySet().stream().map(s -> (Value) new Text(s.path())).toList()));
  }
}
