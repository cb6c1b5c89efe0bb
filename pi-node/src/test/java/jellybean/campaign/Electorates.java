package jellybean.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jellybean.actor.ActorView;
import jellybean.cluster.majority.Configuration;
import jellybean.cluster.majority.Elector;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import jellybean.system.Protocol;

/**
 * Systems that can never run again: more than half of those who decide about them forgot what they
 * had promised, so that nobody can say whether another home was promised anything (majority.md,
 * "What it does not do"). That is so only where as many nodes have really lost their memories.
 */
final class Electorates {
  private static final Keyword SYSTEMS = Keyword.of("systems");
  private static final Keyword ACTIVATED = Keyword.of("activated");
  private static final Keyword ACCEPTED = Keyword.of("accepted");
  private static final Keyword ELECTOR = Keyword.of("elector");

  private Electorates() {}

  /** Whether a quorum of one of the electorates that have to agree is gone. */
  static boolean isLost(Snapshot seen, Design design) {
    return design.isMajority()
        && needed(seen, design).stream().anyMatch(configuration -> isLost(seen, configuration));
  }

  private static boolean isLost(Snapshot seen, Configuration configuration) {
    Set<Elector> electors = configuration.electorate().electors();
    Set<Elector> gone = new HashSet<>(electors);
    gone.removeAll(present(seen));
    gone.removeIf(elector -> !hasLostItsMemory(seen, elector.node()));
    return 2 * (electors.size() - gone.size()) <= electors.size();
  }

  private static boolean hasLostItsMemory(Snapshot seen, NodeId node) {
    return seen.world().ledger().ended.stream()
        .anyMatch(end -> end.isDiskLost() && end.who().node().equals(node));
  }

  private static Set<Elector> present(Snapshot seen) {
    Set<Elector> present = new HashSet<>();
    for (Snapshot.Seen each : seen.boards()) {
      homes(each).flatMap(map -> map.find(ELECTOR)).map(Elector::fromValue).ifPresent(present::add);
    }
    return present;
  }

  /** The last one that is known to have been activated, and the last one accepted since. */
  private static List<Configuration> needed(Snapshot seen, Design design) {
    List<Configuration> needed = new ArrayList<>();
    Comparator<Configuration> byEpoch = Comparator.comparing(Configuration::epoch);
    known(seen, design, ACTIVATED).max(byEpoch).ifPresent(needed::add);
    known(seen, design, ACCEPTED)
        .filter(c -> needed.stream().allMatch(a -> a.epoch().compareTo(c.epoch()) < 0))
        .max(byEpoch)
        .ifPresent(needed::add);
    return needed;
  }

  private static Stream<Configuration> known(Snapshot seen, Design design, Keyword which) {
    return seen.boards().stream()
        .flatMap(each -> homes(each).stream())
        .map(homes -> (EdnMap) homes.get(SYSTEMS, EdnMap.EMPTY))
        .flatMap(systems -> systems.find(new Text(design.name())).stream())
        .flatMap(system -> ((EdnMap) system).find(which).stream())
        .map(Configuration::fromValue);
  }

  private static Optional<EdnMap> homes(Snapshot.Seen seen) {
    return seen.at(Protocol.homes(seen.board().id()))
        .map(ActorView::state)
        .filter(EdnMap.class::isInstance)
        .map(EdnMap.class::cast);
  }
}
