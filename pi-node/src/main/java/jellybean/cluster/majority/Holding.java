package jellybean.cluster.majority;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import jellybean.cluster.majority.MajorityMessage.Lent;
import jellybean.message.NodeId;

/**
 * A system is at home here: its epoch, the leases of its electors, what was lent to hosts.
 *
 * @param since the first epoch of this tenure; a home may take higher ones without an end between
 * @param grants what each elector granted last
 * @param lent until when a host may run bodies, at most, by this node's clock
 * @param roll the hosts, with their lives, that may borrow
 * @param renewMs when to ask everybody again
 * @param againMs when to ask those again who have not answered
 * @param aimed the electorate that the live members ask for
 * @param aimedMs since when they do
 */
record Holding(
    Configuration configuration,
    Epoch since,
    SortedMap<Elector, Granted> grants,
    SortedMap<NodeId, Long> lent,
    SortedMap<NodeId, Long> roll,
    long renewMs,
    long againMs,
    Electorate aimed,
    long aimedMs) {

  /**
   * A lease of one elector.
   *
   * @param cameMs when it was granted last
   * @param endMs when it ends by this node's clock
   */
  record Granted(long cameMs, long endMs) {}

  static Holding of(Configuration configuration, SortedMap<Elector, Long> ends, Scene scene) {
    TreeMap<Elector, Granted> grants = new TreeMap<>();
    ends.forEach((elector, endMs) -> grants.put(elector, new Granted(scene.nowMs(), endMs)));
    return new Holding(
        configuration,
        configuration.epoch(),
        grants,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        scene.site().timing().nextRenewalMs(scene.nowMs()),
        Long.MAX_VALUE,
        configuration.electorate(),
        scene.nowMs());
  }

  /** The same tenure in a higher epoch. */
  Holding continuedBy(Holding higher) {
    return new Holding(
        higher.configuration,
        since,
        higher.grants,
        lent,
        roll,
        higher.renewMs,
        higher.againMs,
        higher.aimed,
        higher.aimedMs);
  }

  /** When a lease surely has not ended yet at the one who granted it, by this node's clock. */
  static long endMs(long askedMs, long leaseMs, Scene scene) {
    Site site = scene.site();
    // An answer cannot have been asked for in the future.
    long beganMs = Math.min(scene.nowMs(), site.rules().leaseBeganMs(askedMs, scene.nowMs()));
    return beganMs + site.timing().surelyMs(leaseMs);
  }

  /** Until when a quorum of electors gives its vote to nobody else. */
  long leaseEndMs(Rules rules) {
    return leaseEndMs(
        configuration.electorate(),
        elector -> {
          Granted granted = grants.get(elector);
          return granted == null ? Long.MIN_VALUE : granted.endMs;
        },
        rules);
  }

  /** The same of any electorate, by what each of it granted. */
  static long leaseEndMs(Electorate electorate, ToLongFunction<Elector> endMs, Rules rules) {
    long[] ends = electorate.electors().stream().mapToLong(endMs).sorted().toArray();
    return ends[ends.length - rules.quorum(ends.length)];
  }

  /** Until when anything that was lent runs. */
  long lentMs() {
    return lent.values().stream().max(Comparator.naturalOrder()).orElse(Long.MIN_VALUE);
  }

  boolean isLeased(Scene scene) {
    return scene.nowMs() < leaseEndMs(scene.site().rules());
  }

  Holding granted(Elector elector, long endMs, Scene scene) {
    if (!configuration.electorate().contains(elector)) {
      return this;
    }
    TreeMap<Elector, Granted> more = new TreeMap<>(grants);
    more.merge(
        elector,
        new Granted(scene.nowMs(), endMs),
        (old, fresh) -> new Granted(fresh.cameMs, Math.max(old.endMs, fresh.endMs)));
    return new Holding(configuration, since, more, lent, roll, renewMs, againMs, aimed, aimedMs);
  }

  /**
   * Asks all electors within reach on the grid, and in between, as long as fewer than a quorum have
   * answered since, those again who have not.
   */
  Holding tick(Scene scene, Batch batch) {
    LeaseTiming timing = scene.site().timing();
    if (scene.nowMs() >= renewMs) {
      scene.live().forEach(elector -> ask(elector, scene, batch));
      return withTimes(timing.nextRenewalMs(scene.nowMs()), scene.retryMs());
    }
    if (scene.nowMs() < againMs) {
      return this;
    }
    long askedMs = renewMs - timing.renewMs();
    long answered =
        grants.entrySet().stream()
            .filter(grant -> configuration.electorate().contains(grant.getKey()))
            .filter(grant -> grant.getValue().cameMs >= askedMs)
            .count();
    if (answered >= scene.site().rules().quorum(configuration.electorate().electors().size())) {
      return withTimes(renewMs, Long.MAX_VALUE);
    }
    for (Elector elector : scene.live()) {
      Granted grant = grants.get(elector);
      if (grant == null || grant.cameMs < askedMs) {
        ask(elector, scene, batch);
      }
    }
    return withTimes(renewMs, scene.retryMs());
  }

  private void ask(Elector elector, Scene scene, Batch batch) {
    if (configuration.electorate().contains(elector)) {
      batch.renew(elector.node(), scene.system(), configuration.epoch());
    }
  }

  /** Watches what electorate the live members ask for, and since when without a change. */
  Holding aiming(Scene scene) {
    Electorate target = configuration.electorate().next(scene.live());
    return target.equals(aimed)
        ? this
        : new Holding(
            configuration, since, grants, lent, roll, renewMs, againMs, target, scene.nowMs());
  }

  /** When the electorate should be another one; far away if it is as it should be. */
  long settledMs(LeaseTiming timing) {
    return aimed.equals(configuration.electorate()) ? Long.MAX_VALUE : aimedMs + timing.settleMs();
  }

  /** Lends a host what remains of the lease. */
  Holding lending(NodeId host, Scene scene) {
    TreeMap<NodeId, Long> more = new TreeMap<>(lent);
    more.values().removeIf(endMs -> endMs < scene.nowMs());
    more.merge(host, leaseEndMs(scene.site().rules()), Math::max);
    return new Holding(configuration, since, grants, more, roll, renewMs, againMs, aimed, aimedMs);
  }

  boolean mayLend(NodeId host, long life, Scene scene) {
    Long admitted = roll.get(host);
    return admitted != null && admitted == life && isLeased(scene);
  }

  Lent loan(Scene scene) {
    long remainingMs = leaseEndMs(scene.site().rules()) - scene.nowMs();
    return new Lent(configuration.epoch(), since, Math.max(0, remainingMs));
  }

  Holding withRoll(SortedMap<NodeId, Long> hosts) {
    return new Holding(
        configuration,
        since,
        grants,
        lent,
        Collections.unmodifiableSortedMap(new TreeMap<>(hosts)),
        renewMs,
        againMs,
        aimed,
        aimedMs);
  }

  private Holding withTimes(long nextRenewMs, long nextAgainMs) {
    return new Holding(
        configuration, since, grants, lent, roll, nextRenewMs, nextAgainMs, aimed, aimedMs);
  }
}
