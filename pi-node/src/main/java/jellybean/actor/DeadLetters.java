package jellybean.actor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;

/** The last messages that nobody handled, within a bound of number and bytes; one loop's part. */
final class DeadLetters {
  private final Deque<DeadLetter> letters = new ArrayDeque<>();
  private final int bound;
  private final long boundBytes;
  private final Reasons reasons;
  private long bytes;

  /**
   * @param reasons counts every letter, kept or not
   */
  DeadLetters(int bound, long boundBytes, Reasons reasons) {
    this.bound = bound;
    this.boundBytes = boundBytes;
    this.reasons = reasons;
  }

  void add(DeadLetter letter) {
    reasons.count(letter.reason());
    keep(letter);
  }

  /** For a letter that has been counted where it died. */
  void keep(DeadLetter letter) {
    letters.addLast(letter);
    bytes += letter.weightBytes();
    while (letters.size() > bound || bytes > boundBytes) {
      bytes -= letters.removeFirst().weightBytes();
    }
  }

  List<EdnMap> show() {
    Stream<DeadLetter> oldestFirst = letters.stream();
    return oldestFirst.map(Shown::dead).toList();
  }

  long bytes() {
    return bytes;
  }
}
