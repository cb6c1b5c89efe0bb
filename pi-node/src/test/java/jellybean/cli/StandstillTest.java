package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private final Standstill standstill = new Standstill(1_000, 0);

  @Test
  void whatGoesOnMayTakeForever() {
    for (long now = 0; now < 1_000_000; now += 1_000) {
      assertFalse(standstill.isReached(Int.of(now), now));
    }
  }

  @Test
  void whatDoesNotChangeForTooLongStandsStill() {
    assertFalse(standstill.isReached(Int.of(7), 500));
    assertFalse(standstill.isReached(Int.of(7), 1_500));
    assertTrue(standstill.isReached(Int.of(7), 1_501));
  }

  @Test
  void whatNeverBeganStandsStillToo() {
    assertFalse(standstill.isReached(Nil.NIL, 1_000));
    assertTrue(standstill.isReached(Nil.NIL, 1_001));
  }

  @Test
  void aCountGoesOnWithItsLinesOrItsWords() {
    String cat = "{:address \"/wordcount/collector\" :state {:lines %d :total %d :words 12}}";
    assertFalse(standstill.isReached(counted(cat.formatted(1, 1)), 1_000));
    assertFalse(standstill.isReached(counted(cat.formatted(2, 1)), 2_000));
    assertFalse(standstill.isReached(counted(cat.formatted(2, 2)), 3_000));
    assertFalse(standstill.isReached(counted(cat.formatted(2, 2)), 4_000));
    assertTrue(standstill.isReached(counted(cat.formatted(2, 2)), 4_001));
  }

  @Test
  void anErrorInPlaceOfTheCountIsNoProgress() {
    assertFalse(standstill.isReached(counted("#jelly/error {:message \"no such actor\"}"), 1_000));
    assertTrue(standstill.isReached(counted("#jelly/error {:message \"none\"}"), 2_001));
  }

  private static Value counted(String cat) {
    return WordCount.counted(EdnReader.readOne(cat));
  }
}
