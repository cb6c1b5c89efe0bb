package jellybean.lang;

import java.util.function.UnaryOperator;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/** Relations are collections of maps; these work on them as {@code clojure.set} does. */
final class Relations {

  private Relations() {}

  /** A set of what becomes of each map. */
  static Value each(Machine m, Value maps, UnaryOperator<Value> change) {
    Value all = EdnSet.EMPTY;
    for (Value map : Seqs.paid(m, maps)) {
      all = Maps.conj(m, all, change.apply(map));
    }
    return all;
  }

  static Value inverted(Machine m, Value map) {
    EdnMap inverted = EdnMap.EMPTY;
    long index = 0;
    for (Value element : Seqs.paid(m, map)) {
      EdnVector entry =
          map instanceof EdnVector
              ? EdnVector.of(Int.of(index++), element)
              : MapTheme.entry(element);
      inverted = Maps.put(m, inverted, entry.get(1), entry.get(0));
    }
    return inverted;
  }

  static Value renamed(Machine m, Value map, Value names) {
    Value renamed = map;
    for (Value old : MapTheme.part(m, names, true)) {
      renamed = Maps.dissoc(m, renamed, old);
    }
    for (Value entry : Seqs.each(names)) {
      Value old = MapTheme.entry(entry).get(0);
      if (Lookup.contains(m, map, old) == Bool.TRUE) {
        Value value = Lookup.get(m, map, old, Nil.NIL);
        renamed = Maps.assoc(m, renamed, MapTheme.entry(entry).get(1), value);
      }
    }
    return renamed;
  }

  static Value index(Machine m, Value maps, Value keys) {
    EdnMap index = EdnMap.EMPTY;
    for (Value map : Seqs.paid(m, maps)) {
      Value key = MapTheme.selectKeys(m, map, keys);
      Value same = Lookup.get(m, index, key, EdnSet.EMPTY);
      index = Maps.put(m, index, key, Maps.conj(m, same, map));
    }
    return index;
  }

  /** The natural join: on the keys that the first maps of both have. */
  static Value join(Machine m, Value a, Value b) {
    if (Seqs.size(a) == 0 || Seqs.size(b) == 0) {
      return EdnSet.EMPTY;
    }
    EdnSet keys = EdnSet.EMPTY;
    Value others = Seqs.first(b);
    for (Value key : MapTheme.part(m, Seqs.first(a), true)) {
      keys = isKey(m, others, key) ? keys.with(key) : keys;
    }
    EdnSet common = keys;
    boolean first = Seqs.size(a) <= Seqs.size(b);
    Value index = index(m, first ? a : b, common);
    return matched(m, index, first ? b : a, x -> MapTheme.selectKeys(m, x, common));
  }

  private static boolean isKey(Machine m, Value map, Value key) {
    m.chargeKey(key);
    return map instanceof EdnMap known && known.containsKey(key, m);
  }

  /** The join on keys of different names: {@code names} maps those of {@code a} to those of b. */
  static Value join(Machine m, Value a, Value b, Value names) {
    boolean first = Seqs.size(a) <= Seqs.size(b);
    Value toIndexed = first ? inverted(m, names) : names;
    Value index = index(m, first ? a : b, MapTheme.part(m, toIndexed, false));
    Value keys = MapTheme.part(m, toIndexed, true);
    return matched(
        m, index, first ? b : a, x -> renamed(m, MapTheme.selectKeys(m, x, keys), toIndexed));
  }

  private static Value matched(Machine m, Value index, Value maps, UnaryOperator<Value> key) {
    Value all = EdnSet.EMPTY;
    for (Value map : Seqs.paid(m, maps)) {
      Value found = Lookup.get(m, index, key.apply(map), EdnSet.EMPTY);
      for (Value other : Seqs.paid(m, found)) {
        all = Maps.conj(m, all, MapTheme.merge(m, new Value[] {other, map}));
      }
    }
    return all;
  }
}
