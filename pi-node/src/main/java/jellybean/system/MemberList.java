package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * The live members as parts of nodes tell each other: {@code {"node" incarnation …}}, and of one
 * that has tags {@code {"node" [incarnation :tag …] …}}.
 */
public final class MemberList {
  private MemberList() {}

  public static EdnMap toValue(SortedMap<NodeId, Long> members) {
    TreeMap<NodeId, Life> lives = new TreeMap<>();
    members.forEach((node, incarnation) -> lives.put(node, Life.of(incarnation)));
    return ofLives(lives);
  }

  public static EdnMap ofLives(SortedMap<NodeId, Life> members) {
    EdnMap map = EdnMap.EMPTY;
    for (var member : members.entrySet()) {
      map = map.with(new Text(member.getKey().value()), toValue(member.getValue()));
    }
    return map;
  }

  private static Value toValue(Life life) {
    Int incarnation = Int.of(life.incarnation());
    if (life.tags().isEmpty()) {
      return incarnation;
    }
    List<Value> parts = new ArrayList<>();
    parts.add(incarnation);
    life.tags().forEach(tag -> parts.add(Keyword.of(tag)));
    return EdnVector.of(parts);
  }

  /**
   * Reads what {@link #toValue} or {@link #ofLives} made, without the tags.
   *
   * @throws ProtocolException if it is something else
   */
  public static SortedMap<NodeId, Long> fromValue(Value value) {
    TreeMap<NodeId, Long> members = new TreeMap<>();
    lives(value).forEach((node, life) -> members.put(node, life.incarnation()));
    return members;
  }

  /**
   * Reads what {@link #ofLives} made.
   *
   * @throws ProtocolException if it is something else
   */
  public static SortedMap<NodeId, Life> lives(Value value) {
    TreeMap<NodeId, Life> members = new TreeMap<>();
    Fields.mapOf(value, "list of members")
        .forEach((node, life) -> members.put(Fields.node(node, "member"), life(node, life)));
    return members;
  }

  private static Life life(Value node, Value value) {
    if (value instanceof Int n) {
      return Life.of(n.value());
    }
    if (value instanceof EdnVector parts && !parts.isEmpty() && parts.get(0) instanceof Int n) {
      SortedSet<String> tags = new TreeSet<>();
      for (Value part : parts) {
        if (part instanceof Keyword tag) {
          tags.add(tag.name());
        }
      }
      return new Life(n.value(), tags);
    }
    throw new ProtocolException(
        "bad incarnation of " + node + ": expected an integer, found " + value);
  }
}
