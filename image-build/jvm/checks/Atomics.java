import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Atomic values of 32 and 64 bits by every way there is to them, alone and from several threads.
 */
final class Atomics {
  private static final int ROUNDS = 8_000;
  private static final VarHandle WIDE;
  private static final VarHandle SMALL;
  private static final AtomicLongFieldUpdater<Atomics> UPDATER =
      AtomicLongFieldUpdater.newUpdater(Atomics.class, "updated");

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WIDE = lookup.findVarHandle(Atomics.class, "wide", long.class);
      SMALL = lookup.findVarHandle(Atomics.class, "small", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long wide;
  private byte small;
  volatile long updated;
  private volatile long torn;

  private Atomics() {}

  public static void main(String[] args) throws InterruptedException {
    Lines.say("alone", new Atomics().alone());
    Lines.say("together", new Atomics().together());
    Lines.say("torn", new Atomics().torn());
  }

  private String alone() {
    AtomicLong number = new AtomicLong(5);
    AtomicInteger narrow = new AtomicInteger();
    AtomicIntegerArray array = new AtomicIntegerArray(4);
    AtomicReference<String> text = new AtomicReference<>("a");
    for (int i = 0; i < ROUNDS; i++) {
      number.decrementAndGet();
      number.incrementAndGet();
      number.getAndAdd(-3);
      number.getAndSet(number.get() + 3);
      number.compareAndSet(5, 6L << 33);
      number.accumulateAndGet(7, (a, b) -> a ^ b << 40);
      narrow.addAndGet(i);
      array.getAndUpdate(i & 3, value -> value * 3 + 1);
      text.updateAndGet(value -> value.length() > 20 ? "b" : value + "c");
      WIDE.getAndAdd(this, 1L << 31);
      WIDE.getAndBitwiseXor(this, (long) i << 20);
      WIDE.compareAndExchange(this, 0L, 1L);
      SMALL.getAndAdd(this, (byte) 3);
      UPDATER.addAndGet(this, 1L << 32 | i);
    }
    return number + " " + narrow + " " + array + " " + text + " " + wide + " " + small + " "
        + updated;
  }

  private String together() throws InterruptedException {
    AtomicLong number = new AtomicLong();
    LongAdder adder = new LongAdder();
    Together.run(
        3,
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            number.addAndGet(1L << 32 | 1);
            adder.add(1L << 33);
            WIDE.getAndAdd(this, 3L << 30);
            UPDATER.incrementAndGet(this);
            long seen = number.get();
            while (!number.compareAndSet(seen, seen + 1)) {
              seen = number.get();
            }
          }
        });
    return number + " " + adder + " " + wide + " " + updated;
  }

  /**
   * A volatile long is written and read as a whole: no reader sees half of one value. The board's
   * JVM keeps that on one core only.
   */
  private int torn() throws InterruptedException {
    AtomicInteger halves = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 50 * ROUNDS; i++) {
                    torn = (i & 1) == 0 ? 0 : -1;
                  }
                });
    Together.run(
        2,
        () -> {
          while (writer.isAlive()) {
            long seen = torn;
            if (seen != 0 && seen != -1) {
              halves.incrementAndGet();
            }
          }
        });
    return halves.get();
  }
}
