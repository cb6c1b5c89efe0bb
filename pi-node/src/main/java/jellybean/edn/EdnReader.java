package jellybean.edn;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads values one after the other from UTF-8 text.
 *
 * <p>The notation is the EDN specification plus what {@code clojure.edn} of Clojure 1.12 accepts
 * ({@code ##Inf}, {@code #:a{:b 1}}, {@code 0x1F}, {@code 2r101}, metadata …), except:
 *
 * <ul>
 *   <li>rejected: ratios; numbers with leading zeros ({@code 010}); symbols like {@code .5} and
 *       {@code 'a}; a second {@code /} in a name; blanks after {@code \}; invisible characters in
 *       names; UUIDs and base64 not in canonical form;
 *   <li>metadata is read and checked, then dropped;
 *   <li>an unknown tag gives {@link Tagged}; {@code #inst} keeps nanoseconds;
 *   <li>{@code #jelly/bytes}, {@code #jelly/sorted-map} and {@code #jelly/sorted-set} have values
 *       of their own;
 *   <li>{@code \ud800} to {@code \udfff} are characters; {@code ##NaN} may be a key repeatedly, as
 *       it equals nothing; a byte order mark at the start is skipped.
 * </ul>
 *
 * <p>It never recurses: depth costs heap, within the limits. A fault ends the reading; asking again
 * throws it again. Belongs to one thread.
 */
public final class EdnReader {
  private static final String NO_NAME = "edn";

  private final Source source;
  private final Forms forms;
  private boolean started;
  private @Nullable EdnException failure;

  private EdnReader(Source source, ReadLimits limits) {
    this.source = source;
    this.forms = new Forms(source, limits);
  }

  /**
   * A reader of bytes, which must not change meanwhile.
   *
   * @param sourceName stands at the start of messages: {@code stdin}, or the name of a file
   */
  public static EdnReader of(byte[] utf8, String sourceName, ReadLimits limits) {
    return new EdnReader(new Source(utf8, sourceName, limits.bytes()), limits);
  }

  /**
   * A reader of the bytes from an index on, where a value is known to begin. Places in messages
   * count from there.
   */
  public static EdnReader from(int index, byte[] utf8, String sourceName, ReadLimits limits) {
    EdnReader reader = new EdnReader(new Source(utf8, index, sourceName, limits.bytes()), limits);
    reader.started = true;
    return reader;
  }

  /** The index, among the bytes, behind the value read last. */
  public int index() {
    return source.pos;
  }

  /** Reads no further than needed to complete each value. Never closes the stream. */
  public static EdnReader of(InputStream in, String sourceName, ReadLimits limits) {
    return new EdnReader(new Source(in, sourceName, limits.bytes()), limits);
  }

  /**
   * A reader of text.
   *
   * @throws EdnException if the text, which may hold unpaired surrogates, is not Unicode
   */
  public static EdnReader of(String text, String sourceName, ReadLimits limits) {
    int fault = Unicode.firstUnpaired(text);
    if (fault >= 0) {
      throw new EdnException(
          "cannot read %s: expected Unicode text, found half a surrogate pair at index %d"
              .formatted(sourceName, fault));
    }
    return of(text.getBytes(StandardCharsets.UTF_8), sourceName, limits);
  }

  /** The one value of a text, within the limits of a document. */
  public static Value readOne(byte[] utf8) {
    return readOne(utf8, NO_NAME, ReadLimits.DOCUMENT);
  }

  /** The one value of a text, within the limits of a document. */
  public static Value readOne(String text) {
    return of(text, NO_NAME, ReadLimits.DOCUMENT).only();
  }

  /**
   * The one value of a text.
   *
   * @throws EdnException also if there is none, or a second one
   */
  public static Value readOne(byte[] utf8, String sourceName, ReadLimits limits) {
    return of(utf8, sourceName, limits).only();
  }

  private Value only() {
    Value value = next().orElseThrow(this::nothing);
    Optional<Syntax> second = nextSyntax();
    if (second.isPresent()) {
      throw new EdnException(
          source.name(), second.get().at(), "expected one value, found another one");
    }
    return value;
  }

  private EdnException nothing() {
    return source.fault(source.pos, "expected a value, found the end of input");
  }

  /**
   * The next value; empty at the end of input.
   *
   * @throws EdnException if the text is not EDN or goes past a limit
   * @throws java.io.UncheckedIOException if the stream fails
   */
  public Optional<Value> next() {
    return read(false) ? Optional.of(forms.value()) : Optional.empty();
  }

  /** Like {@link #next}, with the positions of the value and all its parts. */
  public Optional<Syntax> nextSyntax() {
    return read(true) ? Optional.of(forms.syntax()) : Optional.empty();
  }

  /** All remaining values with their positions. */
  public List<Syntax> allSyntax() {
    List<Syntax> all = new ArrayList<>();
    for (Optional<Syntax> next = nextSyntax(); next.isPresent(); next = nextSyntax()) {
      all.add(next.get());
    }
    return all;
  }

  private boolean read(boolean withPositions) {
    if (failure != null) {
      throw failure;
    }
    try {
      if (!started) {
        started = true;
        source.skipByteOrderMark();
      }
      return forms.read(withPositions);
    } catch (EdnException e) {
      failure = e;
      throw e;
    }
  }
}
