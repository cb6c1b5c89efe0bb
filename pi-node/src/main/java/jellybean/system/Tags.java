package jellybean.system;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/** What a node says that it offers: keywords, few and short, which {@code :place} can name. */
public final class Tags {
  /** Of one node; more than that are not looked at. */
  public static final int MAX_TAGS = 16;

  /** Of one tag, without its colon. */
  public static final int MAX_TAG_CHARS = 32;

  private static final Set<String> PLACES = Set.of("here", "spread");

  private Tags() {}

  /** What is wrong with a tag, if anything: what was expected of it. */
  public static Optional<String> fault(Value tag) {
    if (tag instanceof Keyword word) {
      if (PLACES.contains(word.name())) {
        return Optional.of("no word that :place uses for itself");
      }
      if (word.namespace().isEmpty() && word.name().length() <= MAX_TAG_CHARS) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "a keyword without namespace of at most " + MAX_TAG_CHARS + " characters, such as :led");
  }

  /** As membership spreads them. */
  public static EdnMap toMap(Collection<String> tags) {
    EdnMap map = EdnMap.EMPTY;
    for (String tag : tags) {
      map = map.with(Keyword.of(tag), Bool.TRUE);
    }
    return map;
  }

  /** Of what a member spreads, be it whatever it is, those that are tags. */
  public static SortedSet<String> of(EdnMap map) {
    SortedSet<String> tags = new TreeSet<>();
    for (Value key : map.keys()) {
      if (tags.size() < MAX_TAGS && key instanceof Keyword word && fault(word).isEmpty()) {
        tags.add(word.name());
      }
    }
    return tags;
  }
}
