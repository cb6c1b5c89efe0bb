package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What keeping a value beside a later one costs. */
class SharingTest {
  private static final int STEPS = 256;

  private static int beyond(Value value, Value other) {
    return Sharing.weightBeyond(value, other, STEPS);
  }

  private static Value text(int number) {
    return new Text("some text of no interest, number " + number);
  }

  private static EdnMap map(int size) {
    EdnMap map = EdnMap.EMPTY;
    for (int i = 0; i < size; i++) {
      map = map.with(text(i), text(-i));
    }
    return map;
  }

  private static EdnVector vector(int size) {
    EdnVector vector = EdnVector.EMPTY;
    for (int i = 0; i < size; i++) {
      vector = vector.append(text(i));
    }
    return vector;
  }

  private static void assertCheap(Value old, Value next) {
    int cost = beyond(old, next);
    assertTrue(cost < 4_000, () -> "found " + cost + " of " + old.weightBytes());
  }

  @Test
  void aValueCostsNothingBesideItself() {
    EdnMap map = map(100);
    assertEquals(0, beyond(map, map));
  }

  @Test
  void aMapCostsLittleBesideOneThatDiffersInOneEntry() {
    for (int size : new int[] {5, 20, 5_000}) {
      EdnMap old = map(size);
      assertCheap(old, old.with(text(3), text(77)));
      assertCheap(old, old.with(text(size + 1), text(77)));
      assertCheap(old, old.without(text(3)));
    }
  }

  @Test
  void aVectorCostsLittleBesideOneThatDiffersInOneElement() {
    for (int size : new int[] {5, 32, 33, 1_024, 1_056, 1_057, 5_000}) {
      EdnVector old = vector(size);
      assertCheap(old, old.with(3, text(77)));
      assertCheap(old, old.append(text(77)));
      assertCheap(old, old.pop());
    }
  }

  @Test
  void aListCostsLittleBesideALongerOne() {
    EdnList old = vector(500).toList();
    assertEquals(0, beyond(old, old.prepend(text(1)).prepend(text(2))));
    assertCheap(old.prepend(text(1)), old);
  }

  @Test
  void aSetCostsLittleBesideOneThatDiffersInOneElement() {
    EdnSet old = EdnSet.copyOf(vector(2_000));
    assertCheap(old, old.with(text(-1)));
    assertCheap(old, old.without(text(7)));
  }

  @Test
  void aSortedMapCostsLittleBesideOneThatDiffersInOneEntry() {
    for (int size : new int[] {1, 3, 100, 5_000}) {
      EdnMap old = sortedMap(size);
      for (int i = 0; i < size; i += 1 + size / 50) {
        assertCheap(old, old.with(number(i), text(77)));
        assertCheap(old, old.with(Real.of(5_000.5 + i), text(77)));
        assertCheap(old, old.without(number(i)));
      }
      assertEquals(0, beyond(old, old));
      assertEquals(old.weightBytes(), beyond(old, sortedMap(size)));
    }
    EdnSet set = EdnSet.sortedBy(Nil.NIL);
    for (int i = 0; i < 2_000; i++) {
      set = set.with(text(i));
    }
    assertCheap(set, set.with(text(-1)));
    assertCheap(set, set.without(text(7)));
  }

  @Test
  void aSortedMapNeverCostsLessThanTheValuesThatTheOtherDoesNotHold() {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      EdnMap old = sortedMap(random.nextInt(200));
      EdnMap next = old;
      for (int i = random.nextInt(30); i >= 0; i--) {
        Value key = number(random.nextInt(200));
        next = random.nextBoolean() ? next.with(key, text(i)) : next.without(key);
      }
      int cost = beyond(old, next);
      long lost = leaves(old) - sharedLeaves(old, next);
      assertTrue(cost >= lost, "seed " + seed + ": " + cost + " for " + lost);
      assertTrue(cost <= old.weightBytes(), "seed " + seed);
    }
  }

  /** Past those that are one object each. */
  private static Int number(int n) {
    return Int.of(5_000L + n);
  }

  private static EdnMap sortedMap(int size) {
    EdnMap map = SortedMap.EMPTY;
    for (int i = 0; i < size; i++) {
      map = map.with(number(i * 37 % size), text(i));
    }
    return map;
  }

  @Test
  void changesDeepInsideAreFound() {
    Keyword big = Keyword.of("big");
    Keyword n = Keyword.of("n");
    EdnMap old = EdnMap.of(n, Int.of(1), big, EdnMap.of(big, map(3_000)));
    EdnMap inner = (EdnMap) old.get(big);
    EdnMap changed = inner.with(big, ((EdnMap) inner.get(big)).with(text(9), text(10)));
    assertCheap(old, old.with(n, Int.of(2)));
    assertCheap(old, old.with(big, changed));
    Symbol tag = Symbol.of("a/b");
    assertCheap(new Tagged(tag, old), new Tagged(tag, old.with(big, changed)));
  }

  @Test
  void aValueOfWhichTheOtherHoldsNothingCostsInFull() {
    assertEquals(map(2_000).weightBytes(), beyond(map(2_000), EdnMap.EMPTY));
    assertEquals(map(2_000).weightBytes(), beyond(map(2_000), map(2_000)));
    assertEquals(vector(2_000).weightBytes(), beyond(vector(2_000), vector(2_000)));
    assertEquals(text(1).weightBytes(), beyond(text(1), text(1)));
  }

  @Test
  void manyChangesCostTooMuchRatherThanTooLittle() {
    EdnMap old = map(3_000);
    EdnMap next = old;
    for (int i = 0; i < 1_000; i++) {
      next = next.with(text(i), text(i + 5));
    }
    assertTrue(beyond(old, next) > old.weightBytes() / 3);
  }

  @Test
  void itNeverCostsLessThanTheValuesThatTheOtherDoesNotHold() {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Value old = map(random.nextInt(60)).with(text(0), vector(random.nextInt(80)));
      Value next = old;
      for (int i = random.nextInt(6); i >= 0; i--) {
        next = changed((EdnMap) next, random);
      }
      int cost = beyond(old, next);
      long lost = leaves(old) - sharedLeaves(old, next);
      assertTrue(cost >= lost, "seed " + seed + ": " + cost + " for " + lost);
      assertTrue(cost <= old.weightBytes(), "seed " + seed);
    }
  }

  private static Value changed(EdnMap map, SplittableRandom random) {
    EdnVector inner = (EdnVector) map.get(text(0), EdnVector.EMPTY);
    return switch (random.nextInt(5)) {
      case 0 -> map.with(text(random.nextInt(100)), text(random.nextInt()));
      case 1 -> map.without(text(1 + random.nextInt(99)));
      case 2 -> map.with(text(0), inner.append(text(random.nextInt())));
      case 3 -> map.with(text(0), inner.isEmpty() ? inner : inner.pop());
      default -> map.with(text(0), inner.isEmpty() ? inner : inner.with(0, text(5)));
    };
  }

  /** Bytes of all texts in a value, each object once. */
  private static long leaves(Value value) {
    return texts(value).values().stream().mapToLong(Integer::longValue).sum();
  }

  private static long sharedLeaves(Value value, Value other) {
    Map<Value, Integer> shared = texts(value);
    shared.keySet().retainAll(texts(other).keySet());
    return shared.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static Map<Value, Integer> texts(Value value) {
    Map<Value, Integer> found = new IdentityHashMap<>();
    collect(value, found);
    return found;
  }

  private static void collect(Value value, Map<Value, Integer> found) {
    if (value instanceof EdnMap map) {
      map.forEach(
          (k, v) -> {
            collect(k, found);
            collect(v, found);
          });
    } else if (value instanceof EdnVector vector) {
      vector.forEach(v -> collect(v, found));
    } else {
      found.put(value, value.weightBytes());
    }
  }
}
