package jellybean.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import jellybean.edn.Coll;
import jellybean.edn.EdnMap;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;

/**
 * Rows of an answer that fit it: each is small enough, if need be by being cut, and those that find
 * no room any more are counted.
 *
 * @param omitted how many did not fit
 */
record Rows(List<EdnMap> kept, long omitted) {
  static final Rows NONE = new Rows(List.of(), 0);

  /** What one row may take, so that one alone hides no others. */
  static final int MAX_ROW_BYTES = 8 * 1024;

  /** A row stands in a vector in a map, and an answer must not nest deeper than documents do. */
  private static final int MAX_ROW_DEPTH = ReadLimits.DEFAULT_DEPTH - 2;

  /** What is left of a field that made its row too large. */
  static final int CUT_FIELD_BYTES = 512;

  /** In a row: the bytes that were left out of it. Around rows: how many were left out. */
  static final Keyword OMITTED = Keyword.of("omitted");

  private static final Keyword TIME = Keyword.of("time");
  private static final Comparator<EdnMap> BY_TIME = Comparator.comparingLong(Rows::timeOf);

  Rows {
    kept = List.copyOf(kept);
  }

  /** The newest of them, oldest first; those of the same time stay in their order. */
  static Rows newest(List<EdnMap> rows, int maxBytes) {
    List<EdnMap> sorted = new ArrayList<>(rows);
    sorted.sort(BY_TIME);
    Rows newestFirst = first(sorted.reversed(), maxBytes);
    return new Rows(newestFirst.kept.reversed(), newestFirst.omitted);
  }

  private static long timeOf(EdnMap row) {
    return row.get(TIME, Nil.NIL) instanceof Inst time ? time.value().toEpochMilli() : 0;
  }

  /** As many as fit, without a gap. */
  static Rows first(Collection<EdnMap> rows, int maxBytes) {
    List<EdnMap> kept = new ArrayList<>();
    long bytes = 0;
    for (EdnMap row : rows) {
      EdnMap small = small(row);
      bytes += Printed.bytes(small) + 1;
      if (bytes > maxBytes) {
        break;
      }
      kept.add(small);
    }
    return new Rows(kept, rows.size() - (long) kept.size());
  }

  /** All of them, cut alike if they do not fit otherwise. */
  static Rows all(List<EdnMap> rows, int maxBytes) {
    Rows whole = first(rows, maxBytes);
    return whole.omitted == 0 ? whole : new Rows(rows.stream().map(Rows::scalars).toList(), 0);
  }

  /** These, with as many omitted besides. */
  Rows omitting(long more) {
    return new Rows(kept, omitted + more);
  }

  /** Itself, or with the beginnings of its large fields and {@link #OMITTED}. */
  static EdnMap small(EdnMap row) {
    return Printed.fault(row, MAX_ROW_BYTES, MAX_ROW_DEPTH).isEmpty() ? row : cut(row);
  }

  /** Without whatever consists of parts. */
  private static EdnMap scalars(EdnMap row) {
    EdnMap scalars = row;
    for (EdnMap.Entry field : row.entries()) {
      scalars = field.value() instanceof Coll ? scalars.without(field.key()) : scalars;
    }
    return scalars == row ? row : withOmitted(scalars, row);
  }

  private static EdnMap withOmitted(EdnMap part, EdnMap row) {
    return part.with(OMITTED, Int.of(Printed.bytes(row) - Printed.bytes(part)));
  }

  private static EdnMap cut(EdnMap row) {
    EdnMap cut = EdnMap.EMPTY;
    for (EdnMap.Entry field : row.entries()) {
      cut = cut.with(field.key(), Printed.brief(field.value(), CUT_FIELD_BYTES));
    }
    return withOmitted(cut, row);
  }
}
