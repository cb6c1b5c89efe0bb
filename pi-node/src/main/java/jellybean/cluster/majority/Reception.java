package jellybean.cluster.majority;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.cluster.majority.Majority.Outcome;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Activation;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.Grant;
import jellybean.cluster.majority.MajorityMessage.Lent;
import jellybean.cluster.majority.MajorityMessage.Loan;
import jellybean.cluster.majority.MajorityMessage.OfSystem;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Pull;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.cluster.majority.MajorityMessage.Renewal;
import jellybean.message.NodeId;

/** What a node does with one message: checks who sent it, and takes apart what is about several. */
final class Reception {
  private final NodeId from;
  private final Moment moment;
  private final Batch batch = new Batch();
  private Majority node;

  Reception(Majority node, NodeId from, Moment moment) {
    this.node = node;
    this.from = from;
    this.moment = moment;
  }

  Outcome receive(MajorityMessage message) {
    if (isStrange(message)) {
      return new Outcome(node.withIgnored(node.ignored().stranger()), List.of());
    }
    switch (message) {
      case OfSystem ofSystem -> ofSystem(ofSystem);
      case Renewal renewal -> renewal(renewal);
      case Grant grant -> grant(grant);
      case Pull pull -> pull(pull);
      case Loan loan -> loan(loan);
    }
    return new Outcome(node, batch.close(node.site().life(), moment.nowMs()));
  }

  /** Nobody claims, renews or lends in another node's name, and an elector votes for itself. */
  private boolean isStrange(MajorityMessage message) {
    return switch (message) {
      case Claim m -> !m.epoch().node().equals(from);
      case Proposal m -> !m.proposed().home().equals(from);
      case Renewal m -> m.epochs().values().stream().anyMatch(e -> !e.node().equals(from));
      case Loan m -> m.lent().values().stream().anyMatch(l -> !l.epoch().node().equals(from));
      case Promise m -> !m.elector().node().equals(from);
      case Acceptance m -> !m.elector().node().equals(from);
      case Refusal m -> !m.elector().node().equals(from);
      case Grant m -> !m.elector().node().equals(from);
      case Activation _, Pull _ -> false;
    };
  }

  private Optional<Participant> participant(String system) {
    Optional<Participant> found = node.participant(system);
    if (found.isEmpty()) {
      node = node.withIgnored(node.ignored().unknownSystem());
    }
    return found;
  }

  private void ofSystem(OfSystem message) {
    String system = message.system();
    participant(system)
        .ifPresent(
            p ->
                put(
                    system,
                    p.received(from, message, node.scene(system, moment), node.barredMs(), batch)));
  }

  private void renewal(Renewal renewal) {
    TreeMap<String, Epoch> granted = new TreeMap<>();
    renewal
        .epochs()
        .forEach(
            (system, epoch) ->
                participant(system)
                    .ifPresent(
                        p -> {
                          if (renew(p, system, epoch, renewal.life())) {
                            granted.put(system, epoch);
                          }
                        }));
    if (!granted.isEmpty()) {
      Site site = node.site();
      batch.send(
          from,
          new Grant(
              renewal.life(), site.elector(), renewal.askedMs(), site.timing().leaseMs(), granted));
    }
  }

  private boolean renew(Participant participant, String system, Epoch epoch, long life) {
    var vote = new Grantor.Vote(node.site(), system, moment.nowMs(), node.barredMs());
    Optional<Grantor> renewed = participant.grantor().renewed(epoch, life, vote);
    renewed.ifPresentOrElse(
        grantor -> put(system, participant.with(grantor)),
        () -> batch.send(from, participant.grantor().refused(epoch, life, vote).answer()));
    return renewed.isPresent();
  }

  private void grant(Grant grant) {
    if (grant.life() != node.site().life()) {
      return;
    }
    grant
        .epochs()
        .forEach(
            (system, epoch) ->
                participant(system)
                    .filter(p -> holds(p, epoch))
                    .ifPresent(p -> put(system, granted(p, system, grant))));
  }

  private static boolean holds(Participant participant, Epoch epoch) {
    return participant
        .claimant()
        .holding()
        .filter(h -> h.configuration().epoch().equals(epoch))
        .isPresent();
  }

  private Participant granted(Participant participant, String system, Grant grant) {
    return participant.with(
        participant
            .claimant()
            .granted(
                grant.elector(), grant.askedMs(), grant.leaseMs(), node.scene(system, moment)));
  }

  /** Who asks by an epoch that is over is told the present one; the home lends to its hosts. */
  private void pull(Pull pull) {
    TreeMap<String, Lent> lent = new TreeMap<>();
    pull.epochs()
        .forEach(
            (system, known) ->
                participant(system).ifPresent(p -> lend(p, system, known, pull.life(), lent)));
    if (!lent.isEmpty()) {
      batch.send(from, new Loan(pull.life(), pull.askedMs(), lent));
    }
  }

  private void lend(
      Participant participant,
      String system,
      Epoch known,
      long life,
      SortedMap<String, Lent> lent) {
    if (participant.activated().epoch().isAbove(known)) {
      batch.send(from, new Activation(system, participant.activated()));
    }
    Scene scene = node.scene(system, moment);
    Optional<Holding> holding =
        participant.claimant().holding().filter(h -> h.mayLend(from, life, scene));
    holding.ifPresent(
        h -> {
          lent.put(system, h.loan(scene));
          put(system, participant.with(participant.claimant().lending(from, scene)));
        });
  }

  private void loan(Loan loan) {
    if (loan.life() != node.site().life()) {
      return;
    }
    loan.lent()
        .forEach(
            (system, lent) ->
                participant(system)
                    .ifPresent(
                        p -> {
                          Scene scene = node.scene(system, moment);
                          put(system, p.with(p.borrower().lent(lent, loan.askedMs(), scene)));
                        }));
  }

  private void put(String system, Participant participant) {
    node = node.with(system, participant);
  }
}
