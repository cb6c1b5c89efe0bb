package jellybean.edn;

/**
 * A value under a tag this package gives no meaning to: {@code #acme/price 12M}.
 *
 * @param tag starts with a letter; not {@code inst}, {@code uuid}, {@code jelly/bytes}, {@code
 *     jelly/sorted-map} or {@code jelly/sorted-set}, which have types of their own
 */
public record Tagged(Symbol tag, Value value) implements Value {

  /**
   * @throws IllegalArgumentException if the tag could not be read back as this value
   * @throws EdnException if more than 64 tags would stand directly on one another
   */
  public Tagged {
    Tags.check(tag);
    if (tagsAbove(value) >= Nesting.TAGS) {
      throw new EdnException(
          "cannot tag with #%s: expected at most %d tags on one value, found more"
              .formatted(tag, Nesting.TAGS));
    }
  }

  private static int tagsAbove(Value value) {
    int tags = 0;
    Value inner = value;
    while (inner instanceof Tagged tagged) {
      inner = tagged.value;
      tags++;
    }
    return tags;
  }

  @Override
  public int weightBytes() {
    return Weight.plus(Weight.TAGGED + tag.weightBytes(), value.weightBytes());
  }

  @Override
  public int depth() {
    return value.depth() + 1;
  }

  @Override
  public int hashCode() {
    return Hashing.mix(Hashing.next(tag.hashCode(), value.hashCode()) ^ Hashing.TAGGED);
  }

  @Override
  public String toString() {
    return EdnPrinter.toString(this);
  }
}
