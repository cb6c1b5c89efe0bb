package jellybean.node;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * The live members as the parts of this node are told. Membership's thread feeds it; every change
 * goes, whole, to whoever listens, so that a lost or late message does no harm.
 */
final class Roster {
  private final SortedMap<NodeId, Life> members = new TreeMap<>();
  private final Consumer<EdnMap> events;
  private final List<Listener> listeners;

  /** Hears of members. */
  interface Listener {
    /** The list as a whole, this node included, after a change. */
    void members(EdnMap list);

    /** A life is there; called before the list that has it. */
    default void up(NodeId node, long incarnation) {}

    /** A life is over; called before the list that lacks it. */
    void down(NodeId node, long incarnation, Keyword reason);
  }

  Roster(NodeId self, Life life, Consumer<EdnMap> events, List<Listener> listeners) {
    this.events = events;
    this.listeners = List.copyOf(listeners);
    members.put(self, life);
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
      case MemberEvent.Down down -> {
        members.remove(member.node());
        Keyword reason = down.reason().toValue();
        listeners.forEach(l -> l.down(member.node(), member.incarnation(), reason));
        announce();
        events.accept(Events.of("member-down", member.node(), Keyword.of("reason"), reason));
      }
      case MemberEvent.Changed _ -> {
        members.replace(member.node(), lifeOf(member));
        announce();
      }
    }
  }

  private static Life lifeOf(Member member) {
    return new Life(member.incarnation(), Tags.of(member.tags()));
  }
}
