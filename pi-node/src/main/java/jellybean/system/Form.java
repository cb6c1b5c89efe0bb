package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;

/** A map of a document, key by key, with positions. */
final class Form {
  /** A key and what stands under it. */
  record Entry(Syntax key, Syntax value) {}

  private final Syntax syntax;
  private final String file;
  private final Map<Keyword, Entry> entries = new LinkedHashMap<>();
  private final List<Entry> strange = new ArrayList<>();

  private Form(Syntax syntax, String file) {
    this.syntax = syntax;
    this.file = file;
    entriesOf(syntax)
        .forEach(
            entry -> {
              if (entry.key().value() instanceof Keyword key) {
                entries.put(key, entry);
              } else {
                strange.add(entry);
              }
            });
  }

  static boolean isMap(Syntax syntax) {
    return syntax.value() instanceof EdnMap;
  }

  /** {@code syntax} is a map. */
  static Form of(Syntax syntax, String file) {
    return new Form(syntax, file);
  }

  static List<Entry> entriesOf(Syntax map) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i + 1 < map.children().size(); i += 2) {
      entries.add(new Entry(map.children().get(i), map.children().get(i + 1)));
    }
    return entries;
  }

  Spot spot() {
    return new Spot(file, syntax.at());
  }

  Spot spot(Syntax part) {
    return new Spot(file, part.at());
  }

  String file() {
    return file;
  }

  Syntax syntax() {
    return syntax;
  }

  boolean has(Keyword key) {
    return entries.containsKey(key);
  }

  Optional<Syntax> get(Keyword key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** Of all keywords. */
  Iterable<Entry> entries() {
    return entries.values();
  }

  Set<Keyword> keys() {
    return entries.keySet();
  }

  /** Reports every key that is not in {@code known}. */
  void reportOthers(String what, Set<Keyword> known, Faults faults) {
    for (Entry entry : strange) {
      faults.expected(spot(entry.key()), "a keyword as key of " + what, entry.key());
    }
    for (var entry : entries.entrySet()) {
      Keyword key = entry.getKey();
      Spot at = spot(entry.getValue().key());
      if (!known.contains(key)) {
        faults.add(at, "unknown key " + key + " of " + what + faults.hint(key, known));
      }
    }
  }
}
