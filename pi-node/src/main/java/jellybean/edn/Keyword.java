package jellybean.edn;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A keyword: {@code :name} or {@code :namespace/name}. There is one instance per name, so {@code
 * ==} compares. Names no longer used anywhere are forgotten: a stream of ever new keywords does not
 * fill the memory. Safe for any thread.
 */
public final class Keyword implements Value {
  private static final ConcurrentMap<String, Interned> TABLE = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Keyword> FORGOTTEN = new ReferenceQueue<>();

  private final String full;
  private final int slash;
  private final int hash;
  private final byte[] utf8;

  private Keyword(String full) {
    this.full = full;
    this.slash = Names.slash(full);
    this.hash = Hashing.mix(full.hashCode() ^ Hashing.KEYWORD);
    this.utf8 = (":" + full).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The keyword of a name or {@code namespace/name}, without the colon.
   *
   * @throws IllegalArgumentException if the text could not be read back as this keyword
   */
  public static Keyword of(String name) {
    Interned known = TABLE.get(name);
    Keyword live = known == null ? null : known.get();
    return live == null ? intern(name) : live;
  }

  /**
   * The keyword of a namespace and a name.
   *
   * @param namespace empty for none
   * @throws IllegalArgumentException if the text could not be read back as this keyword
   */
  public static Keyword of(String namespace, String name) {
    Keyword keyword = of(Names.join(namespace, name));
    if (!keyword.name().equals(name)) {
      throw new IllegalArgumentException(
          "bad keyword: expected no '/' in the name, found %s in namespace %s"
              .formatted(name, namespace.isEmpty() ? "\"\"" : namespace));
    }
    return keyword;
  }

  private static Keyword intern(String name) {
    String fault = Names.keywordFault(name);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException("bad keyword :" + name + ": " + fault);
    }
    dropForgotten();
    Keyword fresh = new Keyword(name);
    Interned mine = new Interned(fresh);
    while (true) {
      Interned prior = TABLE.putIfAbsent(name, mine);
      if (prior == null) {
        return fresh;
      }
      Keyword live = prior.get();
      if (live != null) {
        return live;
      }
      TABLE.remove(name, prior);
    }
  }

  private static void dropForgotten() {
    for (Reference<?> gone = FORGOTTEN.poll(); gone != null; gone = FORGOTTEN.poll()) {
      if (gone instanceof Interned interned) {
        TABLE.remove(interned.name, interned);
      }
    }
  }

  /** How many keywords are known now. */
  static int internedCount() {
    dropForgotten();
    return TABLE.size();
  }

  /** Empty if the keyword has none. */
  public Optional<String> namespace() {
    return slash < 0 ? Optional.empty() : Optional.of(full.substring(0, slash));
  }

  /** The part after the namespace. */
  public String name() {
    return slash < 0 ? full : full.substring(slash + 1);
  }

  /** {@code name} or {@code namespace/name}, without the colon. */
  public String fullName() {
    return full;
  }

  /** The printed form. Not copied: callers must not change it. */
  byte[] utf8() {
    return utf8;
  }

  @Override
  public int weightBytes() {
    return Weight.NAME + full.length();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return ":" + full;
  }

  private static final class Interned extends WeakReference<Keyword> {
    private final String name;

    Interned(Keyword keyword) {
      super(keyword, FORGOTTEN);
      this.name = keyword.full;
    }
  }
}
