package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * @param nodes whose fences both ends await
 * @param hasArrived whether it is known to run at its new place, so that its old node need not keep
 *     it any more if it is durable
 * @param way with what it begins there
 */
record Moved(
    Address body,
    NodeId from,
    NodeId to,
    long number,
    SortedSet<NodeId> nodes,
    boolean hasArrived,
    Way way) {

  /** One that has not arrived, and comes with all it has. */
  Moved(Address body, NodeId from, NodeId to, long number, SortedSet<NodeId> nodes) {
    this(body, from, to, number, nodes, false, Way.ALONG);
  }

  Moved awaiting(Set<NodeId> members) {
    return new Moved(body, from, to, number, new TreeSet<>(members), hasArrived, way);
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
            Protocol.NODES,
                EdnVector.of(nodes.stream().<Value>map(node -> new Text(node.value())).toList()))
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

  private static SortedSet<NodeId> nodesIn(EdnMap map) {
    SortedSet<NodeId> nodes = new TreeSet<>();
    if (Fields.at(map, Protocol.NODES) instanceof Sequential all) {
      all.forEach(node -> nodes.add(Fields.node(node, "member")));
    }
    return nodes;
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
