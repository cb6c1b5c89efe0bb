package jellybean.system;

import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Errors as values. */
final class Errors {
  private static final Symbol TAG = Symbol.of("jelly/error");
  private static final Keyword MESSAGE = Keyword.of("message");

  private Errors() {}

  /** {@code #jelly/error {:message …}}. */
  static Value of(String message) {
    return new Tagged(TAG, EdnMap.of(MESSAGE, new Text(message)));
  }

  static Value of(RuntimeException why) {
    return of(String.valueOf(why.getMessage()));
  }
}
