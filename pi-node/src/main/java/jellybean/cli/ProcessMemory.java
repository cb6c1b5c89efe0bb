package jellybean.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux says about the memory of a process (proc_pid_status(5)). */
final class ProcessMemory {
  private static final String FIELD = "VmRSS:";
  private static final long BYTES_PER_KB = 1024;

  private ProcessMemory() {}

  /** Resident memory in bytes; empty on other systems and for processes that are gone. */
  static Optional<Long> residentBytes(long pid) {
    Path status = Path.of("/proc/" + pid + "/status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines.filter(line -> line.startsWith(FIELD)).findFirst().map(ProcessMemory::bytes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** {@code VmRSS: 71234 kB}. */
  private static long bytes(String line) {
    String number = line.substring(FIELD.length()).replace("kB", "").strip();
    return Long.parseLong(number) * BYTES_PER_KB;
  }
}
