package jellybean.actor;

import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;

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
    if (failure instanceof StepException) {
      return error(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof StackOverflowError) {
      return error("stack overflow: expected less nesting of calls or data");
    }
    return error(failure.toString());
  }
}
