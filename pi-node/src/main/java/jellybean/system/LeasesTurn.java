package jellybean.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.cluster.majority.Elector;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.cluster.majority.Majority;
import jellybean.cluster.majority.Majority.Outcome;
import jellybean.cluster.majority.Majority.Permit;
import jellybean.cluster.majority.MajorityMessage;
import jellybean.cluster.majority.MessageCodec;
import jellybean.cluster.majority.Moment;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;
import jellybean.system.LeasesState.Leased;
import jellybean.system.LeasesState.Pause;

/** One step of {@link Leases} while it is worked out. Lives within one call of it. */
final class LeasesTurn {
  private final NodeId self;
  private final long life;
  private final LeaseTiming timing;
  private final Moment moment;
  private final LeasesState before;
  private final List<Effect> effects = new ArrayList<>();
  private SortedMap<NodeId, Long> members;
  private final SortedMap<NodeId, Voter> voters;
  private final SortedMap<String, Leased> systems;
  private final SortedMap<String, Long> ended;
  private Majority majority;

  LeasesTurn(NodeId self, long life, LeaseTiming timing, LeasesState state, Moment moment) {
    this.self = self;
    this.life = life;
    this.timing = timing;
    this.moment = moment;
    this.before = state;
    this.members = state.members();
    this.voters = new TreeMap<>(state.voters());
    this.systems = new TreeMap<>(state.systems());
    this.ended = new TreeMap<>(state.ended());
    this.majority = state.majority().orElseGet(this::begin);
  }

  /** The first message of this life. */
  private Majority begin() {
    long nowMs = moment.nowMs();
    Majority fresh =
        before.kept() instanceof EdnMap kept
            ? Majority.restored(self, life, timing, kept, nowMs)
            : Majority.fresh(self, life, Rendezvous.mix(moment.random()), timing, nowMs);
    voters.put(self, new Voter(life, fresh.elector()));
    return fresh;
  }

  private void did(Outcome outcome) {
    majority = outcome.next();
    for (Majority.Send send : outcome.sends()) {
      Value message = MessageCodec.toValue(send.message());
      effects.add(Effect.send(Protocol.homes(send.to()), Protocol.MAJORITY, message));
    }
  }

  // ---- what is heard

  /**
   * Who has just come is asked; who was asked before is again when it is time, not at each
   * newcomer: else many boards that are started at once ask each other for ever.
   */
  void members(SortedMap<NodeId, Long> now) {
    SortedMap<NodeId, Long> known = members;
    members = now;
    voters.keySet().removeIf(node -> !node.equals(self) && !now.containsKey(node));
    askForVoters(node -> !Objects.equals(now.get(node), known.get(node)));
  }

  private void askForVoters(Predicate<NodeId> which) {
    silent().stream().filter(which).forEach(node -> introduce(node, true));
  }

  private List<NodeId> silent() {
    return Voters.silent(members, voters).stream().filter(node -> !node.equals(self)).toList();
  }

  private void introduce(NodeId to, boolean asks) {
    EdnMap voter =
        EdnMap.of(
            Protocol.NODE, majority.elector().toValue(),
            Protocol.LIFE, Int.of(life),
            Protocol.ASKS, Bool.of(asks));
    effects.add(Effect.send(Protocol.homes(to), Protocol.ELECTOR, voter));
  }

  void voter(NodeId from, EdnMap voter) {
    Elector elector = Elector.fromValue(Fields.at(voter, Protocol.NODE));
    if (!elector.node().equals(from)) {
      throw new ProtocolException(
          "bad elector of " + from + ": expected its own, found " + elector);
    }
    voters.put(from, new Voter(Fields.longAt(voter, Protocol.LIFE), elector));
    if (Fields.at(voter, Protocol.ASKS) == Bool.TRUE) {
      introduce(from, false);
    }
  }

  void received(NodeId from, MajorityMessage message) {
    did(majority.received(from, message, moment));
  }

  void tick(long alarm) {
    if (alarm == before.alarm()) {
      askForVoters(_ -> true);
    }
  }

  /** The host hears of it when it is paused, and not before. */
  void deployment(Deployment deployment, Value value) {
    String name = deployment.name();
    Leased known = systems.get(name);
    boolean isOther = known != null && !deployment.genesis().equals(Optional.of(known.genesis()));
    boolean isGone = deployment.isGone() || !deployment.isMajority();
    if (known != null && !known.isGone() && (isOther || isGone)) {
      forget(name, known.genesis());
      ended.put(name, moment.nowMs() + timing.leaseMs());
    }
    if (!isGone && (known == null || known.isGone() || isOther)) {
      begin(name, deployment.genesis().orElseThrow());
    } else if (isGone && known != null) {
      effects.add(new Effect.RunUntil(Address.of(name), 0));
      systems.put(name, known.gone().until(0, Pause.NONE));
    }
    if (deployment.isGone()) { // perhaps it was there in an earlier life
      deployment.genesis().ifPresent(genesis -> forget(name, genesis));
    }
    if (deployment.isMajority()) { // of others the host hears from the documents themselves
      effects.add(Effect.send(Protocol.host(self), Protocol.DEPLOYMENT, value));
    }
  }

  private void forget(String name, Genesis genesis) {
    majority = majority.forget(genesis.key(name));
  }

  /** What was granted for an earlier system of that name has to have ended. */
  private void begin(String name, Genesis genesis) {
    long notBeforeMs = Math.max(moment.nowMs(), ended.getOrDefault(name, Long.MIN_VALUE));
    majority = majority.begin(genesis.key(name), genesis.configuration(), notBeforeMs);
    effects.add(new Effect.RunUntil(Address.of(name), 0));
    systems.put(name, Leased.of(genesis));
  }

  void hosting(EdnMap news) {
    String name = Fields.textAt(news, Protocol.NAME);
    Leased known = systems.get(name);
    if (known == null) {
      return;
    }
    boolean isGone = Fields.at(news, Protocol.GONE) == Bool.TRUE;
    if (isGone && known.isGone()) {
      effects.add(new Effect.RunUntil(Address.of(name), Long.MAX_VALUE));
      systems.remove(name);
    } else if (!isGone && isOf(known.genesis(), news)) {
      Stamp epoch = Stamp.fromValue(Fields.at(news, Protocol.EPOCH));
      systems.put(name, known.hosting(epoch, Fields.at(news, Protocol.HOSTS) == Bool.TRUE));
    }
  }

  /** Otherwise the host has still, or has already, another system of that name. */
  private static boolean isOf(Genesis genesis, EdnMap news) {
    return genesis.first().equals(Stamp.fromValue(Fields.at(news, Protocol.GENESIS)));
  }

  /** The host of this node, which is the home, says who may run bodies. */
  void admitted(EdnMap news) {
    String name = Fields.textAt(news, Protocol.NAME);
    Stamp epoch = Stamp.fromValue(Fields.at(news, Protocol.EPOCH));
    Leased known = systems.get(name);
    if (known == null || !known.since().equals(Optional.of(epoch))) {
      return;
    }
    SortedMap<NodeId, Long> roll = MemberList.fromValue(Fields.at(news, Protocol.MEMBERS));
    majority = majority.roll(known.genesis().key(name), roll);
    systems.put(
        name, known.admitting(new TreeSet<>(roll.keySet()), Fields.longAt(news, Protocol.NUMBER)));
  }

  // ---- what follows

  Step<LeasesState> step() {
    SortedMap<NodeId, Voter> told = Voters.live(members, voters);
    if (!told.equals(before.told())) {
      effects.add(Effect.send(Protocol.documents(self), Protocol.VOTERS, Voters.toValue(told)));
      did(majority.members(Voters.electors(told), moment));
    }
    Set<String> hosted = new HashSet<>();
    systems.forEach(
        (name, system) -> {
          if (system.hosts() && !system.isGone()) {
            hosted.add(system.genesis().key(name));
          }
        });
    did(majority.host(hosted, moment));
    if (!members.isEmpty()) {
      did(majority.want(majority.due(moment), moment));
    }
    systems.replaceAll(this::followed);
    ended.values().removeIf(ms -> ms <= moment.nowMs());
    return wake(told);
  }

  private LeasesState state(SortedMap<NodeId, Voter> told, long alarm, long alarmMs) {
    return new LeasesState(
        Optional.of(majority),
        before.kept(),
        members,
        voters,
        systems,
        ended,
        told,
        alarm,
        alarmMs,
        before.pausedMs() + before.overMs(systems, moment.nowMs()));
  }

  /** What the protocol now says of a system is passed on to whom it concerns. */
  private Leased followed(String name, Leased system) {
    if (system.isGone()) {
      return system;
    }
    String key = system.genesis().key(name);
    Optional<Stamp> since = majority.homeSince(key).map(LeasesTurn::stamp);
    Leased next = system;
    if (!since.equals(system.since())) {
      next = next.homeSince(since);
      since.ifPresent(epoch -> tellDocuments(name, system.genesis(), epoch));
    }
    next = cleared(name, key, next);
    Optional<Permit> permit =
        majority.permit(key).filter(p -> system.epoch().equals(Optional.of(stamp(p.since()))));
    long untilMs = permit.map(Permit::untilMs).orElse(0L);
    if (untilMs != system.untilMs()) {
      effects.add(new Effect.RunUntil(Address.of(name), untilMs));
    }
    return next.until(untilMs, pause(key, untilMs, next));
  }

  private void tellDocuments(String name, Genesis genesis, Stamp epoch) {
    EdnMap news =
        EdnMap.of(
            Protocol.NAME, new Text(name),
            Protocol.GENESIS, genesis.first().toValue(),
            Protocol.EPOCH, epoch.toValue());
    effects.add(Effect.send(Protocol.documents(self), Protocol.HOME_SINCE, news));
  }

  /** Tells the host when nobody runs any more whom it does not admit. */
  private Leased cleared(String name, String key, Leased system) {
    if (system.number() == 0 || clearMs(key, system) > moment.nowMs()) {
      return system;
    }
    EdnMap clear =
        EdnMap.of(
            Protocol.NAME, new Text(name),
            Protocol.EPOCH, system.since().orElseThrow().toValue(),
            Protocol.NUMBER, Int.of(system.number()));
    effects.add(Effect.send(Protocol.host(self), Protocol.ADMITTED, clear));
    return system.cleared();
  }

  private long clearMs(String key, Leased system) {
    long clearMs = Long.MIN_VALUE;
    for (NodeId node : system.leaving()) {
      clearMs = Math.max(clearMs, majority.clearMs(key, node));
    }
    return clearMs;
  }

  private Pause pause(String key, long untilMs, Leased system) {
    if (moment.nowMs() < untilMs) {
      return Pause.NONE;
    }
    boolean isHome = system.since().isPresent();
    Optional<Long> sinceMs =
        isHome || system.hosts()
            ? system.pause().sinceMs().or(() -> Optional.of(moment.nowMs()))
            : Optional.empty();
    NodeId home = majority.activated(key).orElseThrow().home();
    return new Pause(
        isHome
            ? "no majority: fewer than half of the electors prolong the lease of this node"
            : "no leave from " + home + ", the last home that is known here",
        sinceMs);
  }

  // ---- when to look again

  private Step<LeasesState> wake(SortedMap<NodeId, Voter> told) {
    long wakeMs = wakeMs();
    boolean isSet = before.alarmMs() > moment.nowMs() && before.alarmMs() <= wakeMs;
    if (isSet || wakeMs == Long.MAX_VALUE) {
      return new Step<>(state(told, before.alarm(), before.alarmMs()), effects);
    }
    long alarm = before.alarm() + 1;
    long afterMs = Math.max(1, wakeMs - moment.nowMs());
    effects.add(new Effect.After(afterMs, Protocol.TICK, Int.of(alarm)));
    return new Step<>(state(told, alarm, moment.nowMs() + afterMs), effects);
  }

  private long wakeMs() {
    boolean isSilent = !silent().isEmpty();
    boolean isQuiet = systems.values().stream().allMatch(Leased::isGone) && !isSilent;
    long wakeMs = isQuiet ? Long.MAX_VALUE : moment.nowMs() + timing.renewMs();
    wakeMs = Math.min(wakeMs, majority.nextMs(moment));
    for (var each : systems.entrySet()) {
      Leased system = each.getValue();
      if (system.number() != 0) {
        wakeMs = Math.min(wakeMs, clearMs(system.genesis().key(each.getKey()), system));
      }
      if (system.untilMs() > moment.nowMs()) {
        wakeMs = Math.min(wakeMs, system.untilMs());
      }
    }
    return wakeMs;
  }

  private static Stamp stamp(jellybean.cluster.majority.Epoch epoch) {
    return new Stamp(epoch.counter(), epoch.node());
  }
}
