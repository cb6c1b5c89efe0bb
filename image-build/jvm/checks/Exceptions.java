import java.util.BitSet;

/** What goes wrong, thrown from compiled code as from interpreted. */
final class Exceptions {
  private static final int ROUNDS = 6_000;

  private int field = 3;
  private int depth;

  private Exceptions() {}

  public static void main(String[] args) {
    for (int kind = 0; kind < 10; kind++) {
      Lines.say("kind " + kind, outcome(kind));
    }
    Lines.say("finally", finallyRuns());
    Lines.say("stack", stackOverflows());
    Lines.say("trace", trace());
    Lines.say("cause", cause());
  }

  /** How often each exception came out of so many rounds, a third of which go wrong. */
  private static String outcome(int kind) {
    int fine = 0;
    String last = "";
    int thrown = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try {
        fine += wrong(kind, i % 3 == 0);
      } catch (RuntimeException | Error e) {
        thrown++;
        last = e.getClass().getSimpleName();
      }
    }
    return fine + " fine, " + thrown + " " + last;
  }

  private static int wrong(int kind, boolean bad) {
    Exceptions none = bad ? null : new Exceptions();
    Object object = bad ? "text" : new BitSet();
    int[] array = new int[4];
    return switch (kind) {
      case 0 -> none.field > 0 ? 1 : 0;
      case 1 -> 7 / (bad ? 0 : 7);
      case 2 -> (int) (7L % (bad ? 0L : 4L)) > 0 ? 1 : 0;
      case 3 -> array[bad ? 4 : 3] + 1;
      case 4 -> ((BitSet) object).isEmpty() ? 1 : 0;
      case 5 -> stored(bad ? new Object[] {1} : new Object[] {"s"});
      case 6 -> new byte[bad ? -1 : 1].length;
      case 7 -> none.called();
      case 8 -> Integer.parseInt(bad ? "x" : "1");
      default -> {
        if (bad) {
          throw new IllegalStateException("own");
        }
        yield 1;
      }
    };
  }

  private static int stored(Object[] values) {
    Object[] strings = new String[1];
    strings[0] = values[0];
    return strings.length;
  }

  private int called() {
    return 1;
  }

  private static int finallyRuns() {
    int runs = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try {
        runs += wrong(i % 9, i % 2 == 0);
      } catch (RuntimeException e) {
        runs += 10;
      } finally {
        runs += 100;
      }
    }
    return runs;
  }

  /** Three times: the guard below the stack must be put back. */
  private static String stackOverflows() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      Exceptions counted = new Exceptions();
      try {
        counted.deeper();
      } catch (StackOverflowError e) {
        text.append(counted.depth > 500 ? "deep " : "shallow ");
      }
    }
    return text.toString().trim();
  }

  private int deeper() {
    depth++;
    return deeper() + 1;
  }

  private static String trace() {
    try {
      wrong(8, true);
      return "nothing thrown";
    } catch (NumberFormatException e) {
      StackTraceElement[] frames = e.getStackTrace();
      StringBuilder text = new StringBuilder(e.getMessage());
      for (StackTraceElement frame : frames) {
        if (frame.getClassName().equals("Exceptions")) {
          text.append(' ').append(frame.getMethodName());
        }
      }
      return text.toString();
    }
  }

  private static String cause() {
    try {
      try {
        wrong(0, true);
      } catch (NullPointerException e) {
        throw new IllegalArgumentException("outer", e);
      }
      return "nothing thrown";
    } catch (IllegalArgumentException e) {
      return e.getMessage() + " because of " + e.getCause().getMessage();
    }
  }
}
