package jellybean.device;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jellybean.wiring.Line;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The pins of a node, each of which one device has at a time. The machine's pins are looked for
 * when the first one is wanted, and not before. Any thread may call; all may block.
 */
final class Pins implements AutoCloseable {
  /**
   * How long a pin is waited for: a device that starts again opens its pins while those of its life
   * before are still being given back.
   */
  static final long FREE_WITHIN_MS = 5_000;

  private final Supplier<Board> found;
  private final ConcurrentMap<Integer, Semaphore> places = new ConcurrentHashMap<>();
  private @Nullable Board board;

  Pins(Supplier<Board> found) {
    this.found = found;
  }

  /** Those of this machine, or, if it has none, pins that nothing hangs on. */
  static Pins ofMachine() {
    return new Pins(
        () -> {
          Optional<Sysfs> sysfs = Sysfs.find(Path.of("/sys/class/gpio"));
          if (sysfs.isEmpty()) {
            Logger.warn(
                "this machine has no pins of a Raspberry Pi under /sys/class/gpio: lights and"
                    + " buttons are only shown");
            return Pi4jBoard.mock();
          }
          return Pi4jBoard.of(sysfs.get(), Path.of("/sys/class/pwm"));
        });
  }

  Board.Output output(Line line) {
    Board.Output output = taken(line, () -> board().output(line));
    return new Board.Output() {
      @Override
      public void set(int permille) {
        output.set(permille);
      }

      @Override
      public void close() {
        free(line, output::close);
      }
    };
  }

  Board.Input input(Line line, Runnable changed) {
    Board.Input input = taken(line, () -> board().input(line, changed));
    return new Board.Input() {
      @Override
      public boolean isActive() {
        return input.isActive();
      }

      @Override
      public void close() {
        free(line, input::close);
      }
    };
  }

  /** What moves them. */
  String kind() {
    return board().kind();
  }

  private synchronized Board board() {
    if (board == null) {
      board = found.get();
    }
    return board;
  }

  private <T> T taken(Line line, Supplier<T> open) {
    Semaphore place = place(line);
    try {
      if (!place.tryAcquire(FREE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        throw new DeviceException(
            "cannot take "
                + line
                + ": expected that it is free within "
                + FREE_WITHIN_MS
                + " ms, found that another device of this node has it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException("cannot take " + line + ": nobody waits for it any more");
    }
    boolean isOpen = false;
    try {
      T opened = open.get();
      isOpen = true;
      return opened;
    } finally {
      if (!isOpen) {
        place.release();
      }
    }
  }

  private void free(Line line, Runnable close) {
    try {
      close.run();
    } finally {
      place(line).release();
    }
  }

  private Semaphore place(Line line) {
    return places.computeIfAbsent(line.gpio(), _ -> new Semaphore(1));
  }

  @Override
  public synchronized void close() {
    if (board != null) {
      board.close();
      board = null;
    }
  }
}
