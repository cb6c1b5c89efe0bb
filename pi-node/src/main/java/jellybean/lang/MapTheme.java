package jellybean.lang;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import jellybean.edn.Bool;
import jellybean.edn.Coll;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.SortedMap;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Looking up and changing by key. */
final class MapTheme implements Theme {

  private static final int PAIR = 2;

  @Override
  public String table() {
    return """
    get | coll key, coll key default | The value at a key, else nil or the default.
    get-in | coll path, coll path default | The value at a path of keys.
    contains? | coll key | Whether the key is there; for vectors an index.
    find | coll key | The entry of a key, else nil.
    assoc | coll key value, coll keys and values… | With values at keys.
    assoc-in | coll path value | With a value at a path of keys.
    update | coll key f args… | With f applied to the value at a key.
    update-in | coll path f args… | With f applied to the value at a path of keys.
    dissoc | map, map keys… | Without the keys.
    merge | maps… | All entries; of equal keys the last wins.
    merge-with | f maps… | All entries; the values of equal keys are put together by f.
    keys | map | The keys, or nil if there are none.
    vals | map | The values, or nil if there are none.
    key | entry | The key of an entry.
    val | entry | The value of an entry.
    zipmap | keys values | A map of the keys to the values.
    select-keys | map keys | Only the entries of these keys.
    update-keys | map f | With f applied to every key.
    update-vals | map f | With f applied to every value.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "get" -> make.on2((m, coll, key) -> Lookup.get(m, coll, key, Nil.NIL)).on3(Lookup::get);
      case "get-in" ->
          make.on2((m, coll, path) -> Maps.getIn(m, coll, path, Nil.NIL)).on3(Maps::getIn);
      case "contains?" -> make.on2(Lookup::contains);
      case "find" -> make.on2(MapTheme::find);
      case "assoc" -> make.on3(Maps::assoc).onMore(4, MapTheme::assocMany);
      case "assoc-in" ->
          make.on3((m, coll, path, value) -> Maps.changeIn(m, coll, path, _ -> value));
      case "update" -> make.callingBack().on3(MapTheme::update).onMore(4, MapTheme::updateWith);
      case "update-in" ->
          make.callingBack().on3(MapTheme::updateIn).onMore(4, MapTheme::updateInWith);
      case "dissoc" -> make.on1((_, map) -> map).on2(Maps::dissoc).onMore(3, MapTheme::dissocMany);
      case "merge" -> make.onMore(0, MapTheme::merge);
      case "merge-with" -> make.callingBack().onMore(1, MapTheme::mergeWith);
      case "keys" -> make.on1((m, map) -> Seqs.orNil(part(m, map, true)));
      case "vals" -> make.on1((m, map) -> Seqs.orNil(part(m, map, false)));
      case "key" -> make.on1((_, entry) -> entry(entry).get(0));
      case "val" -> make.on1((_, entry) -> entry(entry).get(1));
      case "zipmap" -> make.on2(MapTheme::zipmap);
      case "select-keys" -> make.on2(MapTheme::selectKeys);
      case "update-keys" -> make.callingBack().on2(MapTheme::updateKeys);
      case "update-vals" -> make.callingBack().on2(MapTheme::updateVals);
      default -> throw Theme.unlinked(name);
    };
  }

  static Value find(Machine m, Value coll, Value key) {
    return switch (coll) {
      case Nil _ -> coll;
      case EdnMap map -> {
        Value found = Lookup.get(m, map, key, Nodes.Again.AGAIN);
        yield found == Nodes.Again.AGAIN ? Nil.NIL : EdnVector.of(ownKey(m, map, key), found);
      }
      case EdnVector vector -> {
        Value found = Lookup.get(m, vector, key, Nodes.Again.AGAIN);
        yield found == Nodes.Again.AGAIN ? Nil.NIL : EdnVector.of(key, found);
      }
      default -> throw LangError.expected("a map, vector or nil", coll);
    };
  }

  /** The key as the map has it: {@code 1N} for {@code 1}, a vector for an equal list. */
  private static Value ownKey(Machine m, EdnMap map, Value key) {
    if (map instanceof SortedMap sorted) {
      return sorted.ownKey(key, key, m);
    }
    if (!(key instanceof Num) && !(key instanceof Coll)) {
      return key;
    }
    for (Value own : map.keys()) {
      m.charge(1);
      if (own.equals(key)) {
        return own;
      }
    }
    return key;
  }

  private static Value assocMany(Machine m, Value[] args) {
    if (args.length % 2 == 0) {
      throw LangError.because("expects a value for each key, found none for the last");
    }
    m.charge(args.length);
    Value coll = args[0];
    for (int i = 1; i < args.length; i += 2) {
      coll = Maps.assoc(m, coll, args[i], args[i + 1]);
    }
    return coll;
  }

  private static Value update(Machine m, Value coll, Value key, Value f) {
    Value old = Lookup.get(m, coll, key, Nil.NIL);
    return Maps.assoc(m, coll, key, Apply.call1(m, f, old));
  }

  private static Value updateWith(Machine m, Value[] args) {
    Value old = Lookup.get(m, args[0], args[1], Nil.NIL);
    return Maps.assoc(m, args[0], args[1], Apply.call(m, args[2], withFirst(old, args)));
  }

  private static Value updateIn(Machine m, Value coll, Value path, Value f) {
    return Maps.changeIn(m, coll, path, old -> Apply.call1(m, f, old));
  }

  private static Value updateInWith(Machine m, Value[] args) {
    return Maps.changeIn(m, args[0], args[1], old -> Apply.call(m, args[2], withFirst(old, args)));
  }

  /** The old value and then the arguments that follow {@code coll key f}. */
  private static Value[] withFirst(Value old, Value[] args) {
    Value[] passed = Arrays.copyOfRange(args, 2, args.length);
    passed[0] = old;
    return passed;
  }

  private static Value dissocMany(Machine m, Value[] args) {
    m.charge(args.length);
    Value map = args[0];
    for (int i = 1; i < args.length; i++) {
      map = Maps.dissoc(m, map, args[i]);
    }
    return map;
  }

  static Value merge(Machine m, Value[] maps) {
    m.charge(maps.length);
    Value all = Nil.NIL;
    boolean any = false;
    for (Value map : maps) {
      any |= Node.isTrue(map);
    }
    if (!any) {
      return Nil.NIL;
    }
    for (int i = 0; i < maps.length; i++) {
      all = i == 0 ? maps[0] : Maps.conj(m, Node.isTrue(all) ? all : EdnMap.EMPTY, maps[i]);
    }
    return all;
  }

  private static Value mergeWith(Machine m, Value[] args) {
    boolean any = false;
    for (int i = 1; i < args.length; i++) {
      any |= Node.isTrue(args[i]);
    }
    if (!any) {
      return Nil.NIL;
    }
    Value all = args[1];
    for (int i = 2; i < args.length; i++) {
      Value to = Node.isTrue(all) ? all : EdnMap.EMPTY;
      all = args[i] == Nil.NIL ? to : merged(m, args[0], to, args[i]);
    }
    return all;
  }

  private static Value merged(Machine m, Value f, Value to, Value from) {
    Value all = to;
    for (Value element : Seqs.paid(m, from)) {
      EdnVector entry = entry(element);
      Value key = entry.get(0);
      boolean known = Lookup.contains(m, all, key) == Bool.TRUE;
      Value old = known ? Lookup.get(m, all, key, Nil.NIL) : Nil.NIL;
      Value value = known ? Apply.call2(m, f, old, entry.get(1)) : entry.get(1);
      all = Maps.assoc(m, all, key, value);
    }
    return all;
  }

  static EdnList part(Machine m, Value coll, boolean keys) {
    Out out = new Out(m);
    if (coll instanceof EdnMap map) {
      (keys ? map.keys() : map.values()).forEach(out::add);
      return out.list();
    }
    for (Value entry : Seqs.each(coll)) {
      EdnVector pair = entry(entry);
      out.add(pair.get(keys ? 0 : 1));
    }
    return out.list();
  }

  static EdnVector entry(Value value) {
    if (value instanceof EdnVector pair && pair.size() == PAIR) {
      return pair;
    }
    throw LangError.expected("an entry of a map", value);
  }

  private static Value zipmap(Machine m, Value keys, Value values) {
    Iterator<Value> each = Seqs.each(values).iterator();
    EdnMap map = EdnMap.EMPTY;
    for (Value key : Seqs.each(keys)) {
      if (!each.hasNext()) {
        break;
      }
      m.charge(1);
      map = Maps.put(m, map, key, each.next());
    }
    return map;
  }

  static Value selectKeys(Machine m, Value from, Value keys) {
    EdnMap map = EdnMap.EMPTY;
    for (Value key : Seqs.paid(m, keys)) {
      if (find(m, from, key) instanceof EdnVector entry) {
        map = Maps.put(m, map, entry.get(0), entry.get(1));
      }
    }
    return map;
  }

  private static Value updateKeys(Machine m, Value from, Value f) {
    EdnMap map = EdnMap.EMPTY;
    for (EdnVector entry : indexed(from)) {
      map = Maps.put(m, map, Apply.call1(m, f, entry.get(0)), entry.get(1));
    }
    return map;
  }

  private static Value updateVals(Machine m, Value from, Value f) {
    Value all = isChangedInPlace(from) ? from : EdnMap.EMPTY;
    for (EdnVector entry : indexed(from)) {
      all = Maps.assoc(m, all, entry.get(0), Apply.call1(m, f, entry.get(1)));
    }
    return all;
  }

  private static boolean isChangedInPlace(Value from) {
    return from instanceof Coll coll && !(coll instanceof EdnList) && !coll.isSorted();
  }

  /** Keys and values of a map, or indexes and elements of a vector. */
  private static List<EdnVector> indexed(Value from) {
    return switch (from) {
      case Nil _ -> List.of();
      case EdnMap map -> map.entries().stream().map(EdnMap.Entry::toVector).toList();
      case EdnVector vector ->
          IntStream.range(0, vector.size())
              .mapToObj(i -> EdnVector.of(Int.of(i), vector.get(i)))
              .toList();
      case Coll coll when coll.isEmpty() -> List.of();
      case Text text when text.value().isEmpty() -> List.of();
      default -> throw LangError.expected("a map, vector or nil", from);
    };
  }
}
