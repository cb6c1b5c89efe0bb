package jellybean.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;
import jellybean.port.Clock;

/** The machine on which something is measured: what it is, its clock, and room for files. */
public final class Machine {
  public static final Clock CLOCK =
      new Clock() {
        @Override
        public long monotonicMs() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public long wallMs() {
          return System.currentTimeMillis();
        }
      };

  private Machine() {}

  /** As a report names it. */
  public static EdnVector toValue() {
    return EdnVector.of(
        new Text(System.getProperty("os.arch")),
        new Text(Runtime.getRuntime().availableProcessors() + " cores"),
        new Text(System.getProperty("os.name") + " " + System.getProperty("os.version")),
        new Text(System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version")));
  }

  /** A new folder; whoever has it {@link #delete deletes} it. */
  public static Path temporaryFolder(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
