package jellybean.lang;

import jellybean.edn.Position;

/**
 * Something wrong with a form, found before it runs.
 *
 * @param source name of the file or stream
 * @param at where in it
 * @param message what is wrong, what was expected and found
 */
public record Fault(String source, Position at, String message) {

  /** {@code file:line:column}. */
  public String place() {
    return source + ":" + at.line() + ":" + at.column();
  }

  @Override
  public String toString() {
    return place() + ": " + message;
  }
}
