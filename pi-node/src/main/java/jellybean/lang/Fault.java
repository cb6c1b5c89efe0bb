package jellybean.lang;

import java.util.Optional;
import jellybean.edn.Position;
import jellybean.edn.Value;

/**
 * Something wrong with a form, found before it runs.
 *
 * @param source name of the file or stream; empty if it is about no single one
 * @param at where in it; {@link Position#NOWHERE} without a source
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

  /** About a document as a whole. */
  public static Fault ofAll(String message) {
    return new Fault("", Position.NOWHERE, message);
  }

  /** Whether there is a form to blame. */
  public boolean hasPlace() {
    return !source.isEmpty();
  }

  /** {@code file:line:column}. */
  public String place() {
    return source + ":" + at.line() + ":" + at.column();
  }

  /** {@code file:line:column: message}, or the message alone. */
  @Override
  public String toString() {
    return hasPlace() ? place() + ": " + message : message;
  }
}
