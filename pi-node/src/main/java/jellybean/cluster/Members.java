package jellybean.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * The members this node believes alive, itself included: immutable, at most {@link #MAX_MEMBERS},
 * ordered by node id, one life per node.
 */
public final class Members {
  /** A full synchronisation of that many must fit one frame. */
  public static final int MAX_MEMBERS = 256;

  private final Member self;
  private final NavigableMap<NodeId, Member> byNode;

  private Members(Member self, NavigableMap<NodeId, Member> byNode) {
    this.self = self;
    this.byNode = byNode;
  }

  /** A fleet of one. */
  public static Members of(Member self) {
    TreeMap<NodeId, Member> alone = new TreeMap<>();
    alone.put(self.node(), self);
    return new Members(self, alone);
  }

  /** This node itself. */
  public Member self() {
    return self;
  }

  /** All, ordered by node id. */
  public Collection<Member> all() {
    return Collections.unmodifiableCollection(byNode.values());
  }

  /** All but this node, ordered by node id. */
  public List<Member> others() {
    return byNode.values().stream().filter(m -> !m.node().equals(self.node())).toList();
  }

  /** How many, this node included. */
  public int size() {
    return byNode.size();
  }

  /** The life of that node which is believed alive. */
  public Optional<Member> find(NodeId node) {
    return Optional.ofNullable(byNode.get(node));
  }

  /** As a vector of {@link Member#toValue()}, ordered by node id. */
  public EdnVector toValue() {
    List<Value> values = new ArrayList<>(byNode.size());
    byNode.values().forEach(member -> values.add(member.toValue()));
    return EdnVector.of(values);
  }

  /**
   * A life is seen alive. Of two lives of one node the larger incarnation wins; the smaller one is
   * refused until the larger is gone. This node's own entry changes its tags only.
   */
  public Outcome seen(Member member) {
    Member known = byNode.get(member.node());
    if (member.node().equals(self.node())) {
      return seenMyself(member);
    }
    if (known == null) {
      return byNode.size() < MAX_MEMBERS
          ? new Outcome.Accepted(with(member), List.of(new MemberEvent.Up(member)))
          : new Outcome.Refused(this, Refusal.FULL);
    }
    if (known.incarnation() > member.incarnation()) {
      return new Outcome.Refused(this, Refusal.OLDER_LIFE);
    }
    if (known.equals(member)) {
      return new Outcome.Accepted(this, List.of());
    }
    return new Outcome.Accepted(with(member), replacing(known, member));
  }

  /** A life is over; without effect unless exactly that life is believed alive. */
  public Outcome gone(NodeId node, long incarnation, MemberEvent.Reason reason) {
    Member known = byNode.get(node);
    if (known == null || known.incarnation() != incarnation || node.equals(self.node())) {
      return new Outcome.Accepted(this, List.of());
    }
    TreeMap<NodeId, Member> fewer = new TreeMap<>(byNode);
    fewer.remove(node);
    return new Outcome.Accepted(
        new Members(self, fewer), List.of(new MemberEvent.Down(known, reason)));
  }

  private Outcome seenMyself(Member member) {
    if (!member.isSameLifeAs(self)) {
      return new Outcome.Refused(this, Refusal.MYSELF);
    }
    TreeMap<NodeId, Member> changed = new TreeMap<>(byNode);
    changed.put(member.node(), member);
    return new Outcome.Accepted(new Members(member, changed), List.of());
  }

  private Members with(Member member) {
    TreeMap<NodeId, Member> more = new TreeMap<>(byNode);
    more.put(member.node(), member);
    return new Members(self, more);
  }

  private static List<MemberEvent> replacing(Member known, Member member) {
    if (known.isSameLifeAs(member)) {
      return List.of(new MemberEvent.Changed(member, known));
    }
    return List.of(
        new MemberEvent.Down(known, MemberEvent.Reason.REPLACED), new MemberEvent.Up(member));
  }

  @Override
  public String toString() {
    return byNode.values().toString();
  }

  /** The view after an observation, and what to tell the others about it, in order. */
  public sealed interface Outcome {
    Members members();

    /** It fits; {@code events} is empty if nothing changed. */
    record Accepted(Members members, List<MemberEvent> events) implements Outcome {}

    /** It does not; the view is as before. */
    record Refused(Members members, Refusal why) implements Outcome {}
  }

  /** Why an observation was refused. */
  public enum Refusal {
    /** {@link #MAX_MEMBERS} are alive already. */
    FULL,
    /** A later life of that node is alive. */
    OLDER_LIFE,
    /** Another life claims to be this node. */
    MYSELF
  }
}
