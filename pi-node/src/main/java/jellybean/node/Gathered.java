package jellybean.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * What the members have said so far to one question. However many they are, it never holds more
 * than one answer can: what does not fit is counted as soon as it is known.
 *
 * @param silent who was asked and has not answered
 * @param waiting answers still to come; one that is an error leaves its member silent
 */
record Gathered(SortedSet<NodeId> silent, int waiting, Rows rows) {
  Gathered {
    silent = Collections.unmodifiableSortedSet(silent);
  }

  static Gathered from(SortedSet<NodeId> asked) {
    return new Gathered(asked, asked.size(), Rows.NONE);
  }

  /**
   * With one member's answer.
   *
   * @param join what is kept of all rows, in which order
   */
  Gathered with(Value part, Function<List<EdnMap>, Rows> join) {
    if (!(part instanceof EdnMap said) || !(said.get(ShellProtocol.NODE) instanceof Text node)) {
      return withoutOne();
    }
    TreeSet<NodeId> left = new TreeSet<>(silent);
    left.remove(new NodeId(node.value()));
    List<EdnMap> all = new ArrayList<>(rows.kept());
    all.addAll(rowsOf(said));
    Rows joined = join.apply(all);
    return new Gathered(
        left, waiting - 1, joined.omitting(rows.omitted() + number(said.get(Rows.OMITTED))));
  }

  /** One will not answer any more. */
  Gathered withoutOne() {
    return new Gathered(silent, waiting - 1, rows);
  }

  /** With no more rows than fit. */
  Gathered within(int maxBytes) {
    Rows fewer = Rows.first(rows.kept(), maxBytes);
    return new Gathered(silent, waiting, fewer.omitting(rows.omitted()));
  }

  /** A member that answers no rows speaks of itself. */
  private static List<EdnMap> rowsOf(EdnMap said) {
    List<EdnMap> rows = new ArrayList<>();
    Value given = said.get(ShellProtocol.ROWS, EdnVector.of(said));
    if (given instanceof EdnVector vector) {
      vector.forEach(
          row -> {
            if (row instanceof EdnMap map) {
              rows.add(map);
            }
          });
    }
    return rows;
  }

  private static long number(Value value) {
    return value instanceof Int n ? n.value() : 0;
  }

  /** The answer with what is missing in it, if anything is. */
  EdnMap completed(EdnMap answer) {
    EdnMap all = answer;
    if (rows.omitted() > 0) {
      all = all.with(Rows.OMITTED, Int.of(rows.omitted()));
    }
    return silent.isEmpty() ? all : all.with(ShellProtocol.WITHOUT, names());
  }

  private EdnVector names() {
    return EdnVector.of(silent.stream().map(n -> (Value) new Text(n.value())).toList());
  }

  /** For a message about what was not found: perhaps it is where nobody answered. */
  String reservation() {
    return silent.isEmpty()
        ? ""
        : "; no answer from " + String.join(", ", silent.stream().map(NodeId::value).toList());
  }
}
