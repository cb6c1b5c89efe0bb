import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compiled code that meets classes, fields and constants which are not loaded yet, and is patched
 * when they are: every kind of access, first compiled cold, then warm.
 */
final class Patching {
  private static final int KINDS = 30;
  private static int initialized;
  private static long digest;

  private Patching() {}

  static class Base {
    static int number = 7;
    int field = 3;
    long wide = 5;
    double real = 2.5;

    int virtual() {
      return field;
    }
  }

  static class Derived extends Base {
    static long wideNumber = 9;
    static Object object = "object";

    @Override
    int virtual() {
      return 4;
    }
  }

  static class Late {
    static int counter = 1;
    final Object reference = "late";

    static {
      initialized++;
    }

    static int next() {
      return counter++;
    }
  }

  interface Numbered {
    int number();
  }

  static class Eleven implements Numbered {
    @Override
    public int number() {
      return 11;
    }
  }

  static class Own extends RuntimeException {
    private static final long serialVersionUID = 1;

    Own(String message) {
      super(message);
    }
  }

  public static void main(String[] args) {
    for (int i = 0; i < 6_000; i++) {
      access(0, "warm");
    }
    for (int round = 0; round < 3; round++) {
      for (int kind = 1; kind < KINDS; kind++) {
        Lines.say("round " + round + " kind " + kind, shown(kind));
      }
    }
    for (int i = 0; i < 30_000; i++) {
      int kind = i % 16;
      access(kind == 5 ? 0 : kind, new Derived());
    }
    System.gc();
    for (int kind = 1; kind < KINDS; kind++) {
      digest = Lines.fold(digest, shown(kind).hashCode());
    }
    Lines.say("digest", Long.toHexString(digest) + " initialized " + initialized);
  }

  private static String shown(int kind) {
    Object subject =
        switch (kind) {
          case 2, 3, 12, 13, 14, 15, 26 -> new Derived();
          case 18 -> new Eleven();
          default -> "text";
        };
    try {
      Object value = access(kind, subject);
      return value instanceof String || value instanceof Number || value instanceof Boolean
          ? value.toString()
          : value.getClass().getName();
    } catch (Own e) {
      return "Own " + e.getMessage();
    }
  }

  private static Object access(int kind, Object in) {
    return switch (kind) {
      case 0 -> kind;
      case 1 -> new Base();
      case 2 -> in instanceof Derived;
      case 3 -> (Derived) in;
      case 4 -> Base.number;
      case 5 -> Base.number = in.hashCode() & 1;
      case 6 -> Derived.wideNumber + 1;
      case 7 -> Derived.wideNumber = 12_345_678_901L;
      case 8 -> new Derived[3];
      case 9 -> new Eleven[2][3];
      case 10 -> Late.next();
      case 11 -> Late.counter = 5;
      case 12 -> ((Base) in).field;
      case 13 -> ((Base) in).wide = 99;
      case 14 -> ((Base) in).real;
      case 15 -> ((Base) in).real = -1;
      case 16 -> supplied(() -> in);
      case 17 -> "x" + kind + in.getClass().getName();
      case 18 -> ((Numbered) in).number();
      case 19 -> throw new Own("thrown");
      case 20 -> Derived.object;
      default -> moreAccess(kind, in);
    };
  }

  private static Object moreAccess(int kind, Object in) {
    return switch (kind) {
      case 21 -> Derived.object = "stored";
      case 22 -> Late.class.getName();
      case 23 -> Patching.<Base>derived().virtual();
      case 24 -> locked();
      case 25 -> new Late().reference;
      case 26 -> ((Derived) in).field;
      case 27 -> numbered(() -> kind);
      case 28 -> Optional.of(in).map(Object::hashCode).isPresent();
      default -> castRefused(in);
    };
  }

  private static Object locked() {
    synchronized (Late.class) {
      return 24;
    }
  }

  private static Object castRefused(Object in) {
    try {
      return ((Derived) in).field;
    } catch (ClassCastException e) {
      return "refused";
    }
  }

  private static Object supplied(Supplier<Object> supplier) {
    return supplier.get();
  }

  private static Object numbered(Numbered numbered) {
    return numbered.number();
  }

  @SuppressWarnings("unchecked")
  private static <T> T derived() {
    return (T) new Derived();
  }
}
