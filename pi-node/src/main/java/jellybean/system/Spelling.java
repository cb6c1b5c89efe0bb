package jellybean.system;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
public final class Spelling {
  private static final int CHARACTERS_PER_SLIP = 4;
  private static final int MAX_SLIPS = 3;
  private static final int MAX_CHARACTERS = 64;
  private static final int MAX_CANDIDATES = 512;

  private Spelling() {}

  /** {@code ", did you mean :on?"}, or nothing if no candidate is near. */
  public static String hint(Object found, Collection<?> candidates) {
    return nearest(found.toString(), candidates).map(c -> ", did you mean " + c + "?").orElse("");
  }

  private static Optional<String> nearest(String found, Collection<?> candidates) {
    int slips = Math.min(MAX_SLIPS, found.length() / CHARACTERS_PER_SLIP);
    if (slips == 0 || found.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    return candidates.stream()
        .limit(MAX_CANDIDATES)
        .map(Object::toString)
        .filter(c -> !c.equals(found) && Math.abs(c.length() - found.length()) <= slips)
        .filter(c -> distance(found, c) <= slips)
        .min(Comparator.<String>comparingInt(c -> distance(found, c)).thenComparing(c -> c));
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
