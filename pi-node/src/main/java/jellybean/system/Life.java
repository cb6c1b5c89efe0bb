package jellybean.system;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.edn.Keyword;

/**
 * One life of a member, as supervisors know it.
 *
 * @param incarnation its number
 * @param tags what it offers, for {@code :place}, by name
 */
public record Life(long incarnation, SortedSet<String> tags) {
  public Life {
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  static Life of(long incarnation) {
    return new Life(incarnation, new TreeSet<>());
  }

  boolean has(Keyword tag) {
    return tags.contains(tag.name());
  }
}
