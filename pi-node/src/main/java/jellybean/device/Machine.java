package jellybean.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;

/**
 * What the system says of this process and of the board: what there is, and nothing for what is not
 * there. Blocks, a little.
 *
 * @param root where the files of the system are; {@code /} but in tests
 */
record Machine(Path root) {
  private static final long BYTES_PER_KIB = 1_024;
  private static final double MILLI = 1_000;
  private static final Pattern MEMORY =
      Pattern.compile("(?m)^(MemTotal|MemAvailable):\\s+(\\d+) kB$");

  /** {@code {:process {…} :board {…}}}. */
  EdnMap read() {
    return EdnMap.of(Keyword.of("process"), process(), Keyword.of("board"), board());
  }

  private EdnMap process() {
    EdnMap process = ProcessNumbers.read();
    return text("proc/self/status")
        .flatMap(status -> number(status, Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$")))
        .map(kib -> process.with(Keyword.of("resident-bytes"), Int.of(kib * BYTES_PER_KIB)))
        .orElse(process);
  }

  private EdnMap board() {
    EdnMap map = EdnMap.of(Keyword.of("cores"), Int.of(Runtime.getRuntime().availableProcessors()));
    Matcher memory = MEMORY.matcher(text("proc/meminfo").orElse(""));
    while (memory.find()) {
      String key = memory.group(1).equals("MemTotal") ? "memory-bytes" : "available-bytes";
      map = map.with(Keyword.of(key), Int.of(Long.parseLong(memory.group(2)) * BYTES_PER_KIB));
    }
    map = with(map, "load", "proc/loadavg", "^(\\d+\\.\\d+) ", 1);
    map = with(map, "uptime-s", "proc/uptime", "^(\\d+\\.\\d+) ", 1);
    return with(
        map, "temperature-c", "sys/class/thermal/thermal_zone0/temp", "^(-?\\d+)\\s*$", MILLI);
  }

  private EdnMap with(EdnMap map, String key, String file, String pattern, double divisor) {
    Matcher matcher = Pattern.compile(pattern).matcher(text(file).orElse(""));
    return matcher.find()
        ? map.with(Keyword.of(key), Real.of(Double.parseDouble(matcher.group(1)) / divisor))
        : map;
  }

  private static Optional<Long> number(String text, Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  private Optional<String> text(String file) {
    try {
      List<String> lines = Files.readAllLines(root.resolve(file));
      return Optional.of(String.join("\n", lines));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
