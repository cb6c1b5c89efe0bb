package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import jellybean.actor.ActorView;
import jellybean.actor.Effect;
import jellybean.actor.LoopView;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What a host asks the loops of its node for supervisors. Each loop answers between two steps, so
 * its answer also says that whatever it did before has left it.
 */
final class LoopReports {
  private LoopReports() {}

  /** A loop that answers this has sent all that it sent by older tables. */
  static Effect askWhetherRouted(Table table) {
    EdnMap held =
        EdnMap.of(
            Protocol.SUPERVISOR,
            new Text(table.supervisor().path()),
            Protocol.VERSION,
            table.version().toValue());
    return new Effect.Inspect(_ -> held, Protocol.ROUTED);
  }

  /** What the actors below a supervisor have to do; no more than are on this node. */
  static Effect askForLoads(Address supervisor) {
    return new Effect.Inspect(view -> loads(view, supervisor), Protocol.SAMPLED);
  }

  private static Value loads(LoopView view, Address supervisor) {
    List<Value> rows = new ArrayList<>();
    int depth = supervisor.segments().size() + 2;
    for (ActorView actor : view.actors()) {
      Address body = actor.address();
      if (body.segments().size() == depth && supervisor.contains(body)) {
        rows.add(new Load(actor.queued(), actor.busyMs()).toValue(body));
      }
    }
    return EdnMap.of(
        Protocol.SUPERVISOR, new Text(supervisor.path()), Protocol.ROWS, EdnVector.of(rows));
  }

  /** All loops have answered. */
  static Effect[] effects(NodeId self, Keyword name, Value answers) {
    if (!(answers instanceof Sequential loops) || !loops.iterator().hasNext()) {
      throw new ProtocolException("bad answers of loops: found " + Fields.brief(answers));
    }
    EdnMap first = Fields.mapOf(loops.iterator().next(), "answer of a loop");
    Address supervisor = Fields.addressAt(first, Protocol.SUPERVISOR);
    if (name.equals(Protocol.ROUTED)) {
      EdnMap held =
          EdnMap.of(
              Protocol.NODE,
              new Text(self.value()),
              Protocol.VERSION,
              Fields.at(first, Protocol.VERSION));
      return new Effect[] {Effect.send(supervisor, Protocol.HELD, held)};
    }
    List<Value> rows = new ArrayList<>();
    for (Value loop : loops) {
      Fields.at(Fields.mapOf(loop, "answer of a loop"), Protocol.ROWS);
      ((Sequential) Fields.at((EdnMap) loop, Protocol.ROWS)).forEach(rows::add);
    }
    EdnMap load = EdnMap.of(Protocol.ROWS, EdnVector.of(rows));
    return new Effect[] {Effect.send(supervisor, Protocol.LOAD, load)};
  }
}
