package jellybean.cluster.majority;

import java.util.List;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Activation;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.OfSystem;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;

/** The three parts that a node plays for one system: elector, claimant or home, host. */
record Participant(Grantor grantor, Claimant claimant, Borrower borrower) {
  /** After how many leases without a word a home that seems to live is doubted. */
  private static final int PATIENCE_LEASES = 3;

  static Participant of(Grantor grantor) {
    return new Participant(grantor, Claimant.of(grantor.activated()), Borrower.NONE);
  }

  Configuration activated() {
    return grantor.activated();
  }

  Participant received(NodeId from, OfSystem message, Scene scene, long barredMs, Batch batch) {
    Grantor.Vote vote = new Grantor.Vote(scene.site(), scene.system(), scene.nowMs(), barredMs);
    return switch (message) {
      case Claim claim -> voted(from, grantor.claimed(claim, vote), scene, batch);
      case Proposal proposal -> voted(from, grantor.proposed(proposal, vote), scene, batch);
      case Activation activation -> learnt(activation.activated(), scene);
      case Promise promise -> {
        Participant next = reported(promise.activated(), scene);
        Scene then = next.seen(scene);
        Participant heard =
            next.with(
                promise.accepted().map(a -> next.claimant.heard(a, then)).orElse(next.claimant));
        yield heard.with(heard.claimant.promised(promise, then, batch));
      }
      case Acceptance acceptance ->
          with(claimant.accepted(acceptance, scene, batch)).knowingItself(scene);
      case Refusal refusal -> {
        Participant next = reported(refusal.activated(), scene);
        Scene then = next.seen(scene);
        Participant heard =
            next.with(
                refusal.accepted().map(a -> next.claimant.heard(a, then)).orElse(next.claimant));
        yield heard.with(heard.claimant.refused(refusal, then, batch));
      }
    };
  }

  private Participant voted(NodeId to, Grantor.Decided decided, Scene scene, Batch batch) {
    batch.send(to, decided.answer());
    return new Participant(decided.next(), claimant, borrower).following(grantor, scene);
  }

  private Participant reported(Configuration activated, Scene scene) {
    return scene.site().rules().isHeeded(activated) ? learnt(activated, scene) : this;
  }

  private Participant learnt(Configuration activated, Scene scene) {
    return new Participant(grantor.learnt(activated), claimant, borrower).following(grantor, scene);
  }

  /** What this node's own claim achieved it knows before its elector is told. */
  private Participant knowingItself(Scene scene) {
    return claimant
        .holding()
        .map(Holding::configuration)
        .filter(c -> c.isAbove(activated()))
        .map(c -> learnt(c, scene))
        .orElse(this);
  }

  /** Tells the other parts what the elector learnt, if it did. */
  private Participant following(Grantor before, Scene scene) {
    Configuration known = activated();
    if (known.equals(before.activated())) {
      return this;
    }
    return new Participant(grantor, claimant.learnt(known, seen(scene)), borrower.learnt(known));
  }

  Participant tick(Scene scene, Batch batch) {
    return new Participant(grantor, claimant.tick(scene, batch), borrower.tick(scene, batch));
  }

  /**
   * Whether this node should be the home if nobody is. A home stays where it was as long as its
   * node lives, also after a restart; then who ranks first follows.
   *
   * <p>A home that lives but is not heard by its electors any more, because of links that fail in
   * one direction, is followed by the next in rank who has heard nothing of it for some leases, or
   * the one after that a lease later.
   */
  boolean isDue(Scene scene) {
    NodeId self = scene.site().node();
    NodeId home = activated().home();
    List<NodeId> others =
        scene.live().stream().map(Elector::node).filter(node -> !node.equals(home)).toList();
    if (home.equals(self)) {
      return true;
    }
    if (grantor.lease().filter(l -> l.home().equals(self)).isPresent()) {
      return true; // its own claim is under way: what it granted to itself is no word of the home
    }
    long system = Rendezvous.hash(scene.system());
    long before = others.stream().filter(node -> isBefore(node, self, system)).count();
    boolean isHomeLive = others.size() < scene.live().size();
    if (!isHomeLive) {
      return before == 0;
    }
    long heardMs = grantor.lease().map(Grantor.Lease::untilMs).orElse(scene.site().startedMs());
    long patienceMs = (PATIENCE_LEASES + before) * scene.site().timing().leaseMs();
    return activated().electorate().contains(scene.site().elector())
        && scene.nowMs() >= heardMs + patienceMs;
  }

  private static boolean isBefore(NodeId a, NodeId b, long system) {
    int byWeight =
        Long.compare(Rendezvous.weight(system, a.value()), Rendezvous.weight(system, b.value()));
    return byWeight != 0 ? byWeight > 0 : a.compareTo(b) > 0;
  }

  private Scene seen(Scene scene) {
    return new Scene(scene.site(), scene.system(), scene.moment(), scene.live(), activated());
  }

  Participant with(Grantor next) {
    return new Participant(next, claimant, borrower);
  }

  Participant with(Claimant next) {
    return new Participant(grantor, next, borrower);
  }

  Participant with(Borrower next) {
    return new Participant(grantor, claimant, next);
  }
}
