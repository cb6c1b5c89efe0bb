package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Persistent collections against those of java.util, step by step, with seeds. */
class CollectionModelTest {
  private static final int RUNS = 200;

  @Test
  void aVectorDoesWhatAnArrayListDoes() {
    for (long seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      EdnVector vector = EdnVector.EMPTY;
      List<Value> model = new ArrayList<>();
      int steps = seed % 20 == 0 ? 4_000 : 150;
      int shrink = random.nextInt(2, 8);
      for (int step = 0; step < steps; step++) {
        Value value = Int.of(random.nextInt(1000));
        int action = random.nextInt(10);
        if (action < shrink || model.isEmpty()) {
          vector = vector.append(value);
          model.add(value);
        } else if (action < 8) {
          vector = vector.pop();
          model.removeLast();
        } else {
          int at = random.nextInt(model.size());
          vector = vector.with(at, value);
          model.set(at, value);
        }
      }
      checkSequence(vector, model, random, "seed " + seed);
    }
  }

  private static void checkSequence(
      EdnVector vector, List<Value> model, SplittableRandom random, String message) {
    assertEquals(model, new ArrayList<>(vector.asJavaList()), message);
    List<Value> iterated = new ArrayList<>();
    vector.forEach(iterated::add);
    assertEquals(model, iterated, message);
    EdnVector rebuilt = EdnVector.of(model);
    assertEquals(rebuilt, vector, message);
    assertEquals(rebuilt.hashCode(), vector.hashCode(), message);
    assertEquals(rebuilt.weightBytes(), vector.weightBytes(), message);
    assertEquals(rebuilt.toList(), vector, message);
    assertEquals(rebuilt.toList().toVector(), vector, message);
    int from = random.nextInt(model.size() + 1);
    int to = random.nextInt(from, model.size() + 1);
    assertEquals(
        model.subList(from, to), new ArrayList<>(vector.slice(from, to).asJavaList()), message);
  }

  @Test
  void earlierVersionsOfAVectorNeverChange() {
    List<EdnVector> versions = new ArrayList<>();
    EdnVector vector = EdnVector.EMPTY;
    for (int i = 0; i < 2_100; i++) {
      versions.add(vector);
      vector = vector.append(Int.of(i));
    }
    for (int i = 2_099; i >= 0; i--) {
      assertEquals(i, versions.get(i).size());
      assertTrue(i == 0 || versions.get(i).last().equals(Int.of(i - 1)));
      vector = vector.with(i, Nil.NIL).pop();
      assertEquals(i, vector.size());
    }
    assertSame(EdnVector.EMPTY, vector);
  }

  @Test
  void mapsAndSetsDoWhatThoseOfJavaDo() {
    for (long seed = 0; seed < RUNS; seed++) {
      checkMapRun(seed, Keys.MIXED);
    }
  }

  @Test
  void mapsAndSetsWithManyCollidingHashesDoToo() {
    for (long seed = 0; seed < RUNS; seed++) {
      checkMapRun(seed, Keys.COLLIDING);
    }
  }

  private enum Keys {
    MIXED {
      @Override
      Value next(SplittableRandom random) {
        return ValueGenerator.of(random.nextInt(80)).next(2);
      }
    },
    COLLIDING {
      @Override
      Value next(SplittableRandom random) {
        return Text.of(collidingText(random.nextInt(64)));
      }
    };

    abstract Value next(SplittableRandom random);
  }

  /** Texts of the same hash for numbers of as many bits: "Aa" and "BB" have equal hashes. */
  private static String collidingText(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 1; bit < 64; bit *= 2) {
      text.append((number & bit) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static void checkMapRun(long seed, Keys keys) {
    SplittableRandom random = new SplittableRandom(seed);
    EdnMap map = EdnMap.EMPTY;
    EdnSet set = EdnSet.EMPTY;
    Map<Value, Value> model = new LinkedHashMap<>();
    int remove = random.nextInt(1, 8);
    for (int step = 0; step < random.nextInt(200); step++) {
      Value key = keys.next(random);
      if (random.nextInt(10) < remove) {
        map = map.without(key);
        set = set.without(key);
        model.remove(key);
      } else {
        Value value = Int.of(random.nextInt(5));
        map = map.with(key, value);
        set = set.with(key);
        model.put(key, value);
      }
      assertEquals(model.size(), map.size());
    }
    checkMap(map, model, random, "seed " + seed);
    checkSet(set, model.keySet(), "seed " + seed);
  }

  private static void checkMap(
      EdnMap map, Map<Value, Value> model, SplittableRandom random, String message) {
    Map<Value, Value> iterated = new LinkedHashMap<>();
    map.forEach((key, value) -> iterated.put(key, value));
    assertEquals(model, iterated, message);
    for (int i = 0; i < 100; i++) {
      Value key = ValueGenerator.of(i).next(2);
      assertEquals(Optional.ofNullable(model.get(key)), map.find(key), message);
      assertEquals(model.containsKey(key), map.containsKey(key), message);
    }
    List<Map.Entry<Value, Value>> shuffled = new ArrayList<>(model.entrySet());
    Collections.shuffle(shuffled, new java.util.Random(random.nextLong()));
    EdnMap.Builder builder = EdnMap.builder();
    shuffled.forEach(entry -> builder.put(entry.getKey(), entry.getValue()));
    EdnMap rebuilt = builder.build();
    assertEquals(rebuilt, map, message);
    assertEquals(rebuilt.hashCode(), map.hashCode(), message);
    assertEquals(rebuilt.weightBytes(), map.weightBytes(), message);
    if (map.size() > EdnMap.SMALL) {
      assertEquals(rebuilt.toString(), map.toString(), message);
    }
    EdnMap read = (EdnMap) EdnReader.readOne(map.toString());
    assertEquals(map.toString(), read.toString(), message);
  }

  private static void checkSet(EdnSet set, Set<Value> model, String message) {
    Set<Value> iterated = new HashSet<>();
    set.forEach(iterated::add);
    assertEquals(model, iterated, message);
    EdnSet rebuilt = EdnSet.copyOf(model);
    assertEquals(rebuilt, set, message);
    assertEquals(rebuilt.hashCode(), set.hashCode(), message);
    assertEquals(rebuilt.weightBytes(), set.weightBytes(), message);
    assertEquals(set.toString(), EdnReader.readOne(set.toString()).toString(), message);
  }

  @Test
  void mapsUpToEightEntriesKeepTheOrderOfInsertion() {
    for (long seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      EdnMap map = EdnMap.EMPTY;
      Map<Value, Value> model = new LinkedHashMap<>();
      for (int step = 0; step < 40; step++) {
        Value key = Int.of(random.nextInt(20));
        if (model.size() == EdnMap.SMALL || random.nextInt(3) == 0) {
          map = map.without(key);
          model.remove(key);
        } else {
          Value value = Int.of(step);
          map = map.with(key, value);
          model.put(key, value);
        }
        assertEquals(new ArrayList<>(model.keySet()), new ArrayList<>(map.keys()), "seed " + seed);
        assertEquals(new ArrayList<>(model.values()), new ArrayList<>(map.values()));
      }
    }
  }

  @Test
  void aMapThatShrankBehavesLikeItsPrintedCopyForEverAfter() {
    for (long seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      EdnMap map = EdnMap.EMPTY;
      for (int i = 0; i < 30; i++) {
        map = map.with(Int.of(i), Nil.NIL);
      }
      EdnMap copy = map;
      for (int step = 0; step < 60; step++) {
        Value key = Int.of(random.nextInt(40));
        boolean add = random.nextInt(3) == 0;
        map = add ? map.with(key, Nil.NIL) : map.without(key);
        copy = add ? copy.with(key, Nil.NIL) : copy.without(key);
        copy = (EdnMap) EdnReader.readOne(copy.toString());
        assertEquals(map.toString(), copy.toString(), "seed " + seed);
      }
    }
  }

  @Test
  void anEqualKeyStaysAndGetsTheNewValue() {
    EdnMap map = EdnMap.of(Int.of(1), Text.of("a")).with(BigInt.of(1), Text.of("b"));
    assertEquals("{1 \"b\"}", map.toString());
    assertEquals("#{1}", EdnSet.of(Int.of(1)).with(BigInt.of(1)).toString());
  }

  @Test
  void nothingNewIsMadeWhenNothingChanges() {
    EdnMap small = EdnMap.of(Keyword.of("a"), Nil.NIL);
    assertSame(small, small.with(Keyword.of("a"), Nil.NIL));
    assertSame(small, small.without(Keyword.of("b")));
    EdnMap large = (EdnMap) EdnReader.readOne("{1 a 2 b 3 c 4 d 5 e 6 f 7 g 8 h 9 i 10 j}");
    assertSame(large, large.with(Int.of(1), large.get(Int.of(1))));
    assertSame(large, large.without(Int.of(11)));
    EdnSet set = EdnSet.of(Int.of(1));
    assertSame(set, set.with(Int.of(1)));
    assertSame(set, set.without(Int.of(2)));
  }

  @Test
  void aListDoesWhatAStackDoes() {
    EdnList list = EdnList.of(Int.of(2), Int.of(3)).prepend(Int.of(1));
    assertEquals("(1 2 3)", list.toString());
    assertEquals(Int.of(1), list.first());
    assertEquals("(2 3)", list.rest().toString());
    assertEquals(Int.of(3), list.get(2));
    assertSame(EdnList.EMPTY, EdnList.EMPTY.rest());
    assertEquals(new LinkedHashSet<>(list.asJavaList()).size(), list.size());
  }

  @Test
  void askingForWhatIsNotThereSaysWhatThereIs() {
    EdnVector vector = EdnVector.of(Int.of(1), Int.of(2));
    assertMessage("no element 2: expected 0 to 1", () -> vector.get(2));
    assertMessage("no element -1: expected 0 to 1", () -> vector.get(-1));
    assertMessage("no element 3: expected 0 to 1", () -> vector.with(3, Nil.NIL));
    assertMessage("no element 2: expected 0 to 1", () -> vector.toList().get(2));
    assertMessage("no slice 1 to 3: expected 0 <= from <= to <= 2", () -> vector.slice(1, 3));
    assertThrows(NoSuchElementException.class, EdnVector.EMPTY::pop);
    assertThrows(NoSuchElementException.class, EdnVector.EMPTY::first);
    assertThrows(NoSuchElementException.class, EdnList.EMPTY::first);
    assertThrows(NoSuchElementException.class, EdnMap.EMPTY.iterator()::next);
  }

  @Test
  void mapsAndSetsGivenInFullHaveDistinctKeys() {
    Value a = Keyword.of("a");
    assertMessage("bad map: expected distinct keys, found twice :a", () -> EdnMap.of(a, a, a, a));
    assertMessage(
        "bad map: expected keys and values in turn, found no value for :a", () -> EdnMap.of(a));
    assertMessage("bad set: expected distinct elements, found twice :a", () -> EdnSet.of(a, a));
  }

  private static void assertMessage(String message, Runnable action) {
    RuntimeException e = assertThrows(RuntimeException.class, action::run);
    assertEquals(message, e.getMessage());
  }
}
