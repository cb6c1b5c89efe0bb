package jellybean.lang;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of arguments a function accepts.
 *
 * @param counts bit n is set if exactly n arguments are accepted, for n up to {@link #MAX_FIXED}
 * @param atLeast every number from this one on is accepted; {@link #NEVER} if there is none
 */
record Arity(long counts, int atLeast) {

  static final int MAX_FIXED = 60;
  static final int NEVER = Integer.MAX_VALUE;
  static final Arity NONE = new Arity(0, NEVER);

  static Arity exactly(int... numbers) {
    Arity arity = NONE;
    for (int number : numbers) {
      arity = arity.and(number);
    }
    return arity;
  }

  static Arity atLeast(int number) {
    return new Arity(0, number);
  }

  Arity and(int number) {
    return new Arity(counts | 1L << number, atLeast);
  }

  Arity andFrom(int number) {
    return new Arity(counts, number);
  }

  boolean accepts(int count) {
    return count >= atLeast || (count <= MAX_FIXED && (counts >>> count & 1) == 1);
  }

  /** In words: {@code 2 arguments}, {@code 1 or 3 arguments}, {@code at least 1 argument}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    int last = 0;
    for (int n = 0; n <= MAX_FIXED && n < atLeast; n++) {
      if (accepts(n)) {
        words.add(String.valueOf(n));
        last = n;
      }
    }
    if (atLeast == NEVER) {
      return String.join(" or ", words) + (last == 1 ? " argument" : " arguments");
    }
    int from = atLeast;
    while (!words.isEmpty() && words.getLast().equals(String.valueOf(from - 1))) {
      words.removeLast();
      from--;
    }
    words.add("at least " + from);
    return String.join(" or ", words) + (from == 1 ? " argument" : " arguments");
  }
}
