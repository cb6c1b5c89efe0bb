package jellybean.campaign;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import jellybean.actor.ActorSpec;
import jellybean.actor.Router;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.net.Timings;
import jellybean.sim.SimNode;
import jellybean.sim.link.Links;
import jellybean.sim.swim.Swim;
import jellybean.system.MemberList;
import jellybean.system.Protocol;
import jellybean.system.SimCluster;

/** One life of a node with all its parts, put together as {@code node.Node} does it. */
final class Board {
  private static final Keyword REASON = Keyword.of("reason");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Value NONE = new Text("");

  private final World world;
  private final SimNode node;
  private final Ledger.Incarnation who;
  private final Links links;
  private final Swim swim;
  private final SortedMap<NodeId, Long> roster = new TreeMap<>();
  private Optional<Router> router = Optional.empty();

  Board(World world, SimNode node, boolean keepsData) {
    this.world = world;
    this.node = node;
    this.who = new Ledger.Incarnation(node.id(), node.incarnation());
    node.actors()
        .observeRoutes(
            next -> {
              router = Optional.of(next);
              return next;
            });
    this.swim =
        new Swim(
            world.simulation(),
            node,
            member(),
            world.profile(),
            (to, rumour) -> world.datagram(node, to, rumour),
            this::heardOf);
    this.links =
        new Links(
            world.simulation(),
            node,
            world.air(),
            Timings.of(world.profile()),
            id -> swim.members().find(id).isPresent(),
            this::met,
            world.flaws());
    roster.put(id(), node.incarnation());
    SimCluster.startParts(
        node,
        world.devices()::compile,
        def -> Devices.create(this, def),
        keepsData,
        world.profile().settleMs(),
        true,
        LeaseTiming.with(world.profile()),
        world::isStrained,
        world.flaws());
    node.actors().start(ActorSpec.part(Operator.address(this), new Operator(this)));
    announce();
  }

  Member member() {
    return new Member(id(), node.incarnation(), "10.0.0.1", 1, EdnMap.EMPTY);
  }

  NodeId id() {
    return node.id();
  }

  SimNode node() {
    return node;
  }

  Ledger.Incarnation who() {
    return who;
  }

  World world() {
    return world;
  }

  Ledger ledger() {
    return world.ledger();
  }

  Links links() {
    return links;
  }

  Swim swim() {
    return swim;
  }

  // ---- members

  private void heardOf(MemberEvent event) {
    Member member = event.member();
    switch (event) {
      case MemberEvent.Up _ -> {
        world.trace(who, () -> "up " + member.node() + "#" + member.incarnation());
        Ledger.Incarnation other = new Ledger.Incarnation(member.node(), member.incarnation());
        ledger().met.add(new Ledger.Met(who, other, world.nowMs()));
        roster.put(member.node(), member.incarnation());
        node.actors().nodeUp(member.node(), member.incarnation());
        links.alive(member.node(), member.incarnation());
        announce();
      }
      case MemberEvent.Down down -> {
        if (isLife(member.node(), life -> life == member.incarnation())) {
          over(member.node(), member.incarnation(), down.reason());
        }
      }
      case MemberEvent.Changed _ -> {}
    }
  }

  /** A link speaks with that life of a node. */
  private void met(NodeId other, long incarnation) {
    if (isLife(other, life -> life < incarnation)) {
      over(other, roster.get(other), MemberEvent.Reason.REPLACED);
    }
  }

  private boolean isLife(NodeId other, LongPredicate which) {
    return Optional.ofNullable(roster.get(other)).filter(which::test).isPresent();
  }

  private void over(NodeId other, long incarnation, MemberEvent.Reason why) {
    Keyword reason = why.toValue();
    world.trace(who, () -> "down " + other + "#" + incarnation + " " + reason);
    Ledger.Incarnation ended = new Ledger.Incarnation(other, incarnation);
    ledger().parted.add(new Ledger.Parted(who, ended, reason.name(), world.nowMs()));
    roster.remove(other);
    node.actors().nodeDown(other, incarnation, reason);
    links.lost(other, incarnation);
    announce();
  }

  private void announce() {
    EdnMap list = MemberList.toValue(roster);
    for (Address part :
        List.of(Protocol.homes(id()), Protocol.host(id()), Protocol.documents(id()))) {
      node.send("/sys/" + id(), part.path(), "jelly/members", list);
    }
  }

  // ---- what is noted

  void began(long life, Address actor) {
    world.trace(who, () -> actor + " begins life " + life);
    ledger().began.add(new Ledger.Began(life, actor, who, world.nowMs()));
  }

  void said(Ledger.Word word, Address talker, String name) {
    Set<NodeId> towards = new TreeSet<>();
    world.receivers(talker, name).forEach(to -> locate(to).ifPresent(towards::add));
    ledger().said.add(new Ledger.Said(word, talker, name, who, towards, world.nowMs()));
  }

  void heard(Ledger.Word word, Address sink, long life, String name) {
    ledger().heard.add(new Ledger.Heard(word, sink, life, name, who, world.nowMs()));
  }

  void answered(String system, boolean isDone, String answer) {
    world.trace(who, () -> "answer about " + system + ": " + answer);
    ledger().answered.add(new Ledger.Answered(who, system, isDone, answer, world.nowMs()));
  }

  void tookAway(String system) {
    world.trace(who, () -> "has taken away " + system);
    ledger().takenAway.add(system);
  }

  /** Notes the dead letters that it keeps. */
  void collectDeadLetters() {
    for (EdnMap letter : node.deadLetters()) {
      world.trace(who, () -> "dead letter " + letter);
      Optional<Ledger.Word> word = Talker.word(letter.get(DATA, NONE));
      if (word.isPresent()) {
        Optional<Address> to =
            letter.get(TO, NONE) instanceof Text text && !text.value().isEmpty()
                ? Optional.of(new Address(text.value()))
                : Optional.empty();
        String reason = ((Keyword) letter.get(REASON)).name();
        ledger()
            .died
            .add(new Ledger.Died(word.get(), reason, to, letter.get(NAME).toString(), who));
      }
    }
  }

  // ---- what it looks like

  /** Where that actor lives, as this node's router believes. */
  Optional<NodeId> locate(Address address) {
    return router.flatMap(
        r ->
            switch (r.locate(address)) {
              case Router.Place.Here _ -> Optional.of(id());
              case Router.Place.There there -> Optional.of(there.node());
              case Router.Place.Nowhere _ -> Optional.empty();
            });
  }
}
