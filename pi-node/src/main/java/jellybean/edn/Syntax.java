package jellybean.edn;

import java.util.List;

/**
 * A value together with where it was read.
 *
 * @param value the value itself, complete
 * @param at where its first character stands
 * @param children its parts in source order: elements; key, value, key, value … of a map; the one
 *     value under a tag. Empty for scalars, and for {@code #inst}, {@code #uuid} and {@code
 *     #jelly/bytes}.
 */
public record Syntax(Value value, Position at, List<Syntax> children) {
  public Syntax {
    children = List.copyOf(children);
  }
}
