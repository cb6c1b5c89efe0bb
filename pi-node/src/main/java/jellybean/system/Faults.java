package jellybean.system;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import jellybean.edn.EdnException;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import jellybean.lang.Allowance;
import jellybean.lang.Fault;

/** Collects faults; keeps the first {@link Checker#MAX_FAULTS}, counts the rest. */
final class Faults {
  private static final int SHOWN_CHARACTERS = 60;
  private static final Comparator<Fault> ORDER =
      Comparator.comparing(Fault::source)
          .thenComparingInt(f -> f.at().line())
          .thenComparingInt(f -> f.at().column())
          .thenComparing(Fault::message);

  private final TreeSet<Fault> found = new TreeSet<>(ORDER);
  private final Allowance allowance = new Allowance();
  private int leftOut;

  /** What finding the faults of the functions of the same document may cost. */
  Allowance allowance() {
    return allowance;
  }

  void add(Spot spot, String message) {
    add(new Fault(spot.file(), spot.at(), message));
  }

  /** What was expected, and the value that stands there. */
  void expected(Spot spot, String expected, Syntax found) {
    add(spot, "expected " + expected + ", found " + shown(found.value()));
  }

  /** The same fault twice (of a file that is used twice) counts once. */
  void add(Fault fault) {
    if (found.size() < Checker.MAX_FAULTS) {
      found.add(fault);
    } else if (!found.contains(fault)) {
      leftOut++;
    }
  }

  /** A guess at what was meant; none once there are so many faults that nobody reads them. */
  String hint(Object found, Collection<?> candidates) {
    return isFull() ? "" : Spelling.hint(found, candidates);
  }

  /** Whether no more faults are listed: it is pointless to look for more. */
  boolean isFull() {
    return found.size() >= Checker.MAX_FAULTS;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Fault> sorted() {
    List<Fault> all = new ArrayList<>(found);
    if (leftOut > 0) {
      all.add(Fault.ofAll(leftOut + " or more faults were left out"));
    }
    return all;
  }

  /** A value for the message of a fault; nothing once nobody reads it. */
  String shown(Value value) {
    return isFull() ? "" : show(value);
  }

  /** A value for a message: one line, cut. */
  static String show(Value value) {
    try {
      String text = value.toString();
      int end = Math.min(text.length(), SHOWN_CHARACTERS);
      return end == text.length() ? text : text.substring(0, end) + "…";
    } catch (EdnException e) {
      return "a function";
    }
  }
}
