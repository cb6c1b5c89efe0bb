package jellybean.cluster.majority;

import java.util.Optional;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * What an elector promised, accepted and granted about one system: an acceptor in the sense of
 * Lamport's Paxos whose promises wait for its leases.
 *
 * <p>All but the lease has to be on disk before an answer leaves. The lease need not be: who
 * restarts gives its vote to nobody new for as long as a lease may last ({@link Vote#barredMs}).
 *
 * @param activated the last epoch that is known to have been activated
 * @param accepted the last one accepted since
 */
record Grantor(
    Promised promised,
    Configuration activated,
    Optional<Configuration> accepted,
    Optional<Lease> lease) {
  private static final Keyword PROMISED = Keyword.of("promised");
  private static final Keyword ACTIVATED = Keyword.of("activated");
  private static final Keyword ACCEPTED = Keyword.of("accepted");
  private static final int PROMISED_PARTS = 3;

  /** Of no node: those begin with 1. */
  private static final long NOBODYS_LIFE = 0;

  /**
   * Takes part in nothing lower.
   *
   * @param since the first of the epochs that were promised to this claimant one after another: a
   *     home that claims a higher epoch may go on with the leases of its present one
   */
  record Promised(Epoch epoch, long life, Epoch since) {
    private boolean isTo(NodeId node, long itsLife) {
      return epoch.node().equals(node) && life == itsLife;
    }
  }

  /** Nobody else gets a promise before that moment of the grantor's clock. */
  record Lease(NodeId home, long life, long untilMs) {}

  /**
   * The circumstances of a decision.
   *
   * @param barredMs until when a grantor that restarted is bound by what it may have granted before
   */
  record Vote(Site site, String system, long nowMs, long barredMs) {}

  /** A decision, and the answer. */
  record Decided(Grantor next, MajorityMessage answer) {}

  static Grantor of(Configuration known) {
    return new Grantor(
        new Promised(known.epoch(), known.life(), known.epoch()),
        known,
        Optional.empty(),
        Optional.empty());
  }

  /** As if nobody's lease lasted until then. */
  Grantor closedUntil(long untilMs) {
    return leased(activated.home(), NOBODYS_LIFE, untilMs);
  }

  Decided claimed(Claim claim, Vote vote) {
    Grantor informed = learnt(claim.base());
    Epoch epoch = claim.epoch();
    boolean mayPromise =
        epoch.isAbove(informed.promised.epoch) || informed.hasPromised(epoch, claim.life());
    if (!mayPromise || informed.waitMs(epoch.node(), claim.life(), vote) > 0) {
      return informed.refused(epoch, claim.life(), vote);
    }
    Grantor next = informed.promising(epoch, claim.life());
    return new Decided(
        next,
        new Promise(
            vote.system, epoch, claim.life(), vote.site.elector(), next.activated, next.accepted));
  }

  Decided proposed(Proposal proposal, Vote vote) {
    Grantor informed = learnt(proposal.base());
    Configuration proposed = proposal.proposed();
    Epoch epoch = proposed.epoch();
    boolean isOfAnotherLife =
        epoch.equals(informed.promised.epoch) && !informed.hasPromised(epoch, proposed.life());
    if (isOfAnotherLife
        || !vote.site.rules().mayAccept(epoch, informed.promised.epoch)
        || informed.waitMs(epoch.node(), proposed.life(), vote) > 0) {
      return informed.refused(epoch, proposed.life(), vote);
    }
    Grantor next = informed.promising(epoch, proposed.life()).accepting(proposed);
    long leaseMs = vote.site.timing().leaseMs();
    return new Decided(
        next.leased(epoch.node(), proposed.life(), vote.nowMs + leaseMs),
        new Acceptance(
            vote.system, epoch, proposed.life(), vote.site.elector(), proposal.askedMs(), leaseMs));
  }

  /** The lease goes on; empty if it may not, see {@link #refused}. */
  Optional<Grantor> renewed(Epoch epoch, long life, Vote vote) {
    boolean isKnown =
        activated.epoch().equals(epoch)
            || accepted.filter(a -> a.epoch().equals(epoch)).isPresent();
    boolean isInForce =
        promised.isTo(epoch.node(), life) && vote.site.rules().mayRenew(epoch, promised.since);
    return isKnown && isInForce && waitMs(epoch.node(), life, vote) == 0
        ? Optional.of(leased(epoch.node(), life, vote.nowMs + vote.site.timing().leaseMs()))
        : Optional.empty();
  }

  Decided refused(Epoch epoch, long life, Vote vote) {
    return new Decided(
        this,
        new Refusal(
            vote.system,
            epoch,
            life,
            vote.site.elector(),
            promised.epoch,
            waitMs(epoch.node(), life, vote),
            activated,
            accepted));
  }

  /** An epoch is known to have been activated: what is lower is over. */
  Grantor learnt(Configuration known) {
    if (!known.isAbove(activated)) {
      return this;
    }
    Grantor raised = promising(known.epoch(), known.life());
    return new Grantor(raised.promised, known, accepted.filter(a -> a.isAbove(known)), lease);
  }

  private boolean hasPromised(Epoch epoch, long life) {
    return promised.epoch.equals(epoch) && promised.life == life;
  }

  /** How long this life may get nothing here, because somebody else may have a lease. */
  private long waitMs(NodeId node, long life, Vote vote) {
    Rules rules = vote.site.rules();
    long leasedMs =
        lease
            .filter(l -> !(l.home.equals(node) && l.life == life))
            .filter(l -> rules.isLeased(l.untilMs, vote.nowMs))
            .map(l -> l.untilMs - vote.nowMs)
            .orElse(0L);
    boolean isBarred = !promised.isTo(node, life) && rules.isBarred(vote.barredMs, vote.nowMs);
    return Math.max(leasedMs, isBarred ? vote.barredMs - vote.nowMs : 0);
  }

  private Grantor promising(Epoch epoch, long life) {
    if (!epoch.isAbove(promised.epoch)) {
      return this;
    }
    Epoch since = promised.isTo(epoch.node(), life) ? promised.since : epoch;
    return new Grantor(new Promised(epoch, life, since), activated, accepted, lease);
  }

  private Grantor accepting(Configuration configuration) {
    Optional<Configuration> next =
        Configuration.latest(accepted, Optional.of(configuration), activated);
    return new Grantor(promised, activated, next, lease);
  }

  private Grantor leased(NodeId home, long life, long untilMs) {
    return new Grantor(promised, activated, accepted, Optional.of(new Lease(home, life, untilMs)));
  }

  /** What has to be on disk before an answer leaves; the lease is not in it. */
  EdnMap stored() {
    EdnMap map =
        EdnMap.of(
            PROMISED,
            EdnVector.of(promised.epoch.toValue(), Int.of(promised.life), promised.since.toValue()),
            ACTIVATED,
            activated.toValue());
    return accepted.map(a -> map.with(ACCEPTED, a.toValue())).orElse(map);
  }

  static Grantor restored(Value kept) {
    EdnMap map = Parts.map(kept, "promises");
    EdnVector promised = Parts.vector(Parts.at(map, PROMISED), "promise", PROMISED_PARTS);
    return new Grantor(
        new Promised(
            Epoch.fromValue(promised.get(0)),
            Parts.number(promised.get(1), "life"),
            Epoch.fromValue(promised.get(2))),
        Configuration.fromValue(Parts.at(map, ACTIVATED)),
        Parts.configurationIn(map, ACCEPTED),
        Optional.empty());
  }
}
