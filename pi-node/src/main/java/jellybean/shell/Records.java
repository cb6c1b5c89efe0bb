package jellybean.shell;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Tables made of maps: one row per map, one column per key. Members of different releases may
 * answer different keys, so columns follow the data: the preferred ones first, then whatever else
 * occurs, in the order in which it occurs.
 */
final class Records {
  /** In UTC: members and operators may be in any zone. */
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** What may be long and is least missed. */
  private static final List<Keyword> YIELDING =
      List.of(Keyword.of("state"), Keyword.of("data"), Keyword.of("detail"), Keyword.of("value"));

  private static final String BYTES = "-bytes";
  private static final double BYTES_PER_MIB = 1024.0 * 1024.0;

  private Records() {}

  /** The maps in {@code value}; what is not a map becomes {@code {:value v}}. */
  static List<EdnMap> of(Value value) {
    List<EdnMap> maps = new ArrayList<>();
    if (value instanceof EdnVector vector) {
      vector.forEach(v -> maps.add(asMap(v)));
    } else {
      maps.add(asMap(value));
    }
    return maps;
  }

  private static EdnMap asMap(Value value) {
    return value instanceof EdnMap map ? map : EdnMap.of(Keyword.of("value"), value);
  }

  /** A table of {@code records} without the columns in {@code hidden}. */
  static Table table(List<EdnMap> records, List<Keyword> preferred, List<Keyword> hidden) {
    List<Value> keys = keys(records, preferred);
    keys.removeAll(hidden);
    List<Table.Column> columns = keys.stream().map(k -> column(records, k)).toList();
    List<List<String>> rows =
        records.stream().map(r -> keys.stream().map(k -> cell(r, k)).toList()).toList();
    return new Table(columns, rows);
  }

  /** A table of {@code records} with these columns and no others. */
  static Table only(List<EdnMap> records, List<Keyword> columns) {
    List<Keyword> others = new ArrayList<>();
    for (Value key : keys(records, List.of())) {
      if (key instanceof Keyword keyword && !columns.contains(keyword)) {
        others.add(keyword);
      }
    }
    return table(records, columns, others);
  }

  private static List<Value> keys(List<EdnMap> records, List<Keyword> preferred) {
    List<Value> keys = new ArrayList<>();
    for (Keyword key : preferred) {
      if (records.isEmpty() || records.stream().anyMatch(r -> r.find(key).isPresent())) {
        keys.add(key);
      }
    }
    for (EdnMap map : records) {
      map.forEach(
          (key, ignored) -> {
            if (!keys.contains(key)) {
              keys.add(key);
            }
          });
    }
    return keys;
  }

  private static Table.Column column(List<EdnMap> records, Value key) {
    boolean numeric =
        !records.isEmpty()
            && records.stream().allMatch(r -> r.get(key, Nil.NIL) instanceof Num || absent(r, key));
    String name = key instanceof Keyword keyword ? name(keyword) : EdnPrinter.toString(key);
    String title = name.endsWith(BYTES) ? name.substring(0, name.length() - BYTES.length()) : name;
    return new Table.Column(
        Style.harmless(title).toUpperCase(Locale.ROOT), numeric, YIELDING.contains(key));
  }

  static String time(Inst time) {
    return MILLISECONDS.format(time.value());
  }

  private static boolean absent(EdnMap row, Value key) {
    return row.get(key, Nil.NIL) == Nil.NIL;
  }

  private static String cell(EdnMap row, Value key) {
    Value value = row.get(key, Nil.NIL);
    boolean bytes = key instanceof Keyword k && k.name().endsWith(BYTES);
    if (bytes && value instanceof Int n) {
      return String.format(Locale.ROOT, "%.1f MiB", n.value() / BYTES_PER_MIB);
    }
    if (value instanceof Inst time) {
      return MILLISECONDS.format(time.value());
    }
    return plain(value);
  }

  /** One line: texts and keywords bare, everything else as EDN. */
  static String plain(Value value) {
    return Style.harmless(
            switch (value) {
              case Nil nil -> "";
              case Text text -> text.value();
              case Keyword keyword -> name(keyword);
              default -> EdnPrinter.toString(value);
            })
        .replace('\n', ' ');
  }

  private static String name(Keyword keyword) {
    return keyword.namespace().map(ns -> ns + "/").orElse("") + keyword.name();
  }
}
