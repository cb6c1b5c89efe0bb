package jellybean.bench.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * What the points of {@code mesh.edn} say they got, held against what was promised: between two
 * lives each message once and in order, or a dead letter. A pure function.
 *
 * @param received messages that came
 * @param explained messages that did not come and are dead letters
 * @param wrong came again or too late
 * @param missing neither came, though later ones did, nor are dead letters
 * @param newest the last number of every sender at every receiver, to see whether they go on
 */
record Deliveries(
    long received, long explained, List<String> wrong, List<String> missing, long newest) {
  private static final Keyword HEARD = Keyword.of("heard");
  private static final Keyword COUNT = Keyword.of("count");
  private static final Keyword LAST = Keyword.of("last");
  private static final Keyword MISSING = Keyword.of("missing");
  private static final Keyword WRONG = Keyword.of("wrong");
  private static final Keyword LIFE = Keyword.of("life");
  private static final Keyword BY = Keyword.of("by");
  private static final Keyword NUMBER = Keyword.of("n");

  Deliveries {
    wrong = List.copyOf(wrong);
    missing = List.copyOf(missing);
  }

  /**
   * A message of the mesh.
   *
   * @param life of the sender
   * @param by the direction in which it was sent, which with the sender says to whom
   */
  record Sent(Value life, Value by, long number) {
    /** The message that a dead letter holds, if it is one of the mesh. */
    static List<Sent> of(EdnMap letter) {
      return letter.get(Keyword.of("data"), Nil.NIL) instanceof EdnMap data
              && data.get(NUMBER, Nil.NIL) instanceof Int number
          ? List.of(new Sent(data.get(LIFE, Nil.NIL), data.get(BY, Nil.NIL), number.value()))
          : List.of();
    }
  }

  /**
   * @param points what {@code cat} said of each
   * @param letters the messages that are dead letters
   */
  static Deliveries of(List<EdnMap> points, Set<Sent> letters) {
    long received = 0;
    long explained = 0;
    long newest = 0;
    List<String> wrong = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (EdnMap point : points) {
      String self = point.get(Keyword.of("address"), Nil.NIL) instanceof Text t ? t.value() : "?";
      EdnMap heard = map(map(point, Keyword.of("state")), HEARD);
      for (Value pair : heard.keys()) {
        EdnMap account = (EdnMap) heard.get(pair, EdnMap.EMPTY);
        EdnVector from = (EdnVector) pair;
        received += number(account.get(COUNT, Nil.NIL));
        newest += number(account.get(LAST, Nil.NIL));
        if (list(account, WRONG).size() > 0) {
          wrong.add(from + " to " + self + ": " + list(account, WRONG));
        }
        List<Long> lost = new ArrayList<>();
        for (Value gap : list(account, MISSING)) {
          for (long n : numbers(gap)) {
            if (letters.contains(new Sent(from.get(2), from.get(1), n))) {
              explained++;
            } else {
              lost.add(n);
            }
          }
        }
        if (!lost.isEmpty()) {
          missing.add(from + " to " + self + ": " + lost);
        }
      }
    }
    return new Deliveries(received, explained, wrong, missing, newest);
  }

  private static EdnMap map(EdnMap of, Keyword key) {
    return of.get(key, Nil.NIL) instanceof EdnMap map ? map : EdnMap.EMPTY;
  }

  private static EdnVector list(EdnMap of, Keyword key) {
    return of.get(key, Nil.NIL) instanceof EdnVector list ? list : EdnVector.EMPTY;
  }

  private static long number(Value value) {
    return value instanceof Int n ? n.value() : 0;
  }

  /** Of a gap {@code [first last]}; what stands for more than can be told is one that never was. */
  private static List<Long> numbers(Value gap) {
    if (!(gap instanceof EdnVector ends)) {
      return List.of(-1L);
    }
    List<Long> numbers = new ArrayList<>();
    for (long n = number(ends.get(0)); n <= number(ends.get(1)); n++) {
      numbers.add(n);
    }
    return numbers;
  }
}
