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

  private Errors() {}

  public static Value error(String message) {
    return new Tagged(TAG, EdnMap.of(MESSAGE, new Text(message)));
  }

  public static boolean isError(Value value) {
    return value instanceof Tagged tagged && tagged.tag().equals(TAG);
  }

  /** What a program or an operator is told of a failure. */
  public static Value of(Throwable failure) {
    return switch (failure) {
      case LangError error -> error.toValue();
      case StackOverflowError _ -> error("stack overflow: expected less nesting of calls or data");
      default -> error(describe(failure));
    };
  }

  /** Our own exceptions say all in their messages; others need their names. */
  private static String describe(Throwable failure) {
    boolean isOurs = failure.getClass().getName().startsWith("jellybean.");
    return isOurs ? String.valueOf(failure.getMessage()) : failure.toString();
  }
}
