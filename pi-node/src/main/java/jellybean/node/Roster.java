package jellybean.node;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import jellybean.system.Life;
import jellybean.system.MemberList;
import jellybean.system.Tags;

/**
 * The live members as the parts of this node are told. Membership's thread feeds it, and that of
 * the network; every change goes, whole, to whoever listens, so that a lost or late message does no
 * harm.
 */
final class Roster {
  private final SortedMap<NodeId, Life> members = new TreeMap<>();
  private final Consumer<EdnMap> events;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Hears of members. */
  interface Listener {
    /** The list as a whole, this node included, after a change. */
    void members(EdnMap list);

    /** A life is there; called before the list that has it. */
    default void up(NodeId node, long incarnation) {}

    /** A life is over; called before the list that lacks it. */
    void down(NodeId node, long incarnation, Keyword reason);
  }

  Roster(NodeId self, Life life, Consumer<EdnMap> events) {
    this.events = events;
    members.put(self, life);
  }

  /** From now on, after those that listen already. */
  void tell(Listener listener) {
    listeners.add(listener);
  }

  /** Tells everyone the list as it is. */
  synchronized void announce() {
    EdnMap list = MemberList.ofLives(members);
    listeners.forEach(l -> l.members(list));
  }

  /** Those who run here are told first: whoever reads of a member can ask for it at once. */
  synchronized void accept(MemberEvent event) {
    Member member = event.member();
    switch (event) {
      case MemberEvent.Up _ -> {
        members.put(member.node(), lifeOf(member));
        listeners.forEach(l -> l.up(member.node(), member.incarnation()));
        announce();
        events.accept(
            Events.of(
                "member-up",
                member.node(),
                Keyword.of("host"),
                new Text(member.host()),
                Keyword.of("port"),
                Int.of(member.port())));
      }
      case MemberEvent.Down down ->
          find(member.node())
              .filter(life -> life.incarnation() == member.incarnation())
              .ifPresent(life -> over(member.node(), life, down.reason()));
      case MemberEvent.Changed _ -> {
        members.replace(member.node(), lifeOf(member));
        announce();
      }
    }
  }

  /**
   * A link speaks with that life of a node. If it is a later one than is known here, the one that
   * is known has ended, as membership will say, perhaps much later: what is there by then is of the
   * later one, and would be taken for ended with the other.
   */
  synchronized void met(NodeId node, long incarnation) {
    find(node)
        .filter(life -> life.incarnation() < incarnation)
        .ifPresent(life -> over(node, life, MemberEvent.Reason.REPLACED));
  }

  private Optional<Life> find(NodeId node) {
    return Optional.ofNullable(members.get(node));
  }

  private void over(NodeId node, Life life, MemberEvent.Reason why) {
    members.remove(node);
    Keyword reason = why.toValue();
    listeners.forEach(l -> l.down(node, life.incarnation(), reason));
    announce();
    events.accept(Events.of("member-down", node, Keyword.of("reason"), reason));
  }

  private static Life lifeOf(Member member) {
    return new Life(member.incarnation(), Tags.of(member.tags()));
  }
}
