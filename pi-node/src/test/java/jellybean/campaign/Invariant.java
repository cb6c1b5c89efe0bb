package jellybean.campaign;

import java.util.List;
import java.util.function.BiFunction;

/**
 * Something that has to be true.
 *
 * @param name by which a violation is known
 * @param check what is wrong, in words; empty if nothing is
 */
record Invariant<E>(String name, BiFunction<Schedule, E, List<String>> check) {
  /** What is wrong; each with the name of the invariant. */
  List<Violation> violations(Schedule schedule, E evidence) {
    return check.apply(schedule, evidence).stream()
        .limit(MOST_VIOLATIONS)
        .map(what -> new Violation(name, what))
        .toList();
  }

  /** Of one invariant in one run; the rest says nothing new. */
  static final int MOST_VIOLATIONS = 5;

  /** Something that ought not to be. */
  record Violation(String invariant, String what) {
    @Override
    public String toString() {
      return invariant + ": " + what;
    }
  }
}
