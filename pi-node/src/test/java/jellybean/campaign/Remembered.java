package jellybean.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What boards know of systems and of the instances of their templates: if the last board dies that
 * knew of one, and its disk with it or without it had one, nobody can ever run it again.
 */
final class Remembered {
  private final List<Address> all = new ArrayList<>();
  private final SortedMap<NodeId, Set<Address>> onDisks = new TreeMap<>();

  Remembered(List<Design> designs) {
    for (Design design : designs) {
      all.add(design.root());
      design.instances().forEach(instance -> all.add(design.bodiesOf(instance).getFirst()));
    }
  }

  /** What is gone for good when that board dies. */
  Set<Address> goneWith(Board dying, Collection<Board> alive, boolean isDiskLost) {
    Set<Address> gone = known(dying);
    if (isDiskLost) {
      onDisks.remove(dying.id());
    } else {
      onDisks.put(dying.id(), gone);
    }
    Set<Address> left = new TreeSet<>();
    onDisks.values().forEach(left::addAll);
    alive.stream().filter(board -> board != dying).forEach(board -> left.addAll(known(board)));
    Set<Address> lost = new TreeSet<>(gone);
    lost.removeAll(left);
    return lost;
  }

  /** By its router, or by what it has not read from its disk yet. */
  private Set<Address> known(Board board) {
    Set<Address> known = new TreeSet<>(onDisks.getOrDefault(board.id(), Set.of()));
    all.stream().filter(address -> board.locate(address).isPresent()).forEach(known::add);
    return known;
  }
}
