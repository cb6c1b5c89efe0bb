package jellybean.system;

import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/** The live members and their incarnations as parts of nodes tell each other. */
public final class MemberList {
  private MemberList() {}

  public static EdnMap toValue(SortedMap<NodeId, Long> members) {
    EdnMap map = EdnMap.EMPTY;
    for (var member : members.entrySet()) {
      map = map.with(new Text(member.getKey().value()), Int.of(member.getValue()));
    }
    return map;
  }

  static SortedMap<NodeId, Long> fromValue(Value value) {
    TreeMap<NodeId, Long> members = new TreeMap<>();
    Fields.mapOf(value, "list of members")
        .forEach(
            (node, incarnation) -> {
              if (!(incarnation instanceof Int n)) {
                throw new ProtocolException(
                    "bad incarnation of " + node + ": expected an integer, found " + incarnation);
              }
              members.put(Fields.node(node, "member"), n.value());
            });
    return members;
  }
}
