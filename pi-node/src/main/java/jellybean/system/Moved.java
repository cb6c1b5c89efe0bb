package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.Way;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * In a table: who moves, or moved last, so that the hosts know that the actor goes there with all
 * it has.
 *
 * @param number of this move; any other move has another one
 * @param nodes whose fences both ends await, and in which life
 * @param hasArrived whether it is known to run at its new place, so that its old node need not keep
 *     it any more if it is durable
 * @param way with what it begins there
 */
record Moved(
    Address body,
    NodeId from,
    NodeId to,
    long number,
    SortedMap<NodeId, Long> nodes,
    boolean hasArrived,
    Way way) {

  /** One that has not arrived, and comes with all it has. */
  Moved(Address body, NodeId from, NodeId to, long number) {
    this(body, from, to, number, new TreeMap<>(), false, Way.ALONG);
  }

  Moved awaiting(Map<NodeId, Life> members) {
    SortedMap<NodeId, Long> lives = new TreeMap<>();
    members.forEach((node, life) -> lives.put(node, life.incarnation()));
    return new Moved(body, from, to, number, lives, hasArrived, way);
  }

  Moved arrived() {
    return new Moved(body, from, to, number, nodes, true, way);
  }

  /** From where it is to come: its board must be there, too. */
  Optional<NodeId> source() {
    return way == Way.ALONG ? Optional.of(from) : Optional.empty();
  }

  EdnMap toValue() {
    return EdnMap.of(
            Protocol.ACTOR, new Text(body.path()),
            Protocol.FROM, new Text(from.value()),
            Protocol.TO, new Text(to.value()),
            Protocol.MOVE, Int.of(number),
            Protocol.NODES, livesOf(nodes))
        .with(Protocol.ARRIVED, Bool.of(hasArrived))
        .with(Protocol.WAY, keyword(way));
  }

  static Value toValues(List<Moved> moves) {
    return EdnVector.of(moves.stream().<Value>map(Moved::toValue).toList());
  }

  static List<Moved> fromValues(Value values) {
    if (!(values instanceof Sequential all)) {
      throw new ProtocolException("bad moves: expected a vector, found " + Fields.brief(values));
    }
    List<Moved> moves = new ArrayList<>();
    all.forEach(each -> moves.add(fromValue(each)));
    return moves;
  }

  private static EdnMap livesOf(SortedMap<NodeId, Long> nodes) {
    EdnMap lives = EdnMap.EMPTY;
    for (var node : nodes.entrySet()) {
      lives = lives.with(new Text(node.getKey().value()), Int.of(node.getValue()));
    }
    return lives;
  }

  private static SortedMap<NodeId, Long> nodesIn(EdnMap map) {
    SortedMap<NodeId, Long> nodes = new TreeMap<>();
    Fields.mapAt(map, Protocol.NODES)
        .forEach((node, life) -> nodes.put(Fields.node(node, "member"), life(life)));
    return nodes;
  }

  private static long life(Value value) {
    if (value instanceof Int number) {
      return number.value();
    }
    throw new ProtocolException(
        "bad move: expected the number of a life, found " + Fields.brief(value));
  }

  static Moved fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "move");
    return new Moved(
        Fields.addressAt(map, Protocol.ACTOR),
        Fields.nodeAt(map, Protocol.FROM),
        Fields.nodeAt(map, Protocol.TO),
        Fields.longAt(map, Protocol.MOVE),
        nodesIn(map),
        Fields.at(map, Protocol.ARRIVED) == Bool.TRUE,
        way(Fields.keywordAt(map, Protocol.WAY)));
  }

  private static Keyword keyword(Way way) {
    return Keyword.of(way.name().toLowerCase(Locale.ROOT));
  }

  private static Way way(Keyword name) {
    for (Way way : Way.values()) {
      if (keyword(way).equals(name)) {
        return way;
      }
    }
    throw new ProtocolException("bad move: expected :along, :back or :anew, found " + name);
  }
}
