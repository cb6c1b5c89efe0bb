package jellybean.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** Joins what the members said to one question: pure functions. */
final class Joins {
  /** Rows of a table of the busiest, if the shell does not say. */
  static final int TOP_ROWS = 20;

  /** Where even fewer rows do not fit, it is not for their number. */
  private static final int MIN_ROWS_BYTES = 1024;

  private static final Keyword BY = Keyword.of("by");
  private static final Keyword COUNT = Keyword.of("count");

  private Joins() {}

  /** What is kept of the rows of all members so far. */
  static Rows kept(Keyword question, Value data, List<EdnMap> rows) {
    return switch (question.toString()) {
      case ":history", ":states", ":dead-letters" -> Rows.newest(rows, Gate.MAX_ROWS_BYTES);
      case ":nodes", ":freeze", ":hold", ":thaw", ":trace-next" ->
          Rows.all(rows, Gate.MAX_ROWS_BYTES);
      case ":tail", ":traced" -> Rows.first(rows, Gate.MAX_ROWS_BYTES);
      case ":top" -> top(data, rows);
      case ":cat" -> new Rows(List.copyOf(Listings.merged(rows).values()), 0);
      default -> Rows.first(Listings.merged(rows).values(), Gate.MAX_ROWS_BYTES);
    };
  }

  /** The busiest of several tables of the busiest; that others were left out is no loss. */
  static Rows top(Value question, List<EdnMap> rows) {
    EdnMap asked = question instanceof EdnMap map ? map : EdnMap.EMPTY;
    Keyword by = asked.get(BY, ShellProtocol.RATE) instanceof Keyword k ? k : ShellProtocol.RATE;
    long count = asked.get(COUNT, Int.of(TOP_ROWS)) instanceof Int n ? n.value() : TOP_ROWS;
    List<EdnMap> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.<EdnMap>comparingLong(row -> number(row, by))
            .reversed()
            .thenComparing(row -> row.get(ShellProtocol.ADDRESS, Nil.NIL).toString()));
    List<EdnMap> first = sorted.subList(0, Math.clamp(count, 0, sorted.size()));
    return new Rows(Rows.first(first, Gate.MAX_ROWS_BYTES).kept(), 0);
  }

  private static long number(EdnMap row, Keyword key) {
    return row.get(key, Nil.NIL) instanceof Int n ? n.value() : 0;
  }

  /** The answer, when all who will have answered. */
  static Value answer(Keyword question, Value data, Gathered gathered, SortedSet<NodeId> members) {
    return switch (question.toString()) {
      case ":ls", ":tree" -> listing(question, data, gathered, members);
      case ":cat" -> Listings.cat(Listings.address(data), gathered);
      case ":nodes" -> Listings.nodes(gathered);
      case ":trace-next" ->
          gathered.completed(
              EdnMap.of(Keyword.of("trace"), ((EdnMap) data).get(Keyword.of("trace"))));
      default -> Listings.entries(gathered);
    };
  }

  /** With as many rows as fit: names and branches take room too. */
  private static Value listing(
      Keyword question, Value data, Gathered gathered, SortedSet<NodeId> members) {
    Value listing = whole(question, data, gathered, members);
    for (int bytes = Gate.MAX_ROWS_BYTES / 2;
        bytes >= MIN_ROWS_BYTES && !Printed.fits(listing, Gate.MAX_ANSWER_BYTES);
        bytes /= 2) {
      listing = whole(question, data, gathered.within(bytes), members);
    }
    return listing;
  }

  private static Value whole(
      Keyword question, Value data, Gathered gathered, SortedSet<NodeId> members) {
    Address path = Listings.address(data);
    return question.equals(ShellProtocol.LS)
        ? Listings.ls(path, gathered, members)
        : Listings.tree(path, gathered, members);
  }
}
