package jellybean.lang;

import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;

/** Nodes that build vectors, maps and sets from computed parts. */
final class Literals {

  private Literals() {}

  static final class MakeVector extends Node {
    private final Site site;
    private final Node[] parts;

    MakeVector(Site site, Node[] parts) {
      this.site = site;
      this.parts = parts;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value[] values = Calls.evalAll(parts, frame, m);
      try {
        m.charge(values.length);
        return m.bounded(EdnVector.of(values));
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  /** Keys and values alternate; keys that turn out equal are an error, as in Clojure. */
  static final class MakeMap extends Node {
    private final Site site;
    private final Node[] parts;

    MakeMap(Site site, Node[] parts) {
      this.site = site;
      this.parts = parts;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value[] values = Calls.evalAll(parts, frame, m);
      try {
        m.charge(values.length);
        for (int i = 0; i < values.length; i += 2) {
          m.chargeKey(values[i]);
        }
        EdnMap map = EdnMap.ofLast(values);
        if (map.size() < values.length / 2) {
          throw duplicate("key", EdnMap.firstAgain(values));
        }
        return m.bounded(map);
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  static final class MakeSet extends Node {
    private final Site site;
    private final Node[] parts;

    MakeSet(Site site, Node[] parts) {
      this.site = site;
      this.parts = parts;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value[] values = Calls.evalAll(parts, frame, m);
      try {
        m.charge(values.length);
        EdnSet set = EdnSet.EMPTY;
        for (Value value : values) {
          m.chargeKey(value);
          int before = set.size();
          set = set.with(value);
          if (set.size() == before) {
            throw duplicate("element", value);
          }
        }
        return m.bounded(set);
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  private static LangError duplicate(String what, Value value) {
    return LangError.sentence(
        "duplicate " + what + " " + Describe.text(value), "distinct " + what + "s", value);
  }
}
