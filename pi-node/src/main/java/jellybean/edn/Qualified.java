package jellybean.edn;

/** Keys of a map written {@code #:name{…}}. */
final class Qualified {
  /** The namespace that stands for none: {@code #:a{:_/b 1}} is {@code {:b 1}}. */
  private static final String NONE = "_";

  private Qualified() {}

  static Value of(String namespace, Value key) {
    return switch (key) {
      case Keyword k when k.namespace().isEmpty() -> Keyword.of(namespace, k.name());
      case Keyword k when k.namespace().get().equals(NONE) -> Keyword.of(k.name());
      case Symbol s when s.namespace().isEmpty() -> Symbol.of(namespace, s.name());
      case Symbol s when s.namespace().get().equals(NONE) -> Symbol.of(s.name());
      default -> key;
    };
  }
}
