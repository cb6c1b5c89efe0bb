package jellybean.lang;

import jellybean.edn.Position;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/** Where a form stands in its source, and the form itself for messages. */
record Site(String source, Position at, Value form) {

  static Site of(String source, Syntax syntax) {
    return new Site(source, syntax.at(), syntax.value());
  }

  /** {@code file:line:column}. */
  String place() {
    return source + ":" + at.line() + ":" + at.column();
  }
}
