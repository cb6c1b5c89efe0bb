import java.lang.ref.Cleaner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Collections under a small heap: what is reachable stays what it was, what is not goes. */
final class Garbage {
  private static final Object[] KEPT = new Object[64];

  record Item(int number, long wide, double real, String text) {}

  private Garbage() {}

  public static void main(String[] args) throws InterruptedException {
    Lines.say("first", churn(6_000));
    Lines.say("again", churn(6_000));
    Lines.say("weak", weak());
    Lines.say("cleaned", cleaned());
    Lines.say("exhausted", exhausted());
    Lines.say("after", churn(2_000));
    Lines.say("arrays", arrays());
  }

  private static long churn(int rounds) {
    long digest = 0;
    for (int i = 0; i < rounds; i++) {
      Object[] row = new Object[8];
      for (int k = 0; k < row.length; k++) {
        row[k] = (k & 1) == 0 ? new Item(i, k, i * 0.5, "s" + i % 13) : new int[k + i % 17];
      }
      KEPT[i & 63] = row;
      if ((i & 255) == 0) {
        digest = Lines.fold(digest, digestOfKept());
      }
    }
    return digest;
  }

  private static long digestOfKept() {
    Map<String, Item> items = new TreeMap<>();
    for (Object row : KEPT) {
      if (row instanceof Object[] values) {
        for (Object value : values) {
          if (value instanceof Item item) {
            items.put(item.text() + item.number(), item);
          }
        }
      }
    }
    long digest = 0;
    for (Item item : items.values()) {
      digest = Lines.fold(digest, item.hashCode());
    }
    return digest;
  }

  private static String weak() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    Object held = new Object();
    WeakReference<Object> kept = new WeakReference<>(held, queue);
    WeakReference<Object> gone = new WeakReference<>(new byte[100], queue);
    System.gc();
    boolean queued = queue.remove(30_000) == gone;
    return queued + " " + (kept.get() == held);
  }

  private static boolean cleaned() throws InterruptedException {
    CountDownLatch clean = new CountDownLatch(1);
    Cleaner.create().register(new byte[100], clean::countDown);
    System.gc();
    return clean.await(30, TimeUnit.SECONDS);
  }

  private static String exhausted() {
    List<byte[]> hoard = new ArrayList<>();
    try {
      while (hoard.size() < 100_000) {
        hoard.add(new byte[64 * 1024]);
      }
      return "never";
    } catch (OutOfMemoryError e) {
      hoard.clear();
      return e.getMessage();
    }
  }

  private static long arrays() {
    long digest = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + i * 37 % 3000];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) (k * 31 + i);
      }
      System.arraycopy(bytes, 0, bytes, bytes.length / 2, bytes.length - bytes.length / 2);
      digest = Lines.fold(digest, Arrays.hashCode(bytes));
      digest = Lines.fold(digest, Arrays.deepHashCode(new long[i % 9][2]));
    }
    return digest;
  }
}
