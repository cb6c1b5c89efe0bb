package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WeightTest {

  @Test
  void aValueWeighsWhatItsPartsWeighAndMore() {
    Value text = Text.of("x".repeat(1_000));
    Value vector = EdnVector.of(text, text);
    assertTrue(text.weightBytes() >= 1_000);
    assertTrue(vector.weightBytes() >= 2_000);
    assertTrue(EdnMap.of(text, vector).weightBytes() >= 3_000);
    assertTrue(new Tagged(Symbol.of("t"), vector).weightBytes() > vector.weightBytes());
    assertTrue(Bytes.of(new byte[500]).weightBytes() >= 500);
  }

  /** A few steps make values that would take terabytes if each part were held by itself. */
  @Test
  void theWeightOfSharedPartsStopsAtTheLargestInt() {
    Value value = Int.of(1);
    for (int i = 0; i < 60; i++) {
      value = EdnVector.of(value, value);
    }
    assertEquals(Integer.MAX_VALUE, value.weightBytes());
    EdnVector held = EdnVector.of(value);
    assertEquals(Integer.MAX_VALUE, held.append(value).weightBytes());
    assertEquals(Integer.MAX_VALUE, held.with(0, Nil.NIL).weightBytes());
    assertEquals(
        Integer.MAX_VALUE,
        EdnMap.of(Nil.NIL, value).without(Nil.NIL).with(Nil.NIL, value).weightBytes());
    assertEquals(Integer.MAX_VALUE, EdnList.of(value, value).weightBytes());
    assertTrue(EdnList.of(value, value).rest().rest().weightBytes() < 100);
  }

  @Test
  void theHashOfSharedPartsIsComputedOncePerPart() {
    Value value = Int.of(1);
    for (int i = 0; i < 2_000; i++) {
      value = EdnVector.of(value, value);
    }
    assertEquals(value.hashCode(), value.hashCode());
    assertTrue(value.depth() == 2_000);
  }

  @Test
  void whatWasTakenOutNoLongerWeighs() {
    EdnMap map = EdnMap.of(Int.of(1), Nil.NIL);
    EdnMap same = map.with(Int.of(2), Text.of("long text")).without(Int.of(2));
    assertEquals(map.weightBytes(), same.weightBytes());
    EdnVector vector = EdnVector.of(Int.of(1));
    assertEquals(vector.weightBytes(), vector.append(Text.of("long text")).pop().weightBytes());
    assertEquals(
        vector.weightBytes(), vector.with(0, Text.of("x")).with(0, Int.of(2)).weightBytes());
  }
}
