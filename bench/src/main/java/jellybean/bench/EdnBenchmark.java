package jellybean.bench;

import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A message as real behaviours send them: eight entries, one of them nested. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EdnBenchmark {
  private static final Keyword COUNT = Keyword.of("count");

  private final EdnMap message =
      EdnMap.builder()
          .put(Keyword.of("word"), new Text("pelican"))
          .put(COUNT, Int.of(41))
          .put(Keyword.of("line"), Int.of(1_234))
          .put(Keyword.of("from"), new Text("/wordcount/splitters"))
          .put(Keyword.of("seen"), EdnVector.of(Int.of(1), Int.of(2), Int.of(3)))
          .put(Keyword.of("file"), new Text("text.txt"))
          .put(Keyword.of("last"), Keyword.of("end"))
          .put(Keyword.of("seed"), Int.of(987_654_321))
          .build();

  /** One entry of a small map is replaced. */
  @Benchmark
  public Value replaceOneEntry() {
    return message.with(COUNT, Int.of(42));
  }

  /** The message becomes text. */
  @Benchmark
  public String print() {
    return EdnPrinter.toString(message);
  }
}
