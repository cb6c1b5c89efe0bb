package jellybean.lang;

/**
 * Looks for one string in others, in time linear in both and without memory of its own: the two-way
 * algorithm of Crochemore and Perrin, "Two-way string-matching" (1991).
 *
 * <p>Programs choose both strings, so the search of {@link String}, which may compare each with
 * each, would let them buy hours for a few units of fuel. This one pays for comparisons as it makes
 * them.
 */
final class Search {
  static final int ABSENT = -1;

  /** So many comparisons are paid for at a time. */
  private static final int BLOCK = 64 * Machine.BYTES_PER_FUEL;

  private final Machine machine;
  private final String part;

  /** Whether both strings are read from their ends, to find the last place instead of the first. */
  private final boolean backwards;

  private final int length;
  private final int cut;
  private final int period;
  private final boolean periodic;
  private int unpaid;

  private Search(Machine machine, String part, boolean backwards) {
    this.machine = machine;
    this.part = part;
    this.backwards = backwards;
    this.length = part.length();
    Suffix least = largestSuffix(false);
    Suffix most = largestSuffix(true);
    Suffix longer = least.start > most.start ? least : most;
    this.cut = longer.start;
    this.periodic = repeats(longer);
    this.period = periodic ? longer.period : Math.max(cut, length - cut) + 1;
  }

  /** A search for the first place; it can be used for many texts and places. */
  static Search first(Machine machine, String part) {
    return new Search(machine, part, false);
  }

  /** The last place that is not after an index. */
  static int last(Machine machine, String text, String part, int from) {
    int start = Math.min(from, text.length() - part.length());
    if (start < 0) {
      return ABSENT;
    }
    int skipped = text.length() - part.length() - start;
    int found = new Search(machine, part, true).in(text, skipped);
    return found == ABSENT ? ABSENT : text.length() - part.length() - found;
  }

  /** The first place, counted in reading direction, that is not before an index. */
  int in(String text, int from) {
    if (length == 1 && !backwards) {
      return text.indexOf(part, from);
    }
    int found = periodic ? inPeriods(text, from) : inJumps(text, from);
    pay();
    return found;
  }

  private int inPeriods(String text, int from) {
    int known = 0;
    int at = from;
    while (at <= text.length() - length) {
      int right = matching(text, at, Math.max(cut, known), length);
      if (right < length) {
        at += right - cut + 1;
        known = 0;
      } else if (matching(text, at, known, cut) < cut) {
        at += period;
        known = length - period;
      } else {
        return at;
      }
    }
    return ABSENT;
  }

  private int inJumps(String text, int from) {
    int at = from;
    while (at <= text.length() - length) {
      int right = matching(text, at, cut, length);
      if (right < length) {
        at += right - cut + 1;
      } else if (matching(text, at, 0, cut) < cut) {
        at += period;
      } else {
        return at;
      }
    }
    return ABSENT;
  }

  /** The first index in a range of the part that differs from the text below it, else its end. */
  private int matching(String text, int at, int from, int to) {
    int i = from;
    while (i < to && read(part, i) == read(text, at + i)) {
      i++;
    }
    compared(i - from + 1);
    return i;
  }

  private char read(String string, int index) {
    return string.charAt(backwards ? string.length() - 1 - index : index);
  }

  private void compared(int count) {
    unpaid += count;
    if (unpaid >= BLOCK) {
      pay();
    }
  }

  private void pay() {
    machine.chargeBytes(unpaid);
    unpaid %= Machine.BYTES_PER_FUEL;
  }

  private record Suffix(int start, int period) {}

  /** The suffix that comes last in the order of characters, or in the opposite order. */
  private Suffix largestSuffix(boolean opposite) {
    int start = 0;
    int period = 1;
    int candidate = 1;
    int k = 0;
    while (candidate + k < length) {
      int order = Character.compare(read(part, candidate + k), read(part, start + k));
      compared(1);
      if (order == 0) {
        boolean full = k + 1 == period;
        candidate += full ? period : 0;
        k = full ? 0 : k + 1;
      } else if (order < 0 == opposite) {
        start = candidate;
        candidate++;
        k = 0;
        period = 1;
      } else {
        candidate += k + 1;
        k = 0;
        period = candidate - start;
      }
    }
    return new Suffix(start, period);
  }

  /** Whether what is before the suffix comes again one period later. */
  private boolean repeats(Suffix suffix) {
    int i = 0;
    while (i < suffix.start && read(part, i) == read(part, i + suffix.period)) {
      i++;
    }
    compared(i + 1);
    return i == suffix.start;
  }
}
