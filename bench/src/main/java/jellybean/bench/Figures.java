package jellybean.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Text;

/** Puts what JMH measured under several compilers into one EDN file and one table. */
final class Figures {
  private static final int WIDTH = 100;
  private static final int BENCHMARK = 0;
  private static final int SCORE = 4;
  private static final int ERROR = 5;
  private static final int UNIT = 6;
  private static final double CENTS = 100;

  /** A score with its error at 99.9 %, in the unit that JMH names. */
  private record Score(double score, double error, String unit) {}

  private Figures() {}

  /**
   * @param args the EDN file to write, then a CSV file of JMH for each compiler, named after it
   */
  public static void main(String[] args) throws IOException {
    Map<String, Map<String, Score>> byCompiler = new LinkedHashMap<>();
    for (String csv : List.of(args).subList(1, args.length)) {
      Path file = Path.of(csv);
      byCompiler.put(String.valueOf(file.getFileName()).replace(".csv", ""), read(file));
    }
    Files.writeString(Path.of(args[0]), EdnPrinter.pretty(value(byCompiler), WIDTH) + "\n");
    System.out.print(table(byCompiler));
  }

  private static Map<String, Score> read(Path csv) throws IOException {
    Map<String, Score> scores = new TreeMap<>();
    for (String line : Files.readAllLines(csv)) {
      String[] fields = line.replace("\"", "").split(",");
      if (!fields[BENCHMARK].equals("Benchmark")) {
        String name = fields[BENCHMARK].replaceFirst("^jellybean\\.bench\\.", "");
        scores.put(
            name,
            new Score(
                Double.parseDouble(fields[SCORE]),
                Double.parseDouble(fields[ERROR].replace("NaN", "0")),
                fields[UNIT]));
      }
    }
    return scores;
  }

  private static EdnMap value(Map<String, Map<String, Score>> byCompiler) {
    EdnMap scores = EdnMap.EMPTY;
    for (var compiler : byCompiler.entrySet()) {
      EdnMap.Builder all = EdnMap.builder();
      compiler
          .getValue()
          .forEach(
              (name, score) ->
                  all.put(
                      new Text(name),
                      EdnVector.of(
                          Real.of(rounded(score.score())),
                          Real.of(rounded(score.error())),
                          new Text(score.unit()))));
      scores = scores.with(Keyword.of(compiler.getKey()), all.build());
    }
    return EdnMap.of(
        Keyword.of("date"),
        new Text(LocalDate.now(ZoneOffset.UTC).toString()),
        Keyword.of("machine"),
        EdnVector.of(
            new Text(System.getProperty("os.arch")),
            Int.of(Runtime.getRuntime().availableProcessors()),
            new Text(System.getProperty("os.name") + " " + System.getProperty("os.version")),
            new Text(Runtime.version().toString())),
        Keyword.of("method"),
        new Text(
            "JMH, average time, one fork each, 4 s of warm-up, 5 times 1 s; own code and peers in"
                + " the same run; score, error at 99.9 %, unit"),
        Keyword.of("scores"),
        scores);
  }

  private static double rounded(double number) {
    return Math.round(number * CENTS) / CENTS;
  }

  private static String table(Map<String, Map<String, Score>> byCompiler) {
    StringBuilder table = new StringBuilder("| µs |");
    byCompiler.keySet().forEach(compiler -> table.append(' ').append(compiler).append(" |"));
    table.append("\n|---|").append("---|".repeat(byCompiler.size())).append('\n');
    List<String> names = new ArrayList<>(byCompiler.values().iterator().next().keySet());
    for (String name : names) {
      table.append("| `").append(name).append("` |");
      for (Map<String, Score> scores : byCompiler.values()) {
        Score score = scores.getOrDefault(name, new Score(0, 0, ""));
        table.append(String.format(Locale.ROOT, " %.1f |", score.score()));
      }
      table.append('\n');
    }
    return table.toString();
  }
}
