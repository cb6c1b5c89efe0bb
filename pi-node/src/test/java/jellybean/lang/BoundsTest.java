package jellybean.lang;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import jellybean.edn.Decimal;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No program runs, recurses or allocates past its budget. */
class BoundsTest {

  private static final int STACK_BYTES = 512 << 10;
  private static final long ALLOCATED_BYTES = 64L << 20;
  private static final int SMALL_VALUE = 10_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(loop [] (recur))",
        "(loop [i 0] (recur (inc i)))",
        "((fn [] (recur)))",
        "(range 1e9)",
        "(range 0 1000000000)",
        "(count (range 9223372036854775807))",
        "(repeat 1000000000 1)",
        "(repeat 9223372036854775807 1)",
        "(reduce + (range 1000000))",
        "(map (fn [i] (repeat 1000 i)) (range 1000))",
        "(mapcat (fn [i] (range 1000)) (range 1000))",
        "(repeat 400 (reduce (fn [a i] (+ a i)) (range 300000)))",
        "(let [xs (range 1000)] (map (fn [x] (map (fn [y] (* x y)) xs)) xs))",
        "(loop [x 3N] (recur (* x x)))",
        "(loop [s (apply str (repeat 1000 \"x\"))] (recur (str/reverse s)))",
        "(loop [v (vec (range 1000))] (recur (vec (reverse v))))",
        "(sort-by (fn [x] (- x)) (range 100000))",
        "(loop [m {}] (recur (assoc m (count m) m)))",
        "(let [v (vec (range 5000))] (loop [] (if (= v (vec (range 5000))) (recur) 1)))",
        "(loop [s #{}] (recur (conj s [s])))",
        "(apply + (range 1000000))",
        "(tree-seq any? list 1)",
        "(trampoline (fn f [] f))",
        "(let [s (set (range 3000))] (map (fn [x] (set/union s s)) s))",
        "(let [s (map (fn [i] {:a 1 :b i}) (range 900))] (set/join s (set/rename s {:b :c})))",
        "(let [v (vec (range 500))] (map (fn [x] (walk/postwalk identity [v])) v))",
        "(for [x (range 1000) y (range 1000)] 1)",
        "(for [x (range 1000) y (range 1000) :when false] 1)",
        "(partition 1000 1 (range 100000))",
        "(apply sorted-set (range 100000))",
        "(let [s (apply sorted-set (range 3000))] (map (fn [x] (disj s x)) s))",
        "(let [s (apply sorted-set (range 3000))] (map (fn [x] (subseq s > x)) s))",
        "(let [s (apply sorted-set (range 3000))] (map (fn [x] (rseq s)) s))",
        "(let [v (vec (range 5000)) s (sorted-set v)] (loop [] (if (s (vec (range 5000)))"
            + " (recur))))",
        "(sorted-set-by (fn f [a b] (f a b)) 1 2)",
        "(loop [s (sorted-set-by (fn [a b] -1))] (recur (conj s 1)))",
        "(let [grow (fn [ss] (mapcat (fn [s] [(str s \"Aa\") (str s \"BB\")]) ss))]"
            + " (reduce conj #{} (grow (grow (grow (grow (grow (grow (grow (grow (grow"
            + " (grow (grow (grow (grow [\"\"])))))))))))))))"
      })
  void endsWithinItsFuel(String program) {
    String error = Run.error(program);
    assertTrue(error.contains(" limit: ") || error.contains("bits"), error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(loop [s \"ab\"] (recur (str s s)))",
        "(loop [v [1]] (recur (into v v)))",
        "(loop [v [1]] (recur [v v]))",
        "(loop [m {:a 1} i 0] (recur (assoc {} i m (inc i) m) (+ i 2)))",
        "(loop [s \"ab\"] (recur (str/replace s \"a\" s)))",
        "(loop [s \"ab\"] (recur (str/join s [s s])))",
        "(let [s (apply str (repeat 9000 \"ab\"))] (str/replace s \"a\" s))",
        "(loop [s \"ab\"] (recur (pr-str [s s])))",
        "(loop [xs (list 1)] (recur (concat xs xs)))",
        "(loop [s #{}] (recur (conj s (repeat 100 (count s)))))",
        "(loop [s (sorted-set)] (recur (conj s (count s))))",
        "(loop [m (sorted-map)] (recur (sorted-map 1 m 2 m)))"
      })
  void makesNoValuePastTheBound(String program) {
    String error = Run.error(program, new Budget(Budget.DEFAULT_FUEL, 256, SMALL_VALUE));
    assertTrue(
        error.contains("size limit: a value of more than 10000 bytes")
            || error.contains("nesting limit")
            || error.contains("fuel limit"),
        error);
  }

  @Test
  void refusesBeforeAllocating() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Run.error("(repeat 10 1)");
    for (String program :
        List.of(
            "(repeat 1000000000 1)",
            "(range 1000000000)",
            "(let [s (apply str (repeat 9000 \"ab\"))] (str/replace s \"a\" s))",
            "(loop [s \"ab\"] (recur (str s s)))",
            "(loop [x 3N] (recur (* x x)))",
            "(loop [v [1]] (recur (into v v)))")) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Run.error(program);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < ALLOCATED_BYTES, () -> program + " allocated " + allocated);
    }
  }

  /** As long as a text and as a part of it can be, and alike wherever they are compared. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          (str/includes? s (str part \\b)), false
          (str/includes? s (str \\b part)), false
          (str/index-of s (str part \\b part)), nil
          (str/index-of (str s \\b) (str part \\b)), 524288
          (str/last-index-of s (str \\b part)), nil
          (str/last-index-of (str \\b s) (str \\b part)), 0
          (count (str/replace s part "b")), 2
          (count (str/replace s (str part \\b) "")), 1048576
          (count (str/replace-first (str s \\b) (str part \\b) "")), 524288
          """)
  void looksForTextInTimeLinearInIt(String program, String answer) {
    String texts =
        "(def part (loop [s \"a\"] (if (= (count s) 524288) s (recur (str s s)))))"
            + " (def s (str part part)) ";
    Machine machine = new Machine(Budget.DEFAULT);
    Fn run = (Fn) Run.eval(texts + "(fn [] " + program + ")");
    assertEquals(answer, run.call(machine).toString());
    long texts64 = machine.fuelUsed() * Machine.BYTES_PER_FUEL / (1 << 20);
    assertTrue(texts64 >= 2 && texts64 <= 9, () -> "paid for " + texts64 + " texts");
  }

  /** Decimals of few digits may stand for thousands of zeros; whole and tiny have 9 000 digits. */
  @ParameterizedTest
  @CsvSource({
    "(quot 1e9000M 3e-800M), 3000",
    "(rem 1e9000M 7e-900M), 3000",
    "(mod 1e9000M 7e-900M), 3000",
    "(quot whole 7M), 3000",
    "(rem tiny 7e-9000M), 3000",
    "(/ whole whole), 50000",
    "(bigint 1e9000M), 50",
    "(bigint tiny), 100",
    "(bigdec (bigint whole)), 100",
    "(long tiny), 50",
    "(int tiny), 50",
    "(double tiny), 50",
    "(infinite? tiny), 50",
    "(< whole 1e8999M), 100",
    "(== whole 1.1e8999M), 100",
    "(max whole 1.1e8999M), 100",
    "(compare whole 1.1e8999M), 100",
    "(= whole 1e8999M), 50",
    "(get {} whole), 50",
    "(take tiny []), 50",
    "(nth [] tiny 0), 50"
  })
  void decimalsCostAsMuchAsTheirDigitsWrittenOut(String program, long least) {
    Fn run = (Fn) Run.eval("(fn [whole tiny] " + program + ")");
    BigDecimal digits = new BigDecimal("1".repeat(9000));
    Machine machine = new Machine(Budget.DEFAULT);
    run.call(machine, new Decimal(digits), new Decimal(digits.movePointLeft(9000)));
    assertTrue(machine.fuelUsed() >= least, () -> "used " + machine.fuelUsed());
  }

  @Test
  void divisionOfDecimalsEndsWithinItsFuel() {
    assertEquals(
        "test.edn:1:20: fuel limit: used up the fuel of 200000 units",
        Run.error("(loop [n 0] (recur (rem 1e9999M 7e-9999M)))"));
    assertEquals(
        "test.edn:1:1: bigint makes a number of more than 32768 bits",
        Run.error("(bigint 1e9999M)"));
    assertEquals("test.edn:1:1: / has no exact result for 1M by 3M", Run.error("(/ 1M 3M)"));
  }

  @Test
  void valuesNestNoDeeperThanTheyCanBeRead() {
    assertEquals(
        "test.edn:1:38: nesting limit: a value nested more than 64 deep",
        Run.error("(loop [v [] i 0] (if (< i 99) (recur [v] (inc i)) v))"));
  }

  @Test
  void callsNestNoDeeperThanTheBound() {
    String program = "(def f (fn [n] (if (= n 0) 0 (+ 1 (f (dec n)))))) (f %d)";
    assertEquals("255", Run.eval(program.formatted(255)).toString());
    assertEquals(
        "test.edn:1:35: depth limit: more than 256 nested calls",
        Run.error(program.formatted(256)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(def f (fn [n] NESTED+))",
        "(def f (fn [n] NESTED[))",
        "(def f (fn [n] NESTEDlet))",
        "(def f (fn [n] (map f [n])))",
        "(def f (fn [n] (for [x [n] y [x] :when y z [y]] (f z))))",
        "(def f (fn [n] (first (sort (fn [a b] (f n)) [1 2]))))",
        "(def f (fn [n] (first (sort-by f [n 0]))))",
        "(def f (fn [n] (walk/prewalk vector n)))",
        "(def f (fn [n] (walk/postwalk (fn [x] (f n)) [n])))",
        "(def f (fn [n] (set/select f #{n})))",
        "(def f (fn [n] (tree-seq f list n)))",
        "(def f (fn [n] (trampoline (fn [] (f n)))))",
        "(def f (fn [n] (first (sort (comparator (fn [a b] (f n))) [1 2]))))",
        "(def f (fn [n] (apply f [n])))",
        "(def f (fn [n] ((partial f n))))",
        "(def f (fn [n] ((comp f identity) n)))",
        "(def f (fn [n] ((juxt f) n)))",
        "(def f (fn [n] (update-in {} (range 60) (fn [_] (f n)))))",
        "(def f (fn [n] (merge-with (fn [a b] (f n)) {:a 1} {:a 2})))",
        "(def f (fn [n] (reduce-kv (fn [a k v] (f n)) 0 {:a 1})))",
        "(def f (fn [n] (group-by f [n])))",
        "(def f (fn [n] (str/escape \"a\" f)))",
        "(def f (fn [n] (sorted-set-by (fn [a b] (f n)) 1 2)))",
        "(def f (fn [n] (get (sorted-map-by (fn [a b] (if (= a b) 0 (f n))) 1 2) 3)))",
        "(def m (sorted-map-by (fn [a b] (a b)) 1 2)) (def f (fn [n] NESTEDget))",
        "(def m (sorted-map-by (fn [a b] (a b)) 1 2)) (def f (fn [n] (let [{x f} m] x)))",
        "(def f (reduce (fn [g _] (comp g identity)) identity (range 5000)))",
        "(def f (reduce (fn [g _] (partial g 1)) + (range 5000)))"
      })
  void endlessRecursionMeetsTheBoundBeforeTheStackEnds(String definition) throws Exception {
    String text =
        definition
            .replace("NESTED+", "(+ 1 ".repeat(50) + "(f n)" + ")".repeat(50))
            .replace("NESTED[", "[".repeat(50) + "(f n)" + "]".repeat(50))
            .replace("NESTEDget", "[".repeat(50) + "(m f)" + "]".repeat(50))
            .replace("NESTEDlet", "(let [x 1] ".repeat(50) + "(f n)" + ")".repeat(50));
    AtomicReference<String> error = new AtomicReference<>("");
    Thread thread =
        new Thread(null, () -> error.set(Run.error(text + " (f 1)")), "small", STACK_BYTES);
    thread.start();
    thread.join();
    boolean deep = error.get().contains("nested");
    assertTrue(deep && !error.get().contains("within 0"), error.get());
  }

  @Test
  void anotherValueNeedsAnotherMachine() {
    Machine machine = new Machine(Budget.DEFAULT.withFuel(10));
    Fn loop = (Fn) Run.eval("(fn [n] (if (pos? n) (recur (dec n)) :done))");
    assertThrows(LangError.class, () -> loop.call(machine, Int.of(100)));
    assertThrows(LangError.class, () -> loop.call(machine, Int.of(0)));
    assertEquals(10, machine.fuelUsed());
  }

  @Test
  void largeFramesAndClosuresAreNotFree() {
    String names = IntStream.range(0, 6400).mapToObj(i -> "a" + i).collect(joining(" "));
    Fn large = (Fn) Run.eval("(fn [x] (let [[" + names + "] x] (fn [] [" + names + "])))");
    Machine machine = new Machine(Budget.DEFAULT);
    large.call(machine, EdnVector.EMPTY);
    assertEquals(1 + 100 + 100, machine.fuelUsed());
  }

  @Test
  void fuelIsUsedInProportionToTheWork() {
    Fn count = (Fn) Run.eval("(fn [n] (loop [i 0] (if (< i n) (recur (inc i)) i)))");
    Machine few = new Machine(Budget.DEFAULT);
    count.call(few, Int.of(10));
    Machine many = new Machine(Budget.DEFAULT);
    count.call(many, Int.of(1000));
    assertEquals(3 * 10 + 2, few.fuelUsed());
    assertEquals(3 * 1000 + 2, many.fuelUsed());
  }
}
