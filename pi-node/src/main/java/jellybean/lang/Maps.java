package jellybean.lang;

import jellybean.edn.BigInt;
import jellybean.edn.Bool;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** {@code assoc}, {@code conj} and their kin on every collection. */
final class Maps {

  private static final int PAIR = 2;

  private Maps() {}

  static Value assoc(Machine m, Value to, Value key, Value value) {
    return switch (to) {
      case EdnMap map -> put(m, map, key, value);
      case EdnVector vector -> m.bounded(vector.with(index(vector, key), value));
      case Nil _ -> put(m, EdnMap.EMPTY, key, value);
      default -> throw LangError.expected("a map, vector or nil", to);
    };
  }

  static EdnMap put(Machine m, EdnMap map, Value key, Value value) {
    m.chargeKey(key);
    return m.bounded(map.with(key, value, m));
  }

  private static int index(EdnVector vector, Value key) {
    if (!(key instanceof Int) && !(key instanceof BigInt)) {
      throw LangError.expected("an integer as the index into a vector", key);
    }
    int index = Lookup.truncated(key);
    if (index < 0 || index > vector.size()) {
      throw LangError.expected("an index from 0 to " + vector.size(), key);
    }
    return index;
  }

  static Value dissoc(Machine m, Value from, Value key) {
    return switch (from) {
      case EdnMap map -> {
        m.chargeKey(key);
        yield map.without(key, m);
      }
      case Nil _ -> from;
      default -> throw LangError.expected("a map or nil", from);
    };
  }

  static Value disj(Machine m, Value from, Value element) {
    return switch (from) {
      case EdnSet set -> {
        m.chargeKey(element);
        yield set.without(element, m);
      }
      case Nil _ -> from;
      case Bool _ when !Node.isTrue(from) -> Nil.NIL;
      default -> throw LangError.expected("a set or nil", from);
    };
  }

  static Value conj(Machine m, Value to, Value element) {
    return switch (to) {
      case EdnVector vector -> m.bounded(vector.append(element));
      case EdnMap map -> conjMap(m, map, element);
      case EdnList list -> m.bounded(list.prepend(element));
      case EdnSet set -> {
        m.chargeKey(element);
        yield m.bounded(set.with(element, m));
      }
      case Nil _ -> m.bounded(EdnList.EMPTY.prepend(element));
      default -> throw LangError.expected("a collection or nil", to);
    };
  }

  private static Value conjMap(Machine m, EdnMap map, Value element) {
    return switch (element) {
      case Nil _ -> map;
      case EdnMap more -> merged(m, map, more);
      case EdnVector pair -> {
        if (pair.size() != PAIR) {
          throw LangError.expected("a pair of key and value", element);
        }
        yield put(m, map, pair.get(0), pair.get(1));
      }
      case EdnList entries -> {
        EdnMap all = map;
        for (Value entry : Seqs.paid(m, entries)) {
          if (!(entry instanceof EdnVector pair) || pair.size() != PAIR) {
            throw LangError.expected("entries of a map", element);
          }
          all = put(m, all, pair.get(0), pair.get(1));
        }
        yield all;
      }
      case EdnSet none when none.isEmpty() -> map;
      case Text none when none.value().isEmpty() -> map;
      default -> throw LangError.expected("a pair, a map or nil", element);
    };
  }

  static EdnMap merged(Machine m, EdnMap map, EdnMap more) {
    m.charge(more.size());
    EdnMap all = map;
    for (EdnMap.Entry entry : more.entries()) {
      m.chargeKey(entry.key());
      all = all.with(entry.key(), entry.value(), m);
    }
    return m.bounded(all);
  }

  /** {@code get-in}: the value at a path, or what is given where it ends early. */
  static Value getIn(Machine m, Value from, Value path, Value absent) {
    Value at = from;
    for (Value key : Seqs.paid(m, path)) {
      Value next = Lookup.get(m, at, key, Nodes.Again.AGAIN);
      if (next == Nodes.Again.AGAIN) {
        return absent;
      }
      at = next;
    }
    return at;
  }

  /** What becomes of the value at the end of a path. */
  interface Change {
    Value apply(Value old);
  }

  /** {@code update-in}: down along the path, then up again with the new values. */
  static Value changeIn(Machine m, Value in, Value path, Change change) {
    Value[] keys = Seqs.size(path) == 0 ? new Value[] {Nil.NIL} : Seqs.array(m, path);
    Value[] levels = new Value[keys.length];
    Value at = in;
    for (int i = 0; i < keys.length; i++) {
      levels[i] = at;
      at = Lookup.get(m, at, keys[i], Nil.NIL);
    }
    Value changed = change.apply(at);
    for (int i = keys.length - 1; i >= 0; i--) {
      changed = assoc(m, levels[i], keys[i], changed);
    }
    return changed;
  }

  /** The pairs of arguments after the first as a map. */
  static EdnMap ofPairs(Machine m, Value[] args) {
    return addPairs(m, EdnMap.EMPTY, args);
  }

  /** Adds keys and values in turn. */
  static EdnMap addPairs(Machine m, EdnMap to, Value[] args) {
    if (args.length % 2 != 0) {
      throw LangError.because("expects a value for each key, found none for the last");
    }
    m.charge(args.length);
    EdnMap map = to;
    for (int i = 0; i < args.length; i += 2) {
      m.chargeKey(args[i]);
      map = map.with(args[i], args[i + 1], m);
    }
    return m.bounded(map);
  }
}
