package jellybean.node;

import java.util.Optional;
import jellybean.edn.Keyword;

/**
 * Names for replies that tell which question they answer: {@code :part/n17}.
 *
 * @param namespace what kind of reply it is
 */
record NumberedName(String namespace) {
  /** A name must not begin with a digit. */
  private static final String PREFIX = "n";

  Keyword name(long number) {
    return Keyword.of(namespace, PREFIX + number);
  }

  /** The number, if it is such a name. */
  Optional<Long> number(Keyword name) {
    boolean ours = name.namespace().filter(namespace::equals).isPresent();
    return ours ? Optional.of(Long.parseLong(name.name().substring(1))) : Optional.empty();
  }
}
