package jellybean.sim.swim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import jellybean.cluster.Introductions;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.cluster.Members;
import jellybean.cluster.Peer;
import jellybean.cluster.TimingProfile;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.sim.swim.Rumour.Life;

/** Membership of one life of a node. */
public final class Swim {
  private static final int CALLS = 2;
  private static final long CALL_MS = 1_000;

  final SimNode node;
  final TimingProfile profile;
  final Member self;
  final Life life;
  final SplittableRandom random;
  final Gossip gossip;
  private final BiConsumer<NodeId, Object> out;
  private final Consumer<MemberEvent> listener;
  private final Beliefs beliefs;
  private final Probes probes;
  private final Introductions introductions = new Introductions();
  private final Map<NodeId, Peer> found = new TreeMap<>();
  private Members members;
  private boolean hasEnded;

  /**
   * @param out sends a datagram to whatever life of a node is there
   * @param listener hears what the real port tells
   */
  public Swim(
      Simulation simulation,
      SimNode node,
      Member self,
      TimingProfile profile,
      BiConsumer<NodeId, Object> out,
      Consumer<MemberEvent> listener) {
    this.node = node;
    this.self = self;
    this.life = Life.of(self);
    this.profile = profile;
    this.random = simulation.splitRandom();
    this.out = out;
    this.listener = listener;
    this.members = Members.of(self);
    this.gossip = new Gossip(this);
    this.beliefs = new Beliefs(this);
    this.probes = new Probes(this, beliefs);
  }

  /** Looks for others and begins to probe. */
  public void start(Collection<NodeId> within) {
    callOut(within, CALLS);
    repeat(profile.introduceMs(), this::introduceRegularly);
    repeat(profile.pingIntervalMs(), probes::round);
    repeat(profile.gossipIntervalMs(), gossip::round);
    repeat(profile.syncIntervalMs(), this::compareTables);
  }

  /** These were met before; only for a cluster that is to begin whole. */
  public void acquaint(List<Member> others) {
    others.forEach(beliefs::acquaint);
  }

  private void repeat(long everyMs, Runnable task) {
    // Boards that are switched on together do not stay in step.
    var unused = node.after(random.nextLong(everyMs) + 1, () -> again(everyMs, task));
  }

  private void again(long everyMs, Runnable task) {
    if (!hasEnded) {
      task.run();
      var unused = node.after(everyMs, () -> again(everyMs, task));
    }
  }

  /** The latest view. */
  public Members members() {
    return members;
  }

  void send(NodeId to, Rumour rumour) {
    out.accept(to, rumour);
  }

  // ---- what arrives

  /** A datagram arrived. */
  public void received(NodeId from, Object datagram) {
    if (hasEnded || !(datagram instanceof Rumour rumour)) {
      return;
    }
    switch (rumour) {
      case Rumour.Ping ping ->
          send(from, new Rumour.Pong(ping.number(), !ping.whom().equals(life)));
      case Rumour.PingFor ping -> probes.probeFor(from, ping);
      case Rumour.Pong pong -> probes.answered(pong);
      case Rumour.Gossiped gossiped -> {
        for (Rumour.News news : gossiped.news()) {
          if (gossip.isNew(from, news)) {
            beliefs.heard(news.belief(), Beliefs.Source.GOSSIP);
          }
        }
      }
      case Rumour.Table table -> table(from, table);
      case Rumour.Who who -> {
        if (who.whom().equals(life)) {
          send(from, new Rumour.Me(self));
        }
      }
      case Rumour.Me me -> beliefs.introduced(me.member());
      case Rumour.Hello hello -> hello(hello);
    }
  }

  private void table(NodeId from, Rumour.Table table) {
    if (table.asks()) {
      send(from, new Rumour.Table(beliefs.all(), false));
    }
    table.beliefs().forEach(belief -> beliefs.heard(belief, Beliefs.Source.TABLE));
  }

  private void compareTables() {
    List<Member> others = beliefs.others();
    if (!others.isEmpty()) {
      send(others.get(random.nextInt(others.size())).node(), new Rumour.Table(beliefs.all(), true));
    }
  }

  // ---- introductions

  /** Multicast loses more than anything else, so it is said several times. */
  private void callOut(Collection<NodeId> within, int more) {
    for (NodeId other : within) {
      if (!other.equals(life.node())) {
        send(other, new Rumour.Hello(life.node(), true));
      }
    }
    if (more > 0 && !hasEnded) {
      var unused = node.after(CALL_MS, () -> callOut(within, more - 1));
    }
  }

  private void hello(Rumour.Hello hello) {
    Peer peer = new Peer(hello.node(), "10.0.0.1", 1);
    boolean isNew = found.put(hello.node(), peer) == null;
    if (hello.asks()) {
      send(hello.node(), new Rumour.Hello(life.node(), false));
    }
    if (isNew) {
      introductions.found(peer);
      if (members.size() == 1) {
        introduce();
      }
    }
  }

  private void introduceRegularly() {
    introductions.beginRound();
    introduce();
  }

  private void introduce() {
    Collection<Peer> peers = new ArrayList<>(found.values());
    for (Peer peer : introductions.next(peers, members)) {
      Rumour.Belief me = new Rumour.Belief(self, Rumour.Status.ALIVE, beliefs.ownCounter());
      send(peer.node(), new Rumour.Table(List.of(me), true));
    }
  }

  // ---- the view

  void seen(Member member) {
    apply(members.seen(member));
  }

  void gone(Member member, MemberEvent.Reason reason) {
    apply(members.gone(member.node(), member.incarnation(), reason));
    if (reason == MemberEvent.Reason.UNREACHABLE) {
      beliefs.others().stream()
          .filter(m -> members.find(m.node()).isEmpty() && !beliefs.isLeaving(m))
          .forEach(this::seen);
    }
  }

  private void apply(Members.Outcome outcome) {
    if (hasEnded || !(outcome instanceof Members.Outcome.Accepted accepted)) {
      return;
    }
    members = accepted.members();
    for (MemberEvent event : accepted.events()) {
      switch (event) {
        case MemberEvent.Up up -> introductions.up(up.member());
        case MemberEvent.Down down -> introductions.down(down.member(), down.reason());
        case MemberEvent.Changed _ -> {}
      }
      listener.accept(event);
    }
  }

  // ---- the end

  /** Tells the others that this node goes. */
  public void leave() {
    beliefs.leave();
    gossip.round();
    var unused = node.after(profile.leaveMs(), () -> hasEnded = true);
  }
}
