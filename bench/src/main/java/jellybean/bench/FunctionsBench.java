package jellybean.bench;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Fn;
import jellybean.lang.Machine;
import jellybean.lang.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same functions here, compiled by Clojure 1.12, and (fib alone) in {@link NaiveWalker}. Here a
 * call has a meter of its own, as each message has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class FunctionsBench {
  private static final String FIB = "(fn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))";
  private static final String MAPS =
      "(fn [n] (loop [i 0 m {}] (if (< i n) (recur (inc i) (update m (mod i 64) (fnil inc 0)))"
          + " m)))";
  private static final String VECTORS = "(fn [n] (reduce + (mapv inc (vec (range n)))))";
  private static final String DOCUMENT =
      """
      (fn [orders]
        (reduce (fn [by-kind {:keys [kind items]}]
                  (update by-kind kind
                          (fn [{:keys [n cents]}]
                            {:n (+ (or n 0) (count items))
                             :cents (reduce + (or cents 0) (map (fn [i] (* (:n i) (:cents i))) items))})))
                {} orders))
      """;
  private static final String ORDERS =
      """
      (vec (map (fn [i] {:id i :kind (get [:gift :post :pick-up] (mod i 3))
                         :items [{:n 2 :cents 250} {:n 1 :cents (+ 100 i)} {:n 12 :cents 75}]})
                (range 50)))
      """;

  private static final long FIB_OF = 15;
  private static final long TURNS = 1_000;

  private final Fn fib = (Fn) jelly(FIB);
  private final Fn maps = (Fn) jelly(MAPS);
  private final Fn vectors = (Fn) jelly(VECTORS);
  private final Fn document = (Fn) jelly(DOCUMENT);
  private final Value orders = jelly(ORDERS);
  private final Value fibOf = Int.of(FIB_OF);
  private final Value turns = Int.of(TURNS);

  private final IFn fibOfClojure = (IFn) clojure(FIB);
  private final IFn mapsOfClojure = (IFn) clojure(MAPS);
  private final IFn vectorsOfClojure = (IFn) clojure(VECTORS);
  private final IFn documentOfClojure = (IFn) clojure(DOCUMENT);
  private final Object ordersOfClojure = clojure(ORDERS);

  private final Object naiveFib =
      NaiveWalker.function(
          List.of(
              "fn",
              "fib",
              List.of("n"),
              List.of(
                  "if",
                  List.of("<", "n", 2L),
                  "n",
                  List.of(
                      "+",
                      List.of("fib", List.of("-", "n", 1L)),
                      List.of("fib", List.of("-", "n", 2L))))));

  private static Value jelly(String form) {
    Session session = new Session("bench.edn", Budget.DEFAULT);
    return session.eval(
        EdnReader.of(form, "bench.edn", ReadLimits.DOCUMENT).nextSyntax().orElseThrow());
  }

  private static Object clojure(String form) {
    return Clojure.var("clojure.core", "eval").invoke(Clojure.read(form));
  }

  private static Value call(Fn fn, Value argument) {
    return fn.call(new Machine(Budget.DEFAULT), argument);
  }

  @Benchmark
  public Value fibJellybean() {
    return call(fib, fibOf);
  }

  @Benchmark
  public Object fibClojure() {
    return fibOfClojure.invoke(FIB_OF);
  }

  @Benchmark
  public Object fibNaive() {
    return NaiveWalker.call(naiveFib, FIB_OF);
  }

  @Benchmark
  public Value mapsJellybean() {
    return call(maps, turns);
  }

  @Benchmark
  public Object mapsClojure() {
    return mapsOfClojure.invoke(TURNS);
  }

  @Benchmark
  public Value vectorsJellybean() {
    return call(vectors, turns);
  }

  @Benchmark
  public Object vectorsClojure() {
    return vectorsOfClojure.invoke(TURNS);
  }

  @Benchmark
  public Value documentJellybean() {
    return call(document, orders);
  }

  @Benchmark
  public Object documentClojure() {
    return documentOfClojure.invoke(ordersOfClojure);
  }
}
