package jellybean.cluster.majority;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;

/**
 * All that one node knows and does about the homes of systems that never run twice: immutable, to
 * be fed by one actor.
 *
 * <p><b>Obligations of whoever feeds it.</b>
 *
 * <ul>
 *   <li>If the node has a disk, what {@link #stored} returns after an input is on disk before any
 *       of the messages that the input caused leaves; and a node comes back with {@link #restored}.
 *   <li>Whatever of a system runs on this node does nothing later than {@link Permit#untilMs}: that
 *       is looked at before each message, not when a timer gets round to it.
 *   <li>A message is given in with the node that it came from, as its certificate says.
 *   <li>{@link #tick} comes at {@link #nextMs} or a little later; nothing unsafe follows if it does
 *       not.
 * </ul>
 */
public final class Majority {
  /** Systems of a fleet; what is said of more is dropped and counted. */
  public static final int MAX_SYSTEMS = 64;

  /** As long as an address may be. */
  public static final int MAX_NAME_CHARACTERS = 512;

  /** A message to another node, or to this one itself. */
  public record Send(NodeId to, MajorityMessage message) {}

  /** What follows from an input. */
  public record Outcome(Majority next, List<Send> sends) {
    public Outcome {
      sends = List.copyOf(sends);
    }
  }

  /**
   * Leave to run the bodies of a system on this node.
   *
   * @param since the first epoch of the tenure: with another one the system has another home, which
   *     has to adopt the bodies before they may run
   * @param untilMs exclusive, on this node's monotonic clock
   */
  public record Permit(Epoch since, long untilMs) {}

  private final Site site;
  private final long barredMs;
  private final SortedMap<String, Participant> systems;
  private final SortedSet<Elector> live;
  private final Ignored ignored;

  Majority(
      Site site,
      long barredMs,
      SortedMap<String, Participant> systems,
      SortedSet<Elector> live,
      Ignored ignored) {
    this.site = site;
    this.barredMs = barredMs;
    this.systems = systems;
    this.live = live;
    this.ignored = ignored;
  }

  /**
   * A node that remembers nothing.
   *
   * @param life drawn at random now; it is the number of its memory, too
   */
  public static Majority fresh(NodeId node, long life, LeaseTiming timing, long nowMs) {
    return fresh(node, life, timing, nowMs, Rules.STANDARD);
  }

  /**
   * The same.
   *
   * @param life that no other life of the node has
   * @param memory drawn at random now
   */
  public static Majority fresh(
      NodeId node, long life, long memory, LeaseTiming timing, long nowMs) {
    return fresh(node, life, memory, timing, nowMs, Rules.STANDARD);
  }

  static Majority fresh(NodeId node, long life, LeaseTiming timing, long nowMs, Rules rules) {
    return fresh(node, life, life, timing, nowMs, rules);
  }

  private static Majority fresh(
      NodeId node, long life, long memory, LeaseTiming timing, long nowMs, Rules rules) {
    Site site = new Site(node, life, new Elector(node, memory), timing, nowMs, rules);
    return new Majority(
        site,
        Long.MIN_VALUE,
        Collections.emptySortedMap(),
        new TreeSet<>(Set.of(site.elector())),
        Ignored.NONE);
  }

  /**
   * A node that starts with what it kept. It grants nothing to anybody new for as long as a lease
   * may last that it granted before.
   *
   * @param life drawn at random now
   */
  public static Majority restored(
      NodeId node, long life, LeaseTiming timing, EdnMap kept, long nowMs) {
    return restored(node, life, timing, kept, nowMs, Rules.STANDARD);
  }

  static Majority restored(
      NodeId node, long life, LeaseTiming timing, EdnMap kept, long nowMs, Rules rules) {
    Memory memory = Memory.fromValue(kept);
    Elector elector = new Elector(node, memory.number());
    TreeMap<String, Participant> systems = new TreeMap<>();
    memory.grantors().forEach((name, grantor) -> systems.put(name, Participant.of(grantor)));
    return new Majority(
        new Site(node, life, elector, timing, nowMs, rules),
        nowMs + Math.max(memory.leaseMs(), timing.leaseMs()),
        systems,
        new TreeSet<>(Set.of(elector)),
        Ignored.NONE);
  }

  /** What has to be on disk before any message leaves; leases change nothing of it. */
  public EdnMap stored() {
    TreeMap<String, Grantor> grantors = new TreeMap<>();
    systems.forEach((name, participant) -> grantors.put(name, participant.grantor()));
    return new Memory(site.elector().memory(), site.timing().leaseMs(), grantors).toValue();
  }

  // ---- inputs

  /**
   * A system's document came. Votes are given about known systems only.
   *
   * @param genesis as the document says; without effect if the system is known
   */
  public Majority begin(String system, Configuration genesis) {
    if (systems.containsKey(system)) {
      return this;
    }
    if (systems.size() >= MAX_SYSTEMS || system.length() > MAX_NAME_CHARACTERS) {
      return withIgnored(ignored.unknownSystem());
    }
    return with(system, Participant.of(Grantor.of(genesis)));
  }

  /**
   * The same, at a moment: so long ago it heard of the home last.
   *
   * @param notBeforeMs now, or until when leases may last that were granted for another system of
   *     that name: nobody gets anything before
   */
  public Majority begin(String system, Configuration genesis, long notBeforeMs) {
    Majority begun = begin(system, genesis);
    Optional<Participant> participant =
        systems.containsKey(system) ? Optional.empty() : begun.participant(system);
    return participant
        .map(p -> begun.with(system, p.with(p.grantor().closedUntil(notBeforeMs))))
        .orElse(begun);
  }

  /**
   * A system was taken back: nobody gets a vote for it here any more. It must never begin again
   * under that name, as what was promised is forgotten: so the name has to say which of several
   * deployments from nothing it means.
   */
  public Majority forget(String system) {
    TreeMap<String, Participant> fewer = new TreeMap<>(systems);
    fewer.remove(system);
    return new Majority(site, barredMs, fewer, live, ignored);
  }

  /** The live members have changed; this node is one of them whether it is named or not. */
  public Outcome members(Collection<Elector> members, Moment moment) {
    TreeSet<Elector> now = new TreeSet<>(members);
    now.removeIf(elector -> elector.node().equals(site.node()));
    now.add(site.elector());
    Majority next = new Majority(site, barredMs, systems, now, ignored);
    return next.all(
        moment,
        (participant, scene, batch) ->
            participant.with(participant.claimant().members(live, scene, batch)));
  }

  /**
   * Which systems this node should be the home of if it can; {@link #due} says which. A claim
   * disturbs no home that renews its lease.
   */
  public Outcome want(Set<String> wanted, Moment moment) {
    return all((name, p) -> p.with(p.claimant().wanted(wanted.contains(name)))).tick(moment);
  }

  /** Of which systems this node has bodies. */
  public Outcome host(Set<String> hosted, Moment moment) {
    return all((name, p) -> p.with(p.borrower().hosting(hosted.contains(name)))).tick(moment);
  }

  /**
   * Which hosts may run bodies of a system that is at home here: those that hold its present
   * routing table. A new tenure begins with none.
   *
   * @param hosts with their lives
   */
  public Majority roll(String system, SortedMap<NodeId, Long> hosts) {
    Participant participant = systems.get(system);
    return participant == null
        ? this
        : with(system, participant.with(participant.claimant().withRoll(hosts)));
  }

  /** A message came from that node. */
  public Outcome received(NodeId from, MajorityMessage message, Moment moment) {
    return new Reception(this, from, moment).receive(message);
  }

  /** Time has passed. */
  public Outcome tick(Moment moment) {
    return all(moment, Participant::tick);
  }

  // ---- what is so

  /** Of which systems this node should be the home if nobody is, as far as it can see. */
  public SortedSet<String> due(Moment moment) {
    TreeSet<String> due = new TreeSet<>();
    systems.forEach(
        (name, participant) -> {
          if (participant.isDue(scene(name, moment))) {
            due.add(name);
          }
        });
    return due;
  }

  /** When to call {@link #tick}. */
  public long nextMs(Moment moment) {
    long nextMs = Long.MAX_VALUE;
    for (var system : systems.entrySet()) {
      Scene scene = scene(system.getKey(), moment);
      Participant participant = system.getValue();
      nextMs = Math.min(nextMs, participant.claimant().wakeMs(scene));
      nextMs = Math.min(nextMs, participant.borrower().wakeMs(scene));
    }
    return nextMs;
  }

  /** Until when bodies of the system may run here; empty if nobody gave leave. */
  public Optional<Permit> permit(String system) {
    Optional<Permit> asHome =
        tenure(system).map(h -> new Permit(h.since(), h.leaseEndMs(site.rules())));
    return asHome.or(
        () ->
            participant(system)
                .flatMap(p -> p.borrower().loan())
                .map(loan -> new Permit(loan.since(), loan.endMs())));
  }

  /** The first epoch of this node's tenure as the home, though it may be paused. */
  public Optional<Epoch> homeSince(String system) {
    return tenure(system).map(Holding::since);
  }

  /** The last epoch that is known to have been activated; its node is the home. */
  public Optional<Configuration> activated(String system) {
    return participant(system).map(Participant::activated);
  }

  /** What this node accepted since, and what may have been activated without its knowing. */
  public Optional<Configuration> accepted(String system) {
    return participant(system).flatMap(p -> p.grantor().accepted());
  }

  /**
   * From when on no body of the system runs on a host that is on the roll no more, if this node is
   * the home: a replacement must not start before.
   */
  public long clearMs(String system, NodeId host) {
    return tenure(system)
        .map(h -> h.lent().getOrDefault(host, Long.MIN_VALUE))
        .orElse(Long.MAX_VALUE);
  }

  /** This node as an elector: what the others have to know to name it in an electorate. */
  public Elector elector() {
    return site.elector();
  }

  /** What was dropped. */
  public Ignored ignored() {
    return ignored;
  }

  // ---- for the parts

  Site site() {
    return site;
  }

  long barredMs() {
    return barredMs;
  }

  Optional<Participant> participant(String system) {
    return Optional.ofNullable(systems.get(system));
  }

  private Optional<Holding> tenure(String system) {
    return participant(system).flatMap(p -> p.claimant().holding());
  }

  Scene scene(String system, Moment moment) {
    Participant participant = participant(system).orElseThrow();
    return new Scene(site, system, moment, live, participant.activated());
  }

  Majority with(String system, Participant participant) {
    TreeMap<String, Participant> changed = new TreeMap<>(systems);
    changed.put(system, participant);
    return new Majority(site, barredMs, changed, live, ignored);
  }

  Majority withIgnored(Ignored more) {
    return new Majority(site, barredMs, systems, live, more);
  }

  private interface Change {
    Participant apply(Participant participant, Scene scene, Batch batch);
  }

  private Outcome all(Moment moment, Change change) {
    Batch batch = new Batch();
    Majority next =
        all((name, participant) -> change.apply(participant, scene(name, moment), batch));
    return new Outcome(next, batch.close(site.life(), moment.nowMs()));
  }

  private Majority all(BiFunction<String, Participant, Participant> change) {
    TreeMap<String, Participant> changed = new TreeMap<>();
    systems.forEach((name, participant) -> changed.put(name, change.apply(name, participant)));
    return new Majority(site, barredMs, changed, live, ignored);
  }
}
