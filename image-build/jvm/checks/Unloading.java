import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;

/**
 * Classes loaded again and again by loaders of their own, used until they are compiled, and
 * unloaded.
 */
final class Unloading {
  private static final int LOADERS = 40;

  private Unloading() {}

  /** What each loader makes its own copy of. */
  public static final class Copied implements java.util.function.IntUnaryOperator {
    private static int calls;

    public Copied() {}

    @Override
    public int applyAsInt(int value) {
      calls++;
      synchronized (Copied.class) {
        return value * 31 + calls;
      }
    }
  }

  private static final class Loader extends ClassLoader {
    private final byte[] code;

    Loader(byte[] code) {
      super(Unloading.class.getClassLoader());
      this.code = code;
    }

    Class<?> copy() {
      return defineClass("Unloading$Copied", code, 0, code.length);
    }
  }

  public static void main(String[] args) throws Exception {
    byte[] code = code();
    int sum = 0;
    int unloaded = 0;
    for (int i = 0; i < LOADERS; i++) {
      WeakReference<Loader> loader = new WeakReference<>(new Loader(code));
      sum += used(code, 1_500);
      System.gc();
      unloaded += loader.get() == null ? 1 : 0;
    }
    Lines.say("sum", sum);
    Lines.say("unloaded", unloaded);
  }

  private static int used(byte[] code, int calls) throws Exception {
    var copied =
        (java.util.function.IntUnaryOperator)
            new Loader(code).copy().getDeclaredConstructor().newInstance();
    int value = 1;
    for (int i = 0; i < calls; i++) {
      value = copied.applyAsInt(value);
    }
    return value;
  }

  private static byte[] code() throws IOException {
    try (InputStream in = Unloading.class.getResourceAsStream("Unloading$Copied.class")) {
      return in.readAllBytes();
    }
  }
}
