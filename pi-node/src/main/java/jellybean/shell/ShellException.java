package jellybean.shell;

import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** A command that failed; its message says what, where, what was expected and what was found. */
public class ShellException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Symbol TAG = Symbol.of("jelly", "error");
  private static final Keyword MESSAGE = Keyword.of("message");
  private static final Keyword AT = Keyword.of("at");
  private static final Keyword EXPECTED = Keyword.of("expected");
  private static final Keyword FOUND = Keyword.of("found");

  private final transient Value error;

  public ShellException(String message) {
    super(message);
    error = new Tagged(TAG, EdnMap.of(MESSAGE, new Text(message)));
  }

  private ShellException(String message, Value error) {
    super(message);
    this.error = error;
  }

  /** A failure that a member reported as {@code #jelly/error {…}}. */
  static ShellException reported(String who, Tagged error) {
    return new ShellException(who + ": " + sentence(error.value()), error);
  }

  static boolean isError(Value value) {
    return value instanceof Tagged tagged && tagged.tag().equals(TAG);
  }

  /** The failure as a value, {@code #jelly/error {:message …}}. */
  public Value error() {
    return error;
  }

  private static String sentence(Value body) {
    if (!(body instanceof EdnMap map)) {
      return plain(body);
    }
    String message = map.find(MESSAGE).map(ShellException::plain).orElseGet(body::toString);
    String placed = map.find(AT).map(at -> plain(at) + ": ").orElse("") + message;
    if (message.contains("expect")) {
      return placed;
    }
    return placed
        + map.find(EXPECTED).map(v -> ", expected " + plain(v)).orElse("")
        + map.find(FOUND).map(v -> ", found " + EdnPrinter.toString(v)).orElse("");
  }

  private static String plain(Value value) {
    return value instanceof Text text ? text.value() : EdnPrinter.toString(value);
  }
}
