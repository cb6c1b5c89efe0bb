package jellybean.edn;

/**
 * What one top-level value may cost. Each bound is checked before the memory for the part past it
 * is taken.
 *
 * @param depth how deep collections, tags, metadata and discards may nest
 * @param bytes the length of the value's text from its first to its last byte, in bytes
 * @param elements how many values it may consist of, inner ones and collections included
 */
public record ReadLimits(int depth, long bytes, int elements) {
  public static final int DEFAULT_DEPTH = 64;
  public static final long DOCUMENT_BYTES = 1 << 20;
  public static final int DOCUMENT_ELEMENTS = 1 << 17;

  /** No reader goes deeper than this, whatever was asked for. */
  public static final int MAX_DEPTH = 100_000;

  /** No reader holds a longer text of one value than this. */
  public static final long MAX_BYTES = 1 << 30;

  /** For documents: depth 64, 1 MiB. */
  public static final ReadLimits DOCUMENT =
      new ReadLimits(DEFAULT_DEPTH, DOCUMENT_BYTES, DOCUMENT_ELEMENTS);

  public ReadLimits {
    require("depth", depth, MAX_DEPTH);
    require("bytes", bytes, MAX_BYTES);
    require("elements", elements, Integer.MAX_VALUE);
  }

  public ReadLimits withDepth(int newDepth) {
    return new ReadLimits(newDepth, bytes, elements);
  }

  public ReadLimits withBytes(long newBytes) {
    return new ReadLimits(depth, newBytes, elements);
  }

  public ReadLimits withElements(int newElements) {
    return new ReadLimits(depth, bytes, newElements);
  }

  private static void require(String what, long found, long max) {
    if (found < 1 || found > max) {
      throw new IllegalArgumentException(
          "bad read limit %s: expected 1 to %d, found %d".formatted(what, max, found));
    }
  }
}
