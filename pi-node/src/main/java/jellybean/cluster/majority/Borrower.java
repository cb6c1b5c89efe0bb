package jellybean.cluster.majority;

import java.util.List;
import java.util.Optional;
import jellybean.cluster.Backoff;
import jellybean.cluster.majority.MajorityMessage.Lent;
import jellybean.message.NodeId;

/**
 * A node as the host of bodies of a system that is at home elsewhere: they may run only as long as
 * it has a loan.
 *
 * @param isHosting whether it has such bodies
 * @param asked how often in vain; others are asked in turn who the home is
 */
record Borrower(boolean isHosting, Optional<Loan> loan, long againMs, int asked) {
  static final Borrower NONE = new Borrower(false, Optional.empty(), Long.MIN_VALUE, 0);

  /**
   * Leave to run bodies.
   *
   * @param endMs when it ends by this node's clock
   */
  record Loan(Epoch epoch, Epoch since, long endMs) {}

  Borrower hosting(boolean hosting) {
    return new Borrower(
        hosting, loan.filter(_ -> hosting), isHosting && hosting ? againMs : Long.MIN_VALUE, asked);
  }

  /** A loan of an earlier home has ended before a later one was activated. */
  Borrower learnt(Configuration activated) {
    return new Borrower(
        isHosting, loan.filter(l -> !activated.epoch().isAbove(l.epoch)), Long.MIN_VALUE, asked);
  }

  /** Asks the home, or if that is not known or does not answer, the others one by one. */
  Borrower tick(Scene scene, Batch batch) {
    NodeId home = scene.activated().home();
    if (!isHosting || home.equals(scene.site().node()) || scene.nowMs() < againMs) {
      return this;
    }
    boolean isLent = loan.filter(l -> scene.nowMs() < l.endMs).isPresent();
    List<NodeId> others =
        scene.live().stream()
            .map(Elector::node)
            .filter(node -> !node.equals(scene.site().node()))
            .toList();
    if (others.contains(home)) {
      batch.pull(home, scene.system(), scene.activated().epoch());
    }
    if (!isLent && !others.isEmpty()) {
      NodeId other = others.get(Math.floorMod(asked, others.size()));
      batch.pull(other, scene.system(), scene.activated().epoch());
    }
    long nextMs = isLent ? scene.site().timing().nextRenewalMs(scene.nowMs()) : patienceMs(scene);
    return new Borrower(isHosting, loan, nextMs, isLent ? asked : asked + 1);
  }

  private long patienceMs(Scene scene) {
    LeaseTiming timing = scene.site().timing();
    Backoff backoff = new Backoff(timing.retryMs(), timing.renewMs());
    return scene.nowMs() + backoff.delayMs(asked, scene.moment().random());
  }

  /** The home lent. */
  Borrower lent(Lent lent, long askedMs, Scene scene) {
    if (!isHosting || scene.activated().epoch().isAbove(lent.epoch())) {
      return this;
    }
    long endMs = Holding.endMs(askedMs, lent.remainingMs(), scene);
    long latestMs =
        loan.filter(l -> l.since.equals(lent.since()))
            .map(l -> Math.max(l.endMs, endMs))
            .orElse(endMs);
    boolean isLent = scene.nowMs() < latestMs;
    long nextMs = isLent ? scene.site().timing().nextRenewalMs(scene.nowMs()) : againMs;
    return new Borrower(
        isHosting,
        Optional.of(new Loan(lent.epoch(), lent.since(), latestMs)),
        nextMs,
        isLent ? 0 : asked);
  }

  /** When {@link #tick} has something to do. */
  long wakeMs(Scene scene) {
    boolean asks = isHosting && !scene.activated().home().equals(scene.site().node());
    return asks ? againMs : Long.MAX_VALUE;
  }
}
