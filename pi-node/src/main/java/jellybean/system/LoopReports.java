package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.actor.ActorLoad;
import jellybean.actor.Effect;
import jellybean.actor.LoopView;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
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
    for (ActorLoad actor : view.loads(supervisor)) {
      Address body = actor.address();
      if (body.segments().size() == depth) {
        Load load = new Load(actor.queued(), actor.busyMs(), actor.idleMs(), actor.isPressing());
        rows.add(load.toValue(body));
      }
    }
    return EdnMap.of(
        Protocol.SUPERVISOR, new Text(supervisor.path()), Protocol.ROWS, EdnVector.of(rows));
  }

  /** What all loops have answered alike. */
  static EdnMap first(Value answers) {
    if (!(answers instanceof Sequential loops) || !loops.iterator().hasNext()) {
      throw new ProtocolException("bad answers of loops: found " + Fields.brief(answers));
    }
    return Fields.mapOf(loops.iterator().next(), "answer of a loop");
  }

  /** All loops route by a table: its supervisor hears that, and what of it does not run here. */
  static Effect held(NodeId self, HostState state, Address supervisor, Version version) {
    List<Value> missing = new ArrayList<>();
    Optional.ofNullable(state.tables().get(supervisor))
        .map(Table::places)
        .orElseGet(TreeMap::new)
        .forEach(
            (body, node) -> {
              if (node.equals(self) && !state.bodies().contains(body)) {
                missing.add(new Text(body.path()));
              }
            });
    EdnMap held =
        EdnMap.of(
            Protocol.NODE,
            new Text(self.value()),
            Protocol.VERSION,
            version.toValue(),
            Protocol.MISSING,
            EdnVector.of(missing));
    List<Value> orphans =
        Optional.ofNullable(state.tables().get(supervisor))
            .map(table -> Orphans.offered(state, table))
            .orElse(List.of());
    EdnMap all = orphans.isEmpty() ? held : held.with(Protocol.ORPHANS, EdnVector.of(orphans));
    return Effect.send(supervisor, Protocol.HELD, all);
  }

  /** All loops have said what the bodies of a supervisor have to do. */
  static Effect loads(Value answers) {
    Address supervisor = Fields.addressAt(first(answers), Protocol.SUPERVISOR);
    List<Value> rows = new ArrayList<>();
    for (Value loop : (Sequential) answers) {
      Fields.at(Fields.mapOf(loop, "answer of a loop"), Protocol.ROWS);
      ((Sequential) Fields.at((EdnMap) loop, Protocol.ROWS)).forEach(rows::add);
    }
    return Effect.send(supervisor, Protocol.LOAD, EdnMap.of(Protocol.ROWS, EdnVector.of(rows)));
  }
}
