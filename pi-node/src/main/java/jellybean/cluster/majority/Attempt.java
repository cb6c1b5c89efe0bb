package jellybean.cluster.majority;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.message.NodeId;

/**
 * A claim under way: promises are collected, then the epoch is proposed with its electorate, then
 * acceptances are collected.
 *
 * <p><b>Invariant:</b> it is proposed only when it was promised by a quorum of the last epoch that
 * is known to have been activated ({@code base}) and of the last one that was accepted after it and
 * may have been activated ({@code doubt}). The electorate of the doubt is proposed again, as a
 * value that may have been chosen is in Paxos. And one epoch is proposed with one electorate only.
 *
 * @param promised who promised
 * @param ends who accepted, with the end of the lease
 * @param waits who refuses because of a lease, with when to ask again
 */
record Attempt(
    Epoch epoch,
    Configuration base,
    Optional<Configuration> doubt,
    SortedSet<Elector> promised,
    Optional<Configuration> proposed,
    SortedMap<Elector, Long> ends,
    SortedMap<NodeId, Long> waits,
    long againMs,
    long endMs) {

  static Attempt begin(Epoch epoch, Scene scene, Batch batch) {
    return new Attempt(
            epoch,
            scene.activated(),
            Optional.empty(),
            Collections.emptySortedSet(),
            Optional.empty(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            scene.nowMs(),
            scene.nowMs() + scene.site().timing().claimMs())
        .asking(scene, batch);
  }

  boolean isOver(Scene scene) {
    return scene.nowMs() >= endMs;
  }

  boolean isBelow(Configuration activated) {
    return activated.epoch().compareTo(epoch) >= 0;
  }

  boolean isAbout(Epoch itsEpoch, long life, Scene scene) {
    return epoch.equals(itsEpoch) && life == scene.site().life();
  }

  /**
   * @param lentMs until when hosts run on what this node lent in its present epoch
   */
  Attempt tick(long lentMs, Scene scene, Batch batch) {
    if (proposed.isEmpty() && isPromised(scene)) {
      return proposing(scene, batch); // who was missing is not a member any more
    }
    return scene.nowMs() >= againMs ? withoutShort(lentMs, scene).asking(scene, batch) : this;
  }

  /** Asks everybody who has not answered and is not known to refuse for a while. */
  private Attempt asking(Scene scene, Batch batch) {
    for (Elector elector : scene.live()) {
      boolean answered =
          proposed.isPresent() ? ends.containsKey(elector) : promised.contains(elector);
      if (!answered && waits.getOrDefault(elector.node(), Long.MIN_VALUE) <= scene.nowMs()) {
        batch.send(elector.node(), question(scene));
      }
    }
    return withAgainMs(scene.retryMs());
  }

  private MajorityMessage question(Scene scene) {
    return proposed
        .<MajorityMessage>map(p -> new Proposal(scene.system(), p, base, scene.nowMs()))
        .orElseGet(() -> new Claim(scene.system(), epoch, scene.site().life(), base));
  }

  Attempt promised(Promise promise, Scene scene, Batch batch) {
    if (proposed.isPresent()) {
      return this;
    }
    TreeSet<Elector> more = new TreeSet<>(promised);
    more.add(promise.elector());
    Rules rules = scene.site().rules();
    Configuration known = Configuration.later(base, scene.activated());
    Configuration laterBase =
        rules.isHeeded(promise.activated())
            ? Configuration.later(known, promise.activated())
            : known;
    Optional<Configuration> laterDoubt =
        Configuration.latest(doubt, promise.accepted().filter(rules::isHeeded), laterBase);
    Attempt next =
        new Attempt(epoch, laterBase, laterDoubt, more, proposed, ends, waits, againMs, endMs);
    return next.isPromised(scene) ? next.proposing(scene, batch) : next;
  }

  private Electorate electorate(Scene scene) {
    return doubt
        .filter(scene.site().rules()::isProposedAgain)
        .map(Configuration::electorate)
        .orElseGet(() -> base.electorate().next(scene.live()));
  }

  /** The new electorate has to have promised, too: it is known to be within reach then. */
  private boolean isPromised(Scene scene) {
    Rules rules = scene.site().rules();
    return base.electorate().isCarriedBy(promised, rules)
        && electorate(scene).isCarriedBy(promised, rules);
  }

  private Attempt proposing(Scene scene, Batch batch) {
    Configuration proposal = new Configuration(epoch, scene.site().life(), electorate(scene));
    return new Attempt(
            epoch,
            base,
            doubt,
            promised,
            Optional.of(proposal),
            ends,
            Collections.emptySortedMap(),
            againMs,
            endMs)
        .asking(scene, batch);
  }

  Attempt accepted(Acceptance acceptance, Scene scene) {
    if (proposed.isEmpty()) {
      return this;
    }
    TreeMap<Elector, Long> more = new TreeMap<>(ends);
    long endOfLeaseMs = Holding.endMs(acceptance.askedMs(), acceptance.leaseMs(), scene);
    more.merge(acceptance.elector(), endOfLeaseMs, Math::max);
    return new Attempt(epoch, base, doubt, promised, proposed, more, waits, againMs, endMs);
  }

  /**
   * The configuration, once enough have accepted it, and for long enough. The electors of the
   * present epoch, who answer for what was lent in it, need not be asked by whoever knows this one.
   */
  Optional<Configuration> activated(long lentMs, Scene scene) {
    Rules rules = scene.site().rules();
    return proposed
        .filter(_ -> base.electorate().isCarriedBy(ends.keySet(), rules))
        .filter(p -> p.electorate().isCarriedBy(ends.keySet(), rules))
        .filter(p -> rules.isCovered(lentMs, leaseEndMs(p.electorate(), rules)));
  }

  private long leaseEndMs(Electorate electorate, Rules rules) {
    return Holding.leaseEndMs(
        electorate, elector -> ends.getOrDefault(elector, Long.MIN_VALUE), rules);
  }

  /** Whose lease is too short is asked once more. */
  private Attempt withoutShort(long lentMs, Scene scene) {
    Rules rules = scene.site().rules();
    TreeMap<Elector, Long> longer = new TreeMap<>(ends);
    longer.values().removeIf(endMs -> !rules.isCovered(lentMs, endMs));
    return new Attempt(epoch, base, doubt, promised, proposed, longer, waits, againMs, endMs);
  }

  /**
   * Empty if another claim has overtaken this one, so that a higher one has to be made. What has
   * been proposed may have been accepted by enough others, whose answers are waited for.
   */
  Optional<Attempt> refused(Refusal refusal, Scene scene) {
    boolean isOvertaken = refusal.promised().isAbove(epoch);
    if (isOvertaken && proposed.isEmpty()) {
      return Optional.empty();
    }
    long patienceMs = isOvertaken ? 2L * scene.site().timing().retryMs() : Long.MAX_VALUE / 2;
    long soonerMs = Math.min(endMs, scene.nowMs() + patienceMs);
    TreeMap<NodeId, Long> more = new TreeMap<>(waits);
    more.put(refusal.elector().node(), scene.nowMs() + refusal.waitMs());
    return Optional.of(
        new Attempt(epoch, base, doubt, promised, proposed, ends, more, againMs, soonerMs));
  }

  /** Asks the newly arrived, too. */
  Attempt members(Collection<Elector> before, Scene scene, Batch batch) {
    List<Elector> fresh = new ArrayList<>(scene.live());
    fresh.removeAll(before);
    fresh.forEach(elector -> batch.send(elector.node(), question(scene)));
    return this;
  }

  private Attempt withAgainMs(long nextMs) {
    return new Attempt(epoch, base, doubt, promised, proposed, ends, waits, nextMs, endMs);
  }
}
