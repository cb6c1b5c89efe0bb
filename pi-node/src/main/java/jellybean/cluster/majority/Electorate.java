package jellybean.cluster.majority;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.cluster.Members;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/** Who decides about an epoch: 1 to {@link Members#MAX_MEMBERS} electors of as many nodes. */
public record Electorate(SortedSet<Elector> electors) {
  public Electorate {
    electors = Collections.unmodifiableSortedSet(new TreeSet<>(electors));
    Set<NodeId> nodes = new HashSet<>();
    electors.forEach(elector -> nodes.add(elector.node()));
    if (electors.isEmpty() || electors.size() > Members.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "bad electorate: expected 1 to "
              + Members.MAX_MEMBERS
              + " electors, found "
              + electors.size());
    }
    if (nodes.size() < electors.size()) {
      throw new IllegalArgumentException(
          "bad electorate: expected one elector a node, found " + electors);
    }
  }

  public static Electorate of(Collection<Elector> electors) {
    return new Electorate(new TreeSet<>(electors));
  }

  boolean contains(Elector elector) {
    return electors.contains(elector);
  }

  /** Whether {@code voters} are enough of it. */
  boolean isCarriedBy(Collection<Elector> voters, Rules rules) {
    return voters.stream().filter(electors::contains).count() >= rules.quorum(electors.size());
  }

  /**
   * The one that follows when {@code live} are there.
   *
   * <p>Of an even number one more stays who is not there: two of three decide as two of two would,
   * and it may be any two of them.
   */
  Electorate next(Collection<Elector> live) {
    TreeSet<Elector> next = new TreeSet<>(live);
    Set<NodeId> nodes = new HashSet<>();
    live.forEach(elector -> nodes.add(elector.node()));
    Optional<Elector> absent =
        electors.stream().filter(elector -> !nodes.contains(elector.node())).findFirst();
    if (next.size() % 2 == 0 && next.size() < Members.MAX_MEMBERS) {
      absent.ifPresent(next::add);
    }
    return next.isEmpty() ? this : new Electorate(next);
  }

  EdnVector toValue() {
    List<Value> values = new ArrayList<>(electors.size());
    electors.forEach(elector -> values.add(elector.toValue()));
    return EdnVector.of(values);
  }

  static Electorate fromValue(Value value) {
    EdnVector vector = Parts.vector(value, "electorate", Members.MAX_MEMBERS);
    TreeSet<Elector> electors = new TreeSet<>();
    vector.forEach(each -> electors.add(Elector.fromValue(each)));
    return Parts.checked(() -> new Electorate(electors));
  }
}
