package jellybean.actor;

import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.LangError;

/** Errors as values: {@code #jelly/error {:message "…"}}. */
public final class Errors {
  public static final Symbol TAG = Symbol.of("jelly/error");
  public static final Keyword MESSAGE = Keyword.of("message");

  /** Characters of the message of a failure; the rest is left out. */
  static final int MAX_CHARS = 4_000;

  private Errors() {}

  public static Value error(String message) {
    return new Tagged(TAG, EdnMap.of(MESSAGE, new Text(message)));
  }

  public static boolean isError(Value value) {
    return value instanceof Tagged tagged && tagged.tag().equals(TAG);
  }

  /** What an error says; of what is none, what it is. */
  public static String text(Value error) {
    return error instanceof Tagged tagged
            && tagged.tag().equals(TAG)
            && tagged.value() instanceof EdnMap map
            && map.get(MESSAGE, error) instanceof Text text
        ? text.value()
        : error.toString();
  }

  /** What a program or an operator is told of a failure. */
  public static Value of(Throwable failure) {
    return switch (failure) {
      case LangError error -> error.toValue();
      case StackOverflowError _ -> error("stack overflow: expected less nesting of calls or data");
      default -> error(describe(failure));
    };
  }

  /**
   * The same for whatever the code of an actor threw; but what the whole virtual machine suffers
   * from is thrown on, and ends the node.
   */
  static Value survived(Throwable failure) {
    if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
      throw fatal;
    }
    return of(failure);
  }

  /** Our own exceptions say all in their messages; others need their names. */
  private static String describe(Throwable failure) {
    String name = failure.getClass().getName();
    try {
      String text =
          name.startsWith("jellybean.") ? String.valueOf(failure.getMessage()) : failure.toString();
      return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + " …" : text;
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return name + ", which cannot say what it is";
    }
  }
}
