import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Monitors in every form, contended and not, waiting, parking, queues and virtual threads. */
final class Locks {
  private static final int ROUNDS = 8_000;

  private final Object other = new Object();
  private int count;

  private Locks() {}

  public static void main(String[] args) throws Exception {
    Locks locks = new Locks();
    for (int i = 0; i < ROUNDS; i++) {
      locks.method();
      locks.block();
      locks.nested();
    }
    Lines.say("alone", locks.count);
    Lines.say("left by exceptions", locks.leftByExceptions());
    Lines.say("null", nullIsNoMonitor());
    Lines.say("contended", locks.contended());
    Lines.say("waiting", waiting());
    Lines.say("reentrant", reentrant());
    Lines.say("queues", queues());
    Lines.say("map", map());
    Lines.say("timed", timed());
    Lines.say("scheduled", scheduled());
    Lines.say("virtual", virtual());
  }

  private synchronized void method() {
    count++;
  }

  private void block() {
    synchronized (this) {
      count++;
    }
  }

  private void nested() {
    synchronized (other) {
      synchronized (other) {
        synchronized (this) {
          count++;
        }
      }
    }
  }

  private int leftByExceptions() {
    int thrown = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try {
        throwing(i % 3);
      } catch (IllegalStateException e) {
        thrown++;
      }
    }
    return Thread.holdsLock(other) ? -1 : thrown;
  }

  private void throwing(int kind) {
    synchronized (other) {
      if (kind == 0) {
        throw new IllegalStateException();
      }
    }
  }

  /** Interpreted at first, compiled later: it must be the same exception. */
  private static int nullIsNoMonitor() {
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try {
        refused += within(i % 100 == 99 ? null : Locks.class);
      } catch (NullPointerException e) {
        refused += 1_000;
      }
    }
    return refused;
  }

  private static int within(Object monitor) {
    synchronized (monitor) {
      return 1;
    }
  }

  private int contended() throws InterruptedException {
    count = 0;
    Together.run(
        3,
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            block();
            nested();
          }
        });
    return count;
  }

  private static String waiting() throws InterruptedException {
    Object monitor = new Object();
    int[] turn = {0};
    StringBuilder order = new StringBuilder();
    List<Thread> threads = new ArrayList<>();
    for (int me = 0; me < 3; me++) {
      int mine = me;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 20; i++) {
                      synchronized (monitor) {
                        while (turn[0] % 3 != mine) {
                          waitFor(monitor);
                        }
                        order.append(mine);
                        turn[0]++;
                        monitor.notifyAll();
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return order.toString();
  }

  private static void waitFor(Object monitor) {
    try {
      monitor.wait();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int reentrant() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    int[] sum = {0};
    Together.run(
        4,
        () -> {
          for (int i = 0; i < 2_000; i++) {
            lock.lock();
            try {
              sum[0]++;
            } finally {
              lock.unlock();
            }
          }
        });
    return sum[0];
  }

  private static long queues() throws InterruptedException {
    BlockingQueue<Integer> handed = new SynchronousQueue<>();
    BlockingQueue<Integer> held = new ArrayBlockingQueue<>(4);
    Thread giver =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 1_500; i++) {
                      handed.put(i);
                      held.put(i);
                    }
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    long sum = 0;
    for (int i = 0; i < 1_500; i++) {
      sum += handed.take() + 3L * held.take();
    }
    giver.join();
    return sum;
  }

  private static int map() throws InterruptedException {
    ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
    Together.run(
        3,
        () -> {
          for (int i = 0; i < 2_000; i++) {
            map.merge(i % 101, 1, Integer::sum);
          }
        });
    return map.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Waiting with a limit ends after it, never before; how long after is the machine's affair. */
  private static String timed() throws InterruptedException {
    StringBuilder early = new StringBuilder();
    long began = System.nanoTime();
    Thread.sleep(40);
    early.append(System.nanoTime() - began < 39_000_000L);
    began = System.nanoTime();
    Object monitor = new Object();
    synchronized (monitor) {
      monitor.wait(40);
    }
    early.append(System.nanoTime() - began < 39_000_000L);
    LockSupport.parkNanos(1_000_000);
    return early.toString();
  }

  private static boolean scheduled() throws InterruptedException {
    CountDownLatch ticks = new CountDownLatch(10);
    try (var timer = Executors.newScheduledThreadPool(2)) {
      var ticking = timer.scheduleAtFixedRate(ticks::countDown, 5, 10, TimeUnit.MILLISECONDS);
      boolean enough = ticks.await(60, TimeUnit.SECONDS);
      ticking.cancel(false);
      return enough;
    }
  }

  private static int virtual() throws InterruptedException {
    int[] sum = {0};
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.yield();
                    synchronized (sum) {
                      sum[0]++;
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return sum[0];
  }
}
