package jellybean.lang;

import java.util.Optional;
import jellybean.edn.Position;
import jellybean.edn.Value;

/**
 * Something wrong with a form, found before it runs.
 *
 * @param source name of the file or stream
 * @param at where in it
 * @param message what is wrong, in words
 * @param detail what was expected and found, where that can be told apart
 */
public record Fault(String source, Position at, String message, Optional<Detail> detail) {

  /**
   * The parts of a message.
   *
   * @param form the faulty form
   */
  public record Detail(Value form, String expected, Value found) {}

  public Fault(String source, Position at, String message) {
    this(source, at, message, Optional.empty());
  }

  /** {@code file:line:column}. */
  public String place() {
    return source + ":" + at.line() + ":" + at.column();
  }

  @Override
  public String toString() {
    return place() + ": " + message;
  }
}
