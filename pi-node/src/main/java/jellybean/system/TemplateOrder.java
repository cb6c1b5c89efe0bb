package jellybean.system;

import java.util.Optional;
import jellybean.edn.Keyword;

/**
 * The target {@code (start t)} or {@code (stop t)} of a forward: a message to the supervisor
 * itself, under the name {@code :jelly.start/t} or {@code :jelly.stop/t}.
 */
record TemplateOrder(Kind kind, String template) {
  private static final String PREFIX = "jelly.";

  /** What is to be done. */
  enum Kind {
    START,
    STOP;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Optional<Kind> kind(String word) {
    return java.util.stream.Stream.of(Kind.values()).filter(k -> k.word().equals(word)).findFirst();
  }

  Keyword name() {
    return Keyword.of(PREFIX + kind.word(), template);
  }

  static Optional<TemplateOrder> of(Keyword name) {
    return name.namespace()
        .filter(space -> space.startsWith(PREFIX))
        .flatMap(space -> kind(space.substring(PREFIX.length())))
        .map(kind -> new TemplateOrder(kind, name.name()));
  }

  @Override
  public String toString() {
    return "(" + kind.word() + " " + template + ")";
  }
}
