package jellybean.edn;

import java.util.Set;

/** The tags this package knows, and which symbols may be tags at all. */
final class Tags {
  static final Symbol INST = Symbol.of("inst");
  static final Symbol UUID = Symbol.of("uuid");
  static final Symbol BYTES = Symbol.of("jelly/bytes");
  static final Symbol SORTED_MAP = Symbol.of("jelly/sorted-map");
  static final Symbol SORTED_SET = Symbol.of("jelly/sorted-set");
  private static final Set<Symbol> KNOWN = Set.of(INST, UUID, BYTES, SORTED_MAP, SORTED_SET);

  private Tags() {}

  static void check(Symbol tag) {
    if (!Character.isLetter(tag.toString().codePointAt(0))) {
      throw new IllegalArgumentException(
          "bad tag #%s: expected a symbol that starts with a letter".formatted(tag));
    }
    if (KNOWN.contains(tag)) {
      throw new IllegalArgumentException(
          "bad tag #%s: expected an unknown tag, found one that has a type of its own"
              .formatted(tag));
    }
  }
}
