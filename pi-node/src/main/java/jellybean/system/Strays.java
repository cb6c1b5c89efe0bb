package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.Way;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Durable actors that another branch of their system has moved: a pure policy.
 *
 * <p>Two halves of a fleet may each have a supervisor for a while. If the one whose tables count in
 * the end did not hear of a move, it starts the actor where it was before; but all that it has is
 * where it went. Both of these hosts know of the move by the table they had until then, so they
 * make of it one back, of which they need tell nobody: whoever has it sends it, and who is to start
 * it waits for that.
 */
final class Strays {
  private Strays() {}

  /** What goes from here, or comes here, to be where a table of another life says it is. */
  static List<Moved> of(NodeId self, HostState before, HostState now, Table table) {
    Optional<Table> known =
        Optional.ofNullable(before.tables().get(table.supervisor()))
            .filter(held -> !held.version().isOfSameLife(table.version()));
    List<Moved> strays = new ArrayList<>();
    for (Moved last : known.map(Table::moves).orElse(List.of())) {
      Address body = last.body();
      Optional<NodeId> has = Optional.ofNullable(known.orElseThrow().places().get(body));
      Optional<NodeId> wants = Optional.ofNullable(table.places().get(body));
      boolean isApart = has.isPresent() && wants.isPresent() && !has.equals(wants);
      if (isApart && isUnknown(last, table) && HostTables.isKept(now, table, body)) {
        boolean goes = has.get().equals(self) && before.present().contains(body);
        boolean comes = wants.get().equals(self) && !before.bodies().contains(body);
        if (goes || comes) {
          strays.add(back(last, has.get(), wants.get()));
        }
      }
    }
    return strays;
  }

  /** Whether a table knows nothing of a move, nor of one that is still to end. */
  private static boolean isUnknown(Moved last, Table table) {
    return last.way() == Way.ALONG
        && table
            .moveOf(last.body())
            .map(m -> m.number() != last.number() && m.hasArrived() && m.way() == Way.ALONG)
            .orElse(true);
  }

  /** Both ends give it the same number, and it is no other move's. */
  private static Moved back(Moved last, NodeId from, NodeId to) {
    return new Moved(last.body(), from, to, last.number() + 1);
  }

  /** These instead of what the table says of their actors. */
  static List<Moved> insteadOf(List<Moved> moves, List<Moved> strays) {
    List<Moved> all = new ArrayList<>(moves);
    all.removeIf(moved -> isOne(strays, moved.body()));
    all.addAll(strays);
    return all;
  }

  static boolean isOne(List<Moved> strays, Address body) {
    return strays.stream().anyMatch(stray -> stray.body().equals(body));
  }
}
