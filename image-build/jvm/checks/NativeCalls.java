import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** Native code through JNI, by JNA: values of every width both ways, structures, calls back. */
final class NativeCalls {
  private static final int ROUNDS = 3_000;

  private NativeCalls() {}

  public interface C extends Library {
    int abs(int value);

    NativeLong labs(NativeLong value);

    long llabs(long value);

    int getpid();

    double strtod(String text, Pointer end);

    void qsort(Pointer values, NativeLong count, NativeLong size, Comparing comparing);

    Divided div(int number, int by);

    int snprintf(byte[] out, NativeLong size, String format, Object... values);

    int close(int file) throws com.sun.jna.LastErrorException;
  }

  public interface M extends Library {
    double pow(double base, double exponent);

    float fabsf(float value);

    double ldexp(double value, int exponent);
  }

  public interface Comparing extends Callback {
    int compare(Pointer one, Pointer other);
  }

  @Structure.FieldOrder({"quotient", "remainder"})
  public static class Divided extends Structure implements Structure.ByValue {
    public int quotient;
    public int remainder;
  }

  public static void main(String[] args) {
    C c = Native.load("libc.so.6", C.class);
    M m = Native.load("libm.so.6", M.class);
    long sum = 0;
    double real = 0;
    for (int i = 0; i < ROUNDS; i++) {
      sum += c.abs(-i) + c.llabs(-(1L << 40) - i) + c.labs(new NativeLong(-i)).longValue();
      real += m.pow(i, 0.5) + m.fabsf(-i / 3f) + m.ldexp(i, 3);
    }
    Lines.say("whole", sum);
    Lines.say("real", real);
    Lines.say("process", c.getpid() == (int) ProcessHandle.current().pid());
    Lines.say("parsed", c.strtod("2.718281828", Pointer.NULL));
    Divided divided = c.div(47, 5);
    Lines.say("structure", divided.quotient + " " + divided.remainder);
    Lines.say("sorted", sorted(c));
    byte[] out = new byte[64];
    c.snprintf(out, new NativeLong(out.length), "%d %s %.3f %lld", 42, "beans", 2.5, 1L << 40);
    Lines.say("variadic", Native.toString(out));
    Lines.say("error", error(c));
  }

  private static String sorted(C c) {
    int count = 200;
    Memory memory = new Memory(4L * count);
    for (int i = 0; i < count; i++) {
      memory.setInt(4L * i, i * 7919 % 211);
    }
    int[] calls = {0};
    c.qsort(
        memory,
        new NativeLong(count),
        new NativeLong(4),
        (one, other) -> {
          calls[0]++;
          return Integer.compare(one.getInt(0), other.getInt(0));
        });
    long digest = 0;
    for (int i = 0; i < count; i++) {
      digest = Lines.fold(digest, memory.getInt(4L * i));
    }
    return Long.toHexString(digest) + " " + (calls[0] > count);
  }

  private static String error(C c) {
    try {
      c.close(-1);
      return "none";
    } catch (com.sun.jna.LastErrorException e) {
      return "number " + e.getErrorCode();
    }
  }
}
