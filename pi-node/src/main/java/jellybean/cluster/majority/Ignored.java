package jellybean.cluster.majority;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/**
 * How many messages were dropped.
 *
 * @param unknownSystems about systems that are not known here
 * @param strange that their sender could not have meant: in the name of another node
 */
public record Ignored(long unknownSystems, long strange) {
  public static final Ignored NONE = new Ignored(0, 0);

  private static final Keyword UNKNOWN_SYSTEMS = Keyword.of("unknown-systems");
  private static final Keyword STRANGE = Keyword.of("strange");

  Ignored unknownSystem() {
    return new Ignored(unknownSystems + 1, strange);
  }

  Ignored stranger() {
    return new Ignored(unknownSystems, strange + 1);
  }

  /** {@code {:unknown-systems 0 :strange 0}}. */
  public EdnMap toValue() {
    return EdnMap.of(UNKNOWN_SYSTEMS, Int.of(unknownSystems), STRANGE, Int.of(strange));
  }
}
