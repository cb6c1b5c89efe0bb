package jellybean.lang;

import jellybean.edn.Bool;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/** Nodes that take the value in a slot apart. */
final class DestructuringNodes {

  private static final String WHO = "destructuring";

  private DestructuringNodes() {}

  /** One element by position; nil past the end. */
  static final class NthOf extends Node {
    private final Site site;
    private final int slot;
    private final int index;
    private final Value position;

    NthOf(Site site, int slot, int index) {
      this.site = site;
      this.slot = slot;
      this.index = index;
      this.position = Int.of(index);
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      if (frame[slot] instanceof EdnVector vector) {
        return index < vector.size() ? vector.get(index) : Nil.NIL;
      }
      try {
        return Lookup.nth(m, frame[slot], position, Nil.NIL);
      } catch (LangError e) {
        throw e.in(WHO).at(site);
      }
    }
  }

  /** The value as a sequence, or nil if it has no elements. */
  static final class SeqOf extends Node {
    private final Site site;
    private final int slot;

    SeqOf(Site site, int slot) {
      this.site = site;
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      try {
        return Seqs.seq(m, frame[slot]);
      } catch (LangError e) {
        throw e.in(WHO).at(site);
      }
    }
  }

  /** The first element of a sequence in a slot. */
  static final class FirstOf extends Node {
    private final int slot;

    FirstOf(int slot) {
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return frame[slot] instanceof EdnList list && !list.isEmpty() ? list.first() : Nil.NIL;
    }
  }

  /** The sequence in a slot without its first element; nil if nothing is left. */
  static final class NextOf extends Node {
    private final int slot;

    NextOf(int slot) {
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return frame[slot] instanceof EdnList list && list.size() > 1 ? list.rest() : Nil.NIL;
    }
  }

  /** The value as it is, but a sequence as a map: of its keys and values, or its one map. */
  static final class MapOf extends Node {
    private final Site site;
    private final int slot;

    MapOf(Site site, int slot) {
      this.site = site;
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      if (!(frame[slot] instanceof EdnList list)) {
        return frame[slot];
      }
      try {
        return fromSequence(m, list);
      } catch (LangError e) {
        throw e.in(WHO).at(site);
      }
    }

    private static Value fromSequence(Machine m, EdnList list) {
      if (list.size() == 1) {
        return list.first();
      }
      m.charge(list.size());
      EdnMap map = EdnMap.EMPTY;
      EdnList at = list;
      for (; at.size() > 1; at = at.rest().rest()) {
        m.chargeKey(at.first());
        map = map.with(at.first(), at.rest().first());
      }
      return at.isEmpty() ? map : Maps.conj(m, map, at.first());
    }
  }

  /** The value at a key of the map in a slot, else the default, which is always computed. */
  static final class PartOf extends Node {
    private final Site site;
    private final int slot;
    private final Node key;
    private final Node absent;

    PartOf(Site site, int slot, Node key, Node absent) {
      this.site = site;
      this.slot = slot;
      this.key = key;
      this.absent = absent;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value at = key.eval(frame, m);
      Value otherwise = absent.eval(frame, m);
      try {
        return Lookup.get(m, frame[slot], at, otherwise);
      } catch (LangError e) {
        throw e.in(WHO).at(site);
      }
    }
  }

  /** {@code when-first}: keeps the first element, true if there is one. */
  static final class FirstInto extends Node {
    private final Site site;
    private final Node value;
    private final int slot;

    FirstInto(Site site, Node value, int slot) {
      this.site = site;
      this.value = value;
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return Bool.of(test(frame, m));
    }

    @Override
    boolean test(Value[] frame, Machine m) {
      Value from = value.eval(frame, m);
      try {
        if (!(Seqs.seq(m, from) instanceof EdnList list)) {
          return false;
        }
        frame[slot] = list.first();
        return true;
      } catch (LangError e) {
        throw e.in("when-first").at(site);
      }
    }
  }
}
