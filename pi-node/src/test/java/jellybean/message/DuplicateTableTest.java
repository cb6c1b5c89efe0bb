package jellybean.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import jellybean.message.DuplicateTable.Verdict;
import org.junit.jupiter.api.Test;

/** One number per sender tells the next message from one that comes again. */
class DuplicateTableTest {
  private static final NodeId KIWI = new NodeId("kiwi");

  private static Ticket ticket(long epoch, long number, long previous) {
    return new Ticket(KIWI, true, epoch, number, previous);
  }

  @Test
  void numbersMayHaveGapsIfNothingBetweenThemIsMissing() {
    DuplicateTable table = new DuplicateTable();
    table.accepted(ticket(1, 4, 0));
    assertEquals(Verdict.NEXT, table.judge(ticket(1, 9, 4)));
    assertEquals(Verdict.NEXT, table.judge(ticket(1, 9, 0)));
    assertEquals(Verdict.EARLY, table.judge(ticket(1, 9, 7)));
  }

  @Test
  void whatWasAcceptedIsKnownHoweverLateItComes() {
    DuplicateTable table = new DuplicateTable();
    for (long number = 1; number <= 100_000; number++) {
      table.accepted(ticket(1, number, number - 1));
    }
    assertEquals(Verdict.DUPLICATE, table.judge(ticket(1, 1, 0)));
    assertEquals(1, table.size());
  }

  @Test
  void anotherStoreOfTheSenderBeginsAnew() {
    DuplicateTable table = new DuplicateTable();
    table.accepted(ticket(7, 100, 0));
    assertEquals(Verdict.EARLY, table.judge(ticket(3, 2, 1)));
    assertEquals(Verdict.NEXT, table.judge(ticket(3, 1, 0)));
  }

  @Test
  void whatIsKeptOnDiskAndWhatIsNotAreNumberedApart() {
    DuplicateTable table = new DuplicateTable();
    table.accepted(ticket(1, 5, 0));
    assertEquals(Verdict.NEXT, table.judge(new Ticket(KIWI, false, 1, 1, 0)));
  }

  @Test
  void whateverIsLostRepeatedAndOvertakenEachIsAcceptedOnceAndInOrder() {
    for (long seed = 1; seed <= 300; seed++) {
      assertEquals(numbers(40), accepted(new SplittableRandom(seed)), "seed " + seed);
    }
  }

  private static List<Long> numbers(int upTo) {
    List<Long> all = new ArrayList<>();
    for (long i = 1; i <= upTo; i++) {
      all.add(i);
    }
    return all;
  }

  /**
   * A sender that sends what is unconfirmed whenever it likes, over a network that does as well.
   */
  private static List<Long> accepted(SplittableRandom random) {
    DuplicateTable table = new DuplicateTable();
    List<Long> accepted = new ArrayList<>();
    Deque<Long> unconfirmed = new ArrayDeque<>(numbers(40));
    List<Ticket> air = new ArrayList<>();
    while (!unconfirmed.isEmpty()) {
      long previous = 0;
      for (long number : unconfirmed) {
        if (random.nextInt(3) > 0) {
          air.add(ticket(1, number, previous));
        }
        previous = number;
      }
      for (int i = 0; i < 30 && !air.isEmpty(); i++) {
        Ticket ticket = air.get(random.nextInt(air.size()));
        if (random.nextBoolean()) {
          air.remove(ticket);
        }
        if (table.judge(ticket) == Verdict.NEXT) {
          table.accepted(ticket);
          accepted.add(ticket.number());
        }
      }
      if (random.nextBoolean()) {
        long last = accepted.isEmpty() ? 0 : accepted.getLast();
        unconfirmed.removeIf(number -> number <= last);
      }
    }
    return accepted;
  }
}
