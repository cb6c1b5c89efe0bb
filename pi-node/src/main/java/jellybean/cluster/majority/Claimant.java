package jellybean.cluster.majority;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import jellybean.cluster.Backoff;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Activation;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.message.NodeId;

/**
 * A node as the home of a system: what it holds, and what it claims.
 *
 * @param isWanted whether this node should be the home if nobody is
 * @param highest the highest epoch that anybody is known to have promised; claims go above it
 * @param outbidMs since when that is above the held one, so that its promisers renew nothing
 * @param failures claims in a row that came to nothing
 * @param notBeforeMs when to claim again
 */
record Claimant(
    Optional<Holding> holding,
    Optional<Attempt> attempt,
    boolean isWanted,
    Epoch highest,
    long outbidMs,
    int failures,
    long notBeforeMs) {

  static Claimant of(Configuration known) {
    return new Claimant(
        Optional.empty(),
        Optional.empty(),
        false,
        known.epoch(),
        Long.MAX_VALUE,
        0,
        Long.MIN_VALUE);
  }

  Claimant wanted(boolean wanted) {
    Optional<Attempt> still = attempt.filter(_ -> wanted || holding.isPresent());
    return new Claimant(holding, still, wanted, highest, outbidMs, failures, notBeforeMs);
  }

  Claimant withRoll(SortedMap<NodeId, Long> hosts) {
    return withHolding(holding.map(h -> h.withRoll(hosts)));
  }

  Claimant lending(NodeId host, Scene scene) {
    return withHolding(holding.map(h -> h.lending(host, scene)));
  }

  /** Somebody accepted or knows of that epoch. */
  Claimant heard(Configuration later, Scene scene) {
    // Who proposed it had the promises of a quorum of ours, none of which renews our lease any
    // more: the tenure is over even if the proposal comes to nothing.
    Optional<Holding> still =
        holding.filter(
            h ->
                scene.isMine(later)
                    || !later.isAbove(h.configuration())
                    || !scene.site().rules().isYielding(later));
    return withHolding(still).promisedElsewhere(later.epoch(), scene);
  }

  /** That epoch is known to have been activated. */
  Claimant learnt(Configuration activated, Scene scene) {
    Optional<Attempt> still = attempt.filter(a -> !a.isBelow(activated));
    return heard(activated, scene).withAttempt(still);
  }

  private Claimant promisedElsewhere(Epoch epoch, Scene scene) {
    if (!epoch.isAbove(highest)) {
      return this;
    }
    boolean outbids = holding.filter(h -> epoch.isAbove(h.configuration().epoch())).isPresent();
    long since = outbids ? Math.min(outbidMs, scene.nowMs()) : Long.MAX_VALUE;
    return new Claimant(holding, attempt, isWanted, epoch, since, failures, notBeforeMs);
  }

  Claimant members(Collection<Elector> before, Scene scene, Batch batch) {
    Claimant next = withHolding(holding.map(h -> h.aiming(scene)));
    return next.withAttempt(next.attempt.map(a -> a.members(before, scene, batch)));
  }

  Claimant tick(Scene scene, Batch batch) {
    Claimant next = withHolding(holding.map(h -> h.tick(scene, batch)));
    if (next.attempt.filter(a -> a.isOver(scene)).isPresent()) {
      next = next.failed(scene);
    }
    if (next.attempt.isEmpty() && next.claimMs(scene) <= scene.nowMs()) {
      return next.claiming(scene, batch);
    }
    long lentMs = next.lentMs();
    return next.withAttempt(next.attempt.map(a -> a.tick(lentMs, scene, batch)));
  }

  private long lentMs() {
    return holding.map(Holding::lentMs).orElse(Long.MIN_VALUE);
  }

  /** When to make a claim; far away if there is no reason. */
  private long claimMs(Scene scene) {
    if (holding.isEmpty()) {
      return isWanted ? notBeforeMs : Long.MAX_VALUE;
    }
    Holding held = holding.get();
    LeaseTiming timing = scene.site().timing();
    long leaseEndMs = held.leaseEndMs(scene.site().rules());
    // Whoever promised more to somebody else renews nothing: without them the lease may end.
    long regainMs =
        outbidMs == Long.MAX_VALUE
            ? Long.MAX_VALUE
            : Math.max(outbidMs, Math.min(leaseEndMs, outbidMs + timing.settleMs()));
    return Math.max(notBeforeMs, Math.min(held.settledMs(timing), regainMs));
  }

  private Claimant claiming(Scene scene, Batch batch) {
    Epoch known = Epoch.larger(highest, scene.activated().epoch());
    Epoch epoch = known.next(scene.site().node());
    Attempt begun = Attempt.begin(epoch, scene, batch);
    return new Claimant(
        holding, Optional.of(begun), isWanted, epoch, outbidMs, failures, notBeforeMs);
  }

  private Claimant failed(Scene scene) {
    LeaseTiming timing = scene.site().timing();
    Backoff backoff = new Backoff(timing.retryMs(), timing.leaseMs());
    long againMs = scene.nowMs() + backoff.delayMs(failures, scene.moment().random());
    return new Claimant(
        holding, Optional.empty(), isWanted, highest, outbidMs, failures + 1, againMs);
  }

  Claimant promised(Promise promise, Scene scene, Batch batch) {
    return isMine(promise.epoch(), promise.life(), scene)
        ? withAttempt(attempt.map(a -> a.promised(promise, scene, batch)))
        : this;
  }

  Claimant accepted(Acceptance acceptance, Scene scene, Batch batch) {
    if (holding.filter(h -> h.configuration().epoch().equals(acceptance.epoch())).isPresent()) {
      return granted(acceptance.elector(), acceptance.askedMs(), acceptance.leaseMs(), scene);
    }
    if (!isMine(acceptance.epoch(), acceptance.life(), scene)) {
      return this;
    }
    Claimant next = withAttempt(attempt.map(a -> a.accepted(acceptance, scene)));
    Optional<Attempt> won = next.attempt.filter(a -> a.activated(lentMs(), scene).isPresent());
    return won.map(a -> next.activated(a, scene, batch)).orElse(next);
  }

  private Claimant activated(Attempt won, Scene scene, Batch batch) {
    Configuration configuration = won.activated(lentMs(), scene).orElseThrow();
    Activation activation = new Activation(scene.system(), configuration);
    scene.live().stream()
        .filter(elector -> !elector.node().equals(scene.site().node()))
        .forEach(elector -> batch.send(elector.node(), activation));
    Holding fresh = Holding.of(configuration, won.ends(), scene);
    Holding next = holding.map(h -> h.continuedBy(fresh)).orElse(fresh).aiming(scene);
    boolean isOutbid = highest.isAbove(configuration.epoch());
    return new Claimant(
        Optional.of(next),
        Optional.empty(),
        isWanted,
        Epoch.larger(highest, configuration.epoch()),
        isOutbid ? scene.nowMs() : Long.MAX_VALUE,
        0,
        Long.MIN_VALUE);
  }

  Claimant granted(Elector elector, long askedMs, long leaseMs, Scene scene) {
    return withHolding(
        holding.map(h -> h.granted(elector, Holding.endMs(askedMs, leaseMs, scene), scene)));
  }

  /** Also tells an elector the epoch that it should renew and does not know. */
  Claimant refused(Refusal refusal, Scene scene, Batch batch) {
    holding
        .map(Holding::configuration)
        .filter(c -> c.epoch().equals(refusal.epoch()))
        .filter(c -> c.isAbove(refusal.activated()))
        .ifPresent(c -> batch.send(refusal.elector().node(), new Activation(scene.system(), c)));
    Claimant next = promisedElsewhere(refusal.promised(), scene);
    if (!isMine(refusal.epoch(), refusal.life(), scene)) {
      return next;
    }
    Optional<Attempt> still = next.attempt.flatMap(a -> a.refused(refusal, scene));
    return still.isPresent() ? next.withAttempt(still) : next.failed(scene);
  }

  private boolean isMine(Epoch epoch, long life, Scene scene) {
    return attempt.filter(a -> a.isAbout(epoch, life, scene)).isPresent();
  }

  /** When {@link #tick} has something to do. */
  long wakeMs(Scene scene) {
    long wakeMs = attempt.map(a -> Math.min(a.againMs(), a.endMs())).orElse(claimMs(scene));
    return holding.map(h -> Math.min(wakeMs, Math.min(h.renewMs(), h.againMs()))).orElse(wakeMs);
  }

  private Claimant withHolding(Optional<Holding> next) {
    return new Claimant(next, attempt, isWanted, highest, outbidMs, failures, notBeforeMs);
  }

  private Claimant withAttempt(Optional<Attempt> next) {
    return new Claimant(holding, next, isWanted, highest, outbidMs, failures, notBeforeMs);
  }
}
