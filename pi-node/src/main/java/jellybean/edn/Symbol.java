package jellybean.edn;

import java.util.Optional;

/** A symbol: {@code name} or {@code namespace/name}. Compare with {@code equals}. */
public final class Symbol implements Value {
  private final String full;
  private final int slash;

  private Symbol(String full) {
    this.full = full;
    this.slash = Names.slash(full);
  }

  /**
   * The symbol of a name or {@code namespace/name}.
   *
   * @throws IllegalArgumentException if the text could not be read back as this symbol
   */
  public static Symbol of(String name) {
    String fault = Names.symbolFault(name);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException("bad symbol " + name + ": " + fault);
    }
    return new Symbol(name);
  }

  /** For names that were checked already. */
  static Symbol unchecked(String name) {
    return new Symbol(name);
  }

  /**
   * The symbol of a namespace and a name.
   *
   * @param namespace empty for none
   * @throws IllegalArgumentException if the text could not be read back as this symbol
   */
  public static Symbol of(String namespace, String name) {
    Symbol symbol = of(Names.join(namespace, name));
    if (!symbol.name().equals(name)) {
      throw new IllegalArgumentException(
          "bad symbol: expected no '/' in the name, found %s in namespace %s"
              .formatted(name, namespace.isEmpty() ? "\"\"" : namespace));
    }
    return symbol;
  }

  /** Empty if the symbol has none. */
  public Optional<String> namespace() {
    return slash < 0 ? Optional.empty() : Optional.of(full.substring(0, slash));
  }

  /** The part after the namespace. */
  public String name() {
    return slash < 0 ? full : full.substring(slash + 1);
  }

  @Override
  public int weightBytes() {
    return Weight.NAME + Weight.TEXT + full.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Symbol that && full.equals(that.full);
  }

  @Override
  public int hashCode() {
    return Hashing.mix(full.hashCode() ^ Hashing.SYMBOL);
  }

  @Override
  public String toString() {
    return full;
  }
}
