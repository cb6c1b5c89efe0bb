package jellybean.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * How much of all cores' time anything works, as Linux counts it. The file is kept open and read
 * into the same bytes again, so that looking costs a board next to nothing. Belongs to one thread.
 */
final class CpuTime implements AutoCloseable {
  static final Path LINUX = Path.of("/proc/stat");

  private static final int LINE_BYTES = 256;

  /** {@code user nice system idle iowait irq softirq steal}; guests are part of the user's. */
  private static final int FIELDS = 8;

  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int PERMILLE = 1_000;

  private final Optional<RandomAccessFile> file;
  private final byte[] line = new byte[LINE_BYTES];
  private long ticks;
  private long idleTicks;

  private CpuTime(Optional<RandomAccessFile> file) {
    this.file = file;
  }

  /** Where there is no such file, nothing ever works. */
  static CpuTime of(Path stat) {
    try {
      return new CpuTime(Optional.of(new RandomAccessFile(stat.toFile(), "r")));
    } catch (IOException e) {
      Logger.info("no processor time: expected {} to be readable: {}", stat, e.getMessage());
      return new CpuTime(Optional.empty());
    }
  }

  /** Of 1 000, since it was asked before; the first time since the system started. */
  int permille() {
    long ticksBefore = ticks;
    long idleBefore = idleTicks;
    if (file.isEmpty() || !read(file.get())) {
      return 0;
    }
    long all = ticks - ticksBefore;
    long busy = all - (idleTicks - idleBefore);
    return all <= 0 ? 0 : Math.clamp(busy * PERMILLE / all, 0, PERMILLE);
  }

  private boolean read(RandomAccessFile open) {
    try {
      open.seek(0);
      return parse(open.read(line));
    } catch (IOException e) {
      Logger.debug(e, "processor time is not to be had");
      return false;
    }
  }

  /** Reads {@code cpu 1 2 3 4 5 6 7 8 …}. */
  private boolean parse(int length) {
    long sum = 0;
    long idle = 0;
    int field = -1;
    for (int at = 0; at < length && field < FIELDS && line[at] != '\n'; ) {
      if (line[at] == ' ') {
        at++;
        continue;
      }
      long number = 0;
      for (; at < length && line[at] != ' ' && line[at] != '\n'; at++) {
        number = number * 10 + line[at] - '0';
      }
      if (field >= 0) {
        sum += number;
        idle += field == IDLE || field == WAITING ? number : 0;
      }
      field++;
    }
    ticks = sum;
    idleTicks = idle;
    return field > WAITING;
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
