package jellybean.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What a process has cost, by the books of the kernel (proc(5)); they end with the process. */
public final class Proc {
  /** Fields of {@code /proc/PID/stat} after the name in parentheses. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;
  private static final double TICKS_PER_S = 100.0;
  private static final long KB = 1024;

  private Proc() {}

  /**
   * User and system time so far; the kernel counts in hundredths of a second.
   *
   * @throws UncheckedIOException there is no such process
   */
  public static double cpuSeconds(long pid) {
    String stat = text(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_S;
  }

  /**
   * Its memory, if it has any left.
   *
   * @throws UncheckedIOException there is no such process
   */
  public static OptionalLong residentBytes(long pid) {
    return text(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kb -> Long.parseLong(kb) * KB)
        .findFirst();
  }

  private static String text(long pid, String book) {
    Path file = Path.of("/proc", Long.toString(pid), book);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
