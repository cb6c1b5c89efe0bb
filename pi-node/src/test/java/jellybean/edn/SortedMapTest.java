package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sorted maps and sets against a tree of Java, and as EDN. */
class SortedMapTest {
  private static final int RUNS = 300;
  private static final Opaque FUNCTION = new Opaque() {};

  /** The order that {@link #FUNCTION} stands for: numbers, the largest first. */
  private static final KeyOrder DESCENDING =
      (comparator, left, right) ->
          comparator == FUNCTION
              ? NaturalOrder.compare(right, left)
              : NaturalOrder.compare(left, right);

  @Test
  void aSortedMapDoesWhatATreeMapDoes() {
    for (long seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean natural = random.nextBoolean();
      EdnMap map = natural ? SortedMap.EMPTY : SortedMap.by(FUNCTION);
      TreeMap<Value, Value> model =
          new TreeMap<>(natural ? NaturalOrder::compare : SortedMapTest::down);
      int keys = random.nextInt(1, 200);
      int remove = random.nextInt(1, 7);
      for (int step = random.nextInt(400); step >= 0; step--) {
        Value key = Int.of(random.nextInt(keys));
        if (random.nextInt(10) < remove) {
          map = map.without(key, DESCENDING);
          model.remove(key);
        } else {
          Value value = Int.of(random.nextInt(5));
          map = map.with(key, value, DESCENDING);
          model.put(key, value);
        }
        checkShape(((SortedMap) map).root(), "seed " + seed);
      }
      check((SortedMap) map, model, keys, "seed " + seed);
    }
  }

  private static int down(Value left, Value right) {
    return NaturalOrder.compare(right, left);
  }

  private static void check(SortedMap map, TreeMap<Value, Value> model, int keys, String message) {
    assertEquals(List.copyOf(model.keySet()), List.copyOf(map.keys()), message);
    assertEquals(List.copyOf(model.values()), List.copyOf(map.values()), message);
    assertEquals(List.copyOf(model.descendingMap().keySet()), keys(map.descending()), message);
    assertEquals(EdnMap.copyOf(model), map, message);
    assertEquals(map, EdnMap.copyOf(model), message);
    assertEquals(EdnMap.copyOf(model).hashCode(), map.hashCode(), message);
    for (int i = -1; i <= keys; i++) {
      Value key = Int.of(i);
      Value there = map.get(key, Nil.NIL, DESCENDING);
      assertEquals(model.getOrDefault(key, Nil.NIL), there, message);
      assertEquals(Optional.ofNullable(model.get(key)), map.find(key), message);
      assertEquals(
          List.copyOf(model.tailMap(key, true).keySet()),
          keys(map.from(key, true, DESCENDING)),
          message);
      assertEquals(
          List.copyOf(model.headMap(key, true).descendingMap().keySet()),
          keys(map.from(key, false, DESCENDING)),
          message);
    }
  }

  private static List<Value> keys(Iterator<EdnMap.Entry> entries) {
    List<Value> keys = new ArrayList<>();
    entries.forEachRemaining(entry -> keys.add(entry.key()));
    return keys;
  }

  /** Answers how many black nodes each way down passes, which has to be the same for all. */
  private static int checkShape(TreeNode node, String message) {
    if (node == TreeNode.EMPTY) {
      return 0;
    }
    assertFalse(node.isRed() && (node.left.isRed() || node.right.isRed()), message);
    int left = checkShape(node.left, message);
    assertEquals(left, checkShape(node.right, message), message);
    return left + (node.isRed() ? 0 : 1);
  }

  @Test
  void treesMadeAtOnceAreBalancedToo() {
    for (int size = 0; size < 200; size++) {
      Value[] parts = new Value[2 * size];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = Int.of(i);
      }
      SortedMap map = SortedMap.ofAscending(parts, 0, parts.length, 2);
      checkShape(map.root(), "size " + size);
      SortedMap added = SortedMap.EMPTY;
      for (int i = 0; i < parts.length; i += 2) {
        added = (SortedMap) added.with(parts[i], parts[i + 1]);
      }
      assertEquals(added.toString(), map.toString());
      assertEquals(added.weightBytes(), map.weightBytes());
    }
  }

  @Test
  void findingAndAddingCompareLittleMoreThanTheLogarithmOfTheSize() {
    AtomicLong compared = new AtomicLong();
    KeyOrder counting =
        (_, left, right) -> {
          compared.incrementAndGet();
          return NaturalOrder.compare(left, right);
        };
    EdnMap map = SortedMap.EMPTY;
    for (int i = 0; i < 1 << 14; i++) {
      map = map.with(Int.of(i), Nil.NIL, counting);
    }
    compared.set(0);
    map.with(Int.of(1 << 14), Nil.NIL, counting);
    map.get(Int.of(77), Nil.NIL, counting);
    map.without(Int.of(99), counting);
    assertTrue(compared.get() <= 3 * 2 * 15, compared + " comparisons");
  }

  @Test
  void earlierVersionsNeverChange() {
    List<EdnMap> versions = new ArrayList<>();
    EdnMap map = SortedMap.EMPTY;
    for (int i = 0; i < 300; i++) {
      versions.add(map);
      map = map.with(Int.of(i * 7 % 300), Int.of(i));
    }
    for (int i = 299; i >= 0; i--) {
      assertEquals(i, List.copyOf(versions.get(i).keys()).size());
      map = map.without(Int.of(i * 7 % 300));
      assertEquals(versions.get(i), map);
      assertEquals(versions.get(i).weightBytes(), map.weightBytes());
    }
    assertTrue(map.isSorted() && map.isEmpty());
  }

  @Test
  void nothingNewIsMadeWhenNothingChanges() {
    EdnMap map = SortedMap.EMPTY.with(Int.of(1), Nil.NIL);
    assertSame(map, map.with(BigInt.of(1), Nil.NIL));
    assertSame(map, map.without(Int.of(2)));
    EdnSet set = EdnSet.sortedBy(Nil.NIL).with(Int.of(1));
    assertSame(set, set.with(Real.of(1)));
    assertSame(set, set.without(Int.of(2)));
    assertTrue(set.without(Int.of(1)).isSorted());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "#jelly/sorted-map {2 b 1 a}|#jelly/sorted-map {1 a, 2 b}",
        "#jelly/sorted-set #{3 1 2}|#jelly/sorted-set #{1 2 3}",
        "#jelly/sorted-map {}|#jelly/sorted-map {}",
        "#jelly/sorted-set #{nil :b :a}|#jelly/sorted-set #{nil :a :b}",
        "#jelly/sorted-set ^m #{2 1}|#jelly/sorted-set #{1 2}",
        "#jelly/sorted-map #:n{:b 1 :a 2}|#jelly/sorted-map {:n/a 2, :n/b 1}",
        "#jelly/sorted-set #_9 #{[2] [1 0] [1]}|#jelly/sorted-set #{[1] [2] [1 0]}",
        "#jelly/sorted-set #{15 14 13 12 11 10 9 8 7 6}"
            + "|#jelly/sorted-set #{6 7 8 9 10 11 12 13 14 15}",
        "{#jelly/sorted-set #{2 1} x}|{#jelly/sorted-set #{1 2} x}",
      })
  void isReadInAnyOrderAndPrintedInItsOwn(String text, String printed) {
    Value value = EdnReader.readOne(text);
    assertEquals(printed, value.toString());
    assertEquals(
        printed, new String(EdnPrinter.canonical(value), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(value, EdnReader.readOne(printed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "#jelly/sorted-map [1]|edn:1:1: bad #jelly/sorted-map: expected a map, found [1]",
        "#jelly/sorted-set {}|edn:1:1: bad #jelly/sorted-set: expected a set, found {}",
        "#jelly/sorted-map {1 a :b c}|edn:1:24: cannot sort: expected keys of one kind, found :b"
            + " beside 1",
        "#jelly/sorted-set #{{}}|edn:1:21: cannot sort: expected a key that has an order, found {}",
        "#jelly/sorted-set #{nil {}}|edn:1:25: cannot sort: expected a key that has an order, found"
            + " {}",
        "#jelly/sorted-set #{2 1 (3)}|edn:1:25: cannot sort: expected a key that has an order,"
            + " found (3)",
        "#jelly/sorted-set #{2 1 2}|edn:1:25: duplicate element 2: expected each once, found it"
            + " before at 1:21",
        "#jelly/sorted-set #{1 1.0}|edn:1:23: cannot sort: expected keys of which one comes before"
            + " the other, found 1.0 beside 1 at 1:21",
        "#jelly/sorted-map ^m {1 a :b c}|edn:1:1: cannot sort: expected keys of one kind, found :b"
            + " beside 1",
        "#jelly/sorted-map ^m {1 a 1.0 c}|edn:1:1: cannot sort: expected keys of which one comes"
            + " before the other, found 1.0 beside 1",
      })
  void whatCannotBeSortedIsRejectedWithItsPlace(String text, String message) {
    assertEquals(
        message, assertThrows(EdnException.class, () -> EdnReader.readOne(text)).getMessage());
  }

  @Test
  void theTagCountsAsALevelAndAnElement() {
    byte[] text = "#jelly/sorted-set #{1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Value set = EdnReader.readOne(text, "t", new ReadLimits(2, 100, 3));
    assertEquals(2, set.depth());
    EdnPrinter.toBytes(set, new ReadLimits(2, 100, 3));
    for (ReadLimits less : List.of(new ReadLimits(1, 100, 3), new ReadLimits(2, 100, 2))) {
      assertThrows(EdnException.class, () -> EdnReader.readOne(text, "t", less));
      assertThrows(EdnException.class, () -> EdnPrinter.toBytes(set, less));
    }
  }

  @Test
  void positionsAreThoseOfItsParts() {
    Syntax map =
        EdnReader.of("#jelly/sorted-map {2 b 1 a}", "t", ReadLimits.DOCUMENT)
            .nextSyntax()
            .orElseThrow();
    assertEquals("1:1", map.at().toString());
    assertEquals(
        "[2@1:20, b@1:22, 1@1:24, a@1:26]",
        map.children().stream().map(part -> part.value() + "@" + part.at()).toList().toString());
  }

  @Test
  void linesAreBrokenBehindTheTag() {
    assertEquals(
        """
        #jelly/sorted-map {:count 1
                           :names [1 2 3]}\
        """,
        EdnPrinter.pretty(EdnReader.readOne("#jelly/sorted-map {:count 1 :names [1 2 3]}"), 36));
  }

  @Test
  void aMapSortedByAFunctionHasNoEdnForm() {
    EdnMap map = SortedMap.by(FUNCTION).with(Int.of(1), Nil.NIL, DESCENDING);
    for (Value value : List.of(map, EdnSet.sortedBy(FUNCTION), EdnVector.of(map))) {
      assertEquals(
          "cannot print what is sorted by a function",
          assertThrows(EdnException.class, () -> EdnPrinter.toBytes(value)).getMessage());
    }
  }

  @Test
  void whoCanCallNoFunctionNeverFails() {
    EdnMap numbers = (EdnMap) EdnReader.readOne("#jelly/sorted-map {1 a 2 b}");
    Value key = Keyword.of("k");
    assertEquals(Nil.NIL, numbers.get(key));
    assertSame(numbers, numbers.without(key));
    assertEquals("{1 a, 2 b, :k nil}", numbers.with(key, Nil.NIL).toString());
    EdnMap byFunction = SortedMap.by(FUNCTION);
    for (EdnMap.Entry entry : numbers.entries()) {
      byFunction = byFunction.with(entry.key(), entry.value(), DESCENDING);
    }
    assertEquals(Symbol.of("b"), byFunction.get(Int.of(2)));
    assertEquals(Nil.NIL, byFunction.get(Real.of(2)));
    assertEquals("{2 b, 1 a, :k nil}", byFunction.with(key, Nil.NIL).toString());
    assertEquals("{1 a}", byFunction.without(Int.of(2)).toString());
  }

  @Test
  void equalityAsksForEqualEntriesWhateverTheOrders() {
    EdnMap one = (EdnMap) EdnReader.readOne("#jelly/sorted-map {1 a}");
    assertNotEquals(one, EdnReader.readOne("{1.0 a}"));
    assertNotEquals(EdnReader.readOne("{1.0 a}"), one);
    assertNotEquals(EdnReader.readOne("{\"x\" a}"), one);
    assertNotEquals(one, EdnReader.readOne("#jelly/sorted-map {1.0 a}"));
    assertEquals(one, SortedMap.by(FUNCTION).with(Int.of(1), Symbol.of("a"), DESCENDING));
    Value set = EdnReader.readOne("#{#jelly/sorted-set #{1 2}}");
    assertEquals(EdnReader.readOne("#{#{2 1}}"), set);
    assertEquals(set, EdnReader.readOne("#{#{2 1}}"));
    assertEquals(Map.of(set, 1), Map.of(EdnReader.readOne("#{#{1 2}}"), 1));
  }

  /** NaN is level with all numbers, so that these would be in no order without [3 7]. */
  @Test
  void aRemovalThatLeavesNoOrderIsRefused() {
    EdnSet set = (EdnSet) EdnReader.readOne("#jelly/sorted-set #{[##NaN 1] [3 7] [5 1]}");
    assertEquals("#jelly/sorted-set #{[##NaN 1] [3 7] [5 1]}", set.toString());
    EdnVector middle = EdnVector.of(Int.of(3), Int.of(7));
    assertEquals(
        "cannot remove a key: the order of those left contradicts itself",
        assertThrows(EdnException.class, () -> set.without(middle)).getMessage());
  }
}
