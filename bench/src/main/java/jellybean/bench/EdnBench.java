package jellybean.bench;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
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
import org.openjdk.jmh.infra.Blackhole;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;
import us.bpsm.edn.printer.Printers;

/**
 * A mix of messages is read from UTF-8, as from the wire, and printed to it. Peers: edn-java 0.7.1,
 * and Clojure's {@code clojure.edn/read-string} and {@code pr-str}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EdnBench {
  private final List<byte[]> texts =
      Messages.MIX.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  private final List<Value> values = texts.stream().map(EdnReader::readOne).toList();

  private final Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
  private final List<Object> javaValues =
      Messages.MIX.stream().map(text -> parser.nextValue(Parsers.newParseable(text))).toList();

  private final IFn read = clojure("clojure.edn", "read-string");
  private final IFn print = clojure("clojure.core", "pr-str");
  private final List<Object> clojureValues =
      Messages.MIX.stream().map(text -> read.invoke(text)).toList();

  private static IFn clojure(String namespace, String name) {
    Clojure.var("clojure.core", "require").invoke(Clojure.read(namespace));
    return Clojure.var(namespace, name);
  }

  @Benchmark
  public void readJellybean(Blackhole hole) {
    for (byte[] text : texts) {
      hole.consume(EdnReader.readOne(text));
    }
  }

  @Benchmark
  public void readEdnJava(Blackhole hole) {
    for (byte[] text : texts) {
      Parseable parseable = Parsers.newParseable(new String(text, StandardCharsets.UTF_8));
      hole.consume(parser.nextValue(parseable));
    }
  }

  @Benchmark
  public void readClojure(Blackhole hole) {
    for (byte[] text : texts) {
      hole.consume(read.invoke(new String(text, StandardCharsets.UTF_8)));
    }
  }

  @Benchmark
  public void printJellybean(Blackhole hole) {
    for (Value value : values) {
      hole.consume(EdnPrinter.toBytes(value));
    }
  }

  @Benchmark
  public void printEdnJava(Blackhole hole) {
    for (Object value : javaValues) {
      String text = Printers.printString(Printers.defaultPrinterProtocol(), value);
      hole.consume(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Benchmark
  public void printClojure(Blackhole hole) {
    for (Object value : clojureValues) {
      hole.consume(((String) print.invoke(value)).getBytes(StandardCharsets.UTF_8));
    }
  }
}
