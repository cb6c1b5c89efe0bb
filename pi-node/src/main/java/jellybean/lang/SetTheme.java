package jellybean.lang;

import java.util.Arrays;
import jellybean.edn.Bool;
import jellybean.edn.EdnSet;
import jellybean.edn.Value;

/** Sets as in mathematics, and sets of maps as relations: {@code clojure.set}. */
final class SetTheme implements Theme {

  @Override
  public String table() {
    return """
    set/union | sets… | The elements of any.
    set/intersection | set sets… | The elements of all.
    set/difference | set sets… | The elements of the first that are in none of the others.
    set/subset? | set1 set2 | Whether all elements of the first are in the second.
    set/superset? | set1 set2 | Whether all elements of the second are in the first.
    set/select | pred set | The elements for which pred is true.
    set/map-invert | map | The values as keys, the keys as values.
    set/rename-keys | map names | With keys replaced as a map of names says.
    set/rename | maps names | A set of the maps, their keys replaced as a map of names says.
    set/project | maps keys | A set of the maps with only these keys.
    set/index | maps keys | A map from what the maps have at these keys to sets of the maps.
    set/join | maps1 maps2, maps1 maps2 names | Each of the first with each of the second that has \
    the same values at the keys both have, or at those of a map of names.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "set/union" ->
          make.on0(_ -> EdnSet.EMPTY)
              .on1((_, set) -> set)
              .on2(SetTheme::union)
              .onMore(3, SetTheme::unionOfAll);
      case "set/intersection" ->
          make.on1((_, set) -> set)
              .on2(SetTheme::intersection)
              .onMore(3, SetTheme::intersectionOfAll);
      case "set/difference" ->
          make.on1((_, set) -> set)
              .on2(SetTheme::difference)
              .onMore(3, (m, sets) -> folded(m, sets, SetTheme::difference));
      case "set/subset?" -> make.on2((m, a, b) -> Bool.of(isSubset(m, a, b)));
      case "set/superset?" -> make.on2((m, a, b) -> Bool.of(isSubset(m, b, a)));
      case "set/select" -> make.callingBack().on2(SetTheme::select);
      case "set/map-invert" -> make.on1(Relations::inverted);
      case "set/rename-keys" -> make.on2(Relations::renamed);
      case "set/rename" ->
          make.on2(
              (m, maps, names) -> Relations.each(m, maps, x -> Relations.renamed(m, x, names)));
      case "set/project" ->
          make.on2(
              (m, maps, keys) -> Relations.each(m, maps, x -> MapTheme.selectKeys(m, x, keys)));
      case "set/index" -> make.on2(Relations::index);
      case "set/join" -> make.on2(Relations::join).on3(Relations::join);
      default -> throw Theme.unlinked(name);
    };
  }

  /** The smaller is added to the larger, as in Clojure: of equal elements the larger's stay. */
  private static Value union(Machine m, Value a, Value b) {
    boolean larger = Seqs.size(a) < Seqs.size(b);
    return added(m, larger ? b : a, larger ? a : b);
  }

  private static Value added(Machine m, Value to, Value from) {
    Value all = to;
    for (Value element : Seqs.paid(m, from)) {
      all = Maps.conj(m, all, element);
    }
    return all;
  }

  private static Value unionOfAll(Machine m, Value[] sets) {
    return folded(m, extremeFirst(m, sets, true), CollectionTheme::into);
  }

  private static Value intersection(Machine m, Value a, Value b) {
    boolean swap = Seqs.size(b) < Seqs.size(a);
    Value from = swap ? b : a;
    Value other = swap ? a : b;
    return without(m, from, from, other, false);
  }

  private static Value intersectionOfAll(Machine m, Value[] sets) {
    return folded(m, extremeFirst(m, sets, false), SetTheme::intersection);
  }

  private static Value difference(Machine m, Value a, Value b) {
    if (Seqs.size(a) < Seqs.size(b)) {
      return without(m, a, a, b, true);
    }
    Value left = a;
    for (Value element : Seqs.paid(m, b)) {
      left = Maps.disj(m, left, element);
    }
    return left;
  }

  /** A set without those of some elements that are, or are not, in another. */
  private static Value without(Machine m, Value set, Value some, Value other, boolean present) {
    Value left = set;
    for (Value element : Seqs.paid(m, some)) {
      if (Lookup.contains(m, other, element) == Bool.of(present)) {
        left = Maps.disj(m, left, element);
      }
    }
    return left;
  }

  private static Value folded(Machine m, Value[] sets, Builtin.Op2 op) {
    Value result = sets[0];
    for (int i = 1; i < sets.length; i++) {
      result = op.apply(m, result, sets[i]);
    }
    return result;
  }

  /** The last of the largest or smallest sets moved to the front. */
  private static Value[] extremeFirst(Machine m, Value[] sets, boolean largest) {
    m.charge(sets.length);
    int best = 0;
    for (int i = 1; i < sets.length; i++) {
      int difference = Seqs.size(sets[i]) - Seqs.size(sets[best]);
      best = (largest ? difference : -difference) >= 0 ? i : best;
    }
    Value[] moved = Arrays.copyOf(sets, sets.length);
    System.arraycopy(sets, 0, moved, 1, best);
    moved[0] = sets[best];
    return moved;
  }

  private static boolean isSubset(Machine m, Value a, Value b) {
    if (Seqs.size(a) > Seqs.size(b)) {
      return false;
    }
    for (Value element : Seqs.each(a)) {
      m.charge(1);
      if (Lookup.contains(m, b, element) != Bool.TRUE) {
        return false;
      }
    }
    return true;
  }

  private static Value select(Machine m, Value pred, Value set) {
    Value left = set;
    for (Value element : Seqs.each(set)) {
      if (!Node.isTrue(Apply.call1(m, pred, element))) {
        left = Maps.disj(m, left, element);
      }
    }
    return left;
  }
}
