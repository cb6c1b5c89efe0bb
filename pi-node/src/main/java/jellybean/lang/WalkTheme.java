package jellybean.lang;

import java.util.function.UnaryOperator;
import jellybean.edn.Bool;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Values changed part by part, however deep these are: {@code clojure.walk}. */
final class WalkTheme implements Theme {

  /** Java frames between the visit of a value and that of its parts. */
  private static final int UNITS = 8;

  @Override
  public String table() {
    return """
    walk/walk | inner outer x | What outer gives for x with inner applied to its parts.
    walk/prewalk | f x | f applied to x, then to the parts of what it gives, and so on.
    walk/postwalk | f x | f applied to the innermost parts, then to those made of them, up to x.
    walk/keywordize-keys | x | With keywords for all keys of maps that are strings.
    walk/stringify-keys | x | With strings for all keys of maps that are keywords.
    walk/prewalk-replace | map x | With parts that are keys of the map replaced, outer ones first.
    walk/postwalk-replace | map x | With parts that are keys of the map replaced, inner ones first.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name).callingBack();
    return switch (name) {
      case "walk/walk" ->
          make.on3(
              (m, inner, outer, x) ->
                  Apply.call1(m, outer, parts(m, part -> Apply.call1(m, inner, part), x)));
      case "walk/prewalk" -> make.on2((m, f, x) -> prewalk(m, part -> Apply.call1(m, f, part), x));
      case "walk/postwalk" ->
          make.on2((m, f, x) -> postwalk(m, part -> Apply.call1(m, f, part), x));
      case "walk/keywordize-keys" ->
          make.on1((m, x) -> postwalk(m, part -> withKeys(m, part, WalkTheme::keyword), x));
      case "walk/stringify-keys" ->
          make.on1((m, x) -> postwalk(m, part -> withKeys(m, part, WalkTheme::string), x));
      case "walk/prewalk-replace" ->
          make.on2((m, map, x) -> prewalk(m, part -> replaced(m, map, part), x));
      case "walk/postwalk-replace" ->
          make.on2((m, map, x) -> postwalk(m, part -> replaced(m, map, part), x));
      default -> throw Theme.unlinked(name);
    };
  }

  private static Value prewalk(Machine m, UnaryOperator<Value> f, Value x) {
    m.enter();
    m.push(UNITS);
    Value walked = parts(m, part -> prewalk(m, f, part), f.apply(x));
    m.pop(UNITS);
    m.leave();
    return walked;
  }

  private static Value postwalk(Machine m, UnaryOperator<Value> f, Value x) {
    m.enter();
    m.push(UNITS);
    Value walked = f.apply(parts(m, part -> postwalk(m, f, part), x));
    m.pop(UNITS);
    m.leave();
    return walked;
  }

  /** A value of the same kind made of what becomes of its parts; entries are parts of maps. */
  private static Value parts(Machine m, UnaryOperator<Value> change, Value x) {
    return switch (x) {
      case EdnList list -> changed(m, change, list).list();
      case EdnVector vector -> changed(m, change, vector).vector();
      case EdnMap map -> collected(m, change, map.cleared(), map);
      case EdnSet set -> collected(m, change, set.cleared(), set);
      default -> x;
    };
  }

  private static Out changed(Machine m, UnaryOperator<Value> change, Iterable<Value> parts) {
    Out out = new Out(m);
    parts.forEach(part -> out.add(change.apply(part)));
    return out;
  }

  private static Value collected(
      Machine m, UnaryOperator<Value> change, Value empty, Iterable<Value> parts) {
    Value all = empty;
    for (Value part : parts) {
      m.charge(1);
      all = Maps.conj(m, all, change.apply(part));
    }
    return all;
  }

  private static Value withKeys(Machine m, Value x, UnaryOperator<Value> change) {
    if (!(x instanceof EdnMap map)) {
      return x;
    }
    EdnMap changed = EdnMap.EMPTY;
    for (EdnMap.Entry entry : map.entries()) {
      m.charge(1);
      changed = Maps.put(m, changed, change.apply(entry.key()), entry.value());
    }
    return changed;
  }

  private static Value keyword(Value key) {
    return key instanceof Text ? NameTheme.keyword(key) : key;
  }

  private static Value string(Value key) {
    return key instanceof Keyword keyword ? new Text(keyword.name()) : key;
  }

  private static Value replaced(Machine m, Value map, Value x) {
    return Lookup.contains(m, map, x) == Bool.TRUE ? Apply.call1(m, map, x) : x;
  }
}
