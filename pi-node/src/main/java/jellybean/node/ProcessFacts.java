package jellybean.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** What the operating system says of this process. */
final class ProcessFacts {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int BYTES_PER_KIB = 1024;

  private ProcessFacts() {}

  /** Resident memory in bytes; empty where there is no {@code /proc}. */
  static OptionalLong residentBytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The same among other facts. */
  static EdnMap withResidentBytes(EdnMap facts) {
    OptionalLong rss = residentBytes();
    return rss.isPresent() ? facts.with(Keyword.of("rss-bytes"), Int.of(rss.getAsLong())) : facts;
  }
}
