package jellybean.bench.cells;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what must come about, and how long it took. */
final class Wait {
  private static final long MOMENT_MS = 50;

  private Wait() {}

  /** How many milliseconds it took until it was so; empty if it was not in time. */
  static OptionalLong until(long withinMs, BooleanSupplier so) {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (ms(start) > withinMs) {
        return OptionalLong.empty();
      }
      aMoment();
    }
    return OptionalLong.of(ms(start));
  }

  /**
   * Asks until there is no fault, or time is up.
   *
   * @return the last fault
   */
  static Optional<String> untilNone(long withinMs, Supplier<Optional<String>> fault) {
    long start = System.nanoTime();
    Optional<String> found = fault.get();
    while (found.isPresent() && ms(start) <= withinMs) {
      aMoment();
      found = fault.get();
    }
    return found;
  }

  static void ms(int ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
  }

  static void aMoment() {
    ms((int) MOMENT_MS);
  }

  private static long ms(long startNs) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
  }
}
