package jellybean.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** What became of one message, as a tree: below each message what was said while it was handled. */
final class Traced {
  private static final Keyword ID = Keyword.of("id");
  private static final Keyword CAUSE = Keyword.of("cause");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword MESSAGE = Keyword.of("message");
  private static final Keyword REASON = Keyword.of("reason");
  private static final List<Keyword> COLUMNS =
      Commands.keywords("message", "data", "actor", "from", "member", "reason", "time");
  private static final List<Keyword> HIDDEN =
      Commands.keywords("id", "cause", "hops", "name", "omitted");
  private static final String INDENT = "  ";

  private Traced() {}

  static Table table(List<EdnMap> rows) {
    List<EdnMap> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.<EdnMap, String>comparing(row -> row.get(TIME, Nil.NIL).toString())
            .thenComparing(row -> row.get(ID, Nil.NIL).toString()));
    Set<Value> ids = new HashSet<>();
    sorted.forEach(row -> ids.add(row.get(ID, Nil.NIL)));
    List<EdnMap> lines = new ArrayList<>();
    for (EdnMap row : sorted) {
      if (!ids.contains(row.get(CAUSE, Nil.NIL))) {
        add(row, "", sorted, lines);
      }
    }
    return Records.table(lines, COLUMNS, HIDDEN);
  }

  /** Its depth is bounded, for a mark ends after so many hops; a message is nobody's twice. */
  private static void add(EdnMap row, String indent, List<EdnMap> all, List<EdnMap> lines) {
    Value reason = row.get(REASON, Nil.NIL);
    EdnMap line = row.with(MESSAGE, new Text(indent + row.get(NAME, Nil.NIL)));
    lines.add(reason.equals(Keyword.of("handled")) ? line.without(REASON) : line);
    boolean isAlone = all.stream().filter(other -> same(other, row, ID)).findFirst().get() == row;
    if (!isAlone) {
      return;
    }
    for (EdnMap other : all) {
      boolean follows = other.get(CAUSE, Nil.NIL).equals(row.get(ID, Nil.NIL));
      if (follows && !same(other, row, ID)) {
        add(other, indent + INDENT, all, lines);
      }
    }
  }

  private static boolean same(EdnMap one, EdnMap other, Keyword key) {
    return one.get(key, Nil.NIL).equals(other.get(key, Nil.NIL));
  }
}
