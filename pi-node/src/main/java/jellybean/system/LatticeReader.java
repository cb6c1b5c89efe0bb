package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Value;

/** Reads {@code {:dims [2 2] :wrap true}}. */
final class LatticeReader {
  private LatticeReader() {}

  /** Empty if it is no lattice, or too large a one. */
  static Optional<Lattice> read(EdnMap map) {
    Value wrap = map.get(Keys.WRAP, Bool.FALSE);
    if (!(wrap instanceof Bool) || !(map.get(Keys.DIMS, Nil.NIL) instanceof Sequential dims)) {
      return Optional.empty();
    }
    List<Integer> sizes = new ArrayList<>();
    long points = 1;
    for (Value size : dims) {
      if (!(size instanceof Int n) || n.value() < 1 || n.value() > Lattice.MAX_POINTS) {
        return Optional.empty();
      }
      sizes.add((int) n.value());
      points = Math.min(points * n.value(), Integer.MAX_VALUE);
    }
    boolean fits =
        !sizes.isEmpty() && sizes.size() <= Lattice.MAX_DIMS && points <= Lattice.MAX_POINTS;
    return fits ? Optional.of(new Lattice(sizes, wrap == Bool.TRUE)) : Optional.empty();
  }
}
