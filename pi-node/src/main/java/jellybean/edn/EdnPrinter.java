package jellybean.edn;

import java.io.OutputStream;

/**
 * Prints values as EDN that reads back as the same values.
 *
 * <p>Numbers, strings and characters look as in Clojure ({@code 1.0E10}, {@code ##Inf}, {@code
 * \newline}); what could not be seen in a string is escaped. All methods throw {@link EdnException}
 * for a value that holds an {@link Opaque} one, or a number of more than 16 000 digits.
 */
public final class EdnPrinter {
  private EdnPrinter() {}

  /** One line of UTF-8. */
  public static byte[] toBytes(Value value) {
    Utf8Out out = new Utf8Out(Long.MAX_VALUE);
    LinePrinter.unlimited(out).print(value);
    return out.toBytes();
  }

  /**
   * One line of UTF-8 that a reader with these limits accepts.
   *
   * @throws EdnException if there is none, before more memory than that is used
   */
  public static byte[] toBytes(Value value, ReadLimits limits) {
    Utf8Out out = new Utf8Out(limits.bytes());
    try {
      new LinePrinter(out, false, limits.depth(), limits.elements()).print(value);
    } catch (Utf8Out.LimitReached e) {
      throw new EdnException(
          "cannot print: expected at most %d bytes, found more".formatted(limits.bytes()));
    }
    return out.toBytes();
  }

  /** One line. */
  public static String toString(Value value) {
    Utf8Out out = new Utf8Out(Long.MAX_VALUE);
    LinePrinter.unlimited(out).print(value);
    return out.toString();
  }

  /**
   * One line of UTF-8, written as it is made. Does not flush the stream.
   *
   * @throws java.io.UncheckedIOException if the stream fails
   */
  public static void write(Value value, OutputStream to) {
    Utf8Out out = new Utf8Out(to);
    LinePrinter.unlimited(out).print(value);
    out.flush();
  }

  /**
   * One line of UTF-8 with map entries and set elements sorted, for hashes and signatures: maps and
   * sets that differ in nothing but their order give the same bytes.
   */
  public static byte[] canonical(Value value) {
    Utf8Out out = new Utf8Out(Long.MAX_VALUE);
    new LinePrinter(out, true, Integer.MAX_VALUE, Integer.MAX_VALUE).print(value);
    return out.toBytes();
  }

  /**
   * Several lines if one of {@code width} columns is not enough: map entries below one another with
   * their values aligned, short elements side by side, code indented. No line feed at the end. A
   * single string or name may still be wider.
   */
  public static String pretty(Value value, int width) {
    return new PrettyPrinter(width).print(value);
  }
}
