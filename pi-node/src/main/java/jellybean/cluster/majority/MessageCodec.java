package jellybean.cluster.majority;

import java.util.Optional;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Activation;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.Grant;
import jellybean.cluster.majority.MajorityMessage.Lent;
import jellybean.cluster.majority.MajorityMessage.Loan;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Pull;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.cluster.majority.MajorityMessage.Renewal;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Messages as EDN: {@code {:kind :claim …}}. With 256 electors of the longest names the largest is
 * below the 64 KiB of a frame.
 */
public final class MessageCodec {
  private static final Keyword KIND = Keyword.of("kind");
  private static final Keyword SYSTEM = Keyword.of("system");
  private static final Keyword EPOCH = Keyword.of("epoch");
  private static final Keyword EPOCHS = Keyword.of("epochs");
  private static final Keyword LIFE = Keyword.of("life");
  private static final Keyword BASE = Keyword.of("base");
  private static final Keyword ELECTOR = Keyword.of("elector");
  private static final Keyword ACTIVATED = Keyword.of("activated");
  private static final Keyword ACCEPTED = Keyword.of("accepted");
  private static final Keyword PROPOSED = Keyword.of("proposed");
  private static final Keyword PROMISED = Keyword.of("promised");
  private static final Keyword ASKED_MS = Keyword.of("asked-ms");
  private static final Keyword LEASE_MS = Keyword.of("lease-ms");
  private static final Keyword WAIT_MS = Keyword.of("wait-ms");
  private static final Keyword LENT = Keyword.of("lent");
  private static final Keyword CLAIM = Keyword.of("claim");
  private static final Keyword PROMISE = Keyword.of("promise");
  private static final Keyword PROPOSAL = Keyword.of("proposal");
  private static final Keyword ACCEPTANCE = Keyword.of("acceptance");
  private static final Keyword REFUSAL = Keyword.of("refusal");
  private static final Keyword ACTIVATION = Keyword.of("activation");
  private static final Keyword RENEWAL = Keyword.of("renewal");
  private static final Keyword GRANT = Keyword.of("grant");
  private static final Keyword PULL = Keyword.of("pull");
  private static final Keyword LOAN = Keyword.of("loan");
  private static final int LENT_PARTS = 3;

  private MessageCodec() {}

  public static EdnMap toValue(MajorityMessage message) {
    return switch (message) {
      case Claim m ->
          of(CLAIM, m)
              .with(BASE, m.base().toValue())
              .with(EPOCH, m.epoch().toValue())
              .with(LIFE, Int.of(m.life()));
      case Promise m ->
          withAccepted(
              answer(of(PROMISE, m), m.epoch(), m.life(), m.elector())
                  .with(ACTIVATED, m.activated().toValue()),
              m.accepted());
      case Proposal m ->
          of(PROPOSAL, m)
              .with(PROPOSED, m.proposed().toValue())
              .with(BASE, m.base().toValue())
              .with(ASKED_MS, Int.of(m.askedMs()));
      case Acceptance m ->
          answer(of(ACCEPTANCE, m), m.epoch(), m.life(), m.elector())
              .with(ASKED_MS, Int.of(m.askedMs()))
              .with(LEASE_MS, Int.of(m.leaseMs()));
      case Refusal m ->
          withAccepted(
              answer(of(REFUSAL, m), m.epoch(), m.life(), m.elector())
                  .with(PROMISED, m.promised().toValue())
                  .with(WAIT_MS, Int.of(m.waitMs()))
                  .with(ACTIVATED, m.activated().toValue()),
              m.accepted());
      case Activation m -> of(ACTIVATION, m).with(ACTIVATED, m.activated().toValue());
      case Renewal m ->
          batch(RENEWAL, m.life(), m.askedMs())
              .with(EPOCHS, Parts.toValue(m.epochs(), Epoch::toValue));
      case Grant m ->
          batch(GRANT, m.life(), m.askedMs())
              .with(ELECTOR, m.elector().toValue())
              .with(LEASE_MS, Int.of(m.leaseMs()))
              .with(EPOCHS, Parts.toValue(m.epochs(), Epoch::toValue));
      case Pull m ->
          batch(PULL, m.life(), m.askedMs())
              .with(EPOCHS, Parts.toValue(m.epochs(), Epoch::toValue));
      case Loan m ->
          batch(LOAN, m.life(), m.askedMs())
              .with(LENT, Parts.toValue(m.lent(), MessageCodec::toValue));
    };
  }

  /**
   * @throws BadMajorityMessageException it is none, or beyond a bound
   */
  public static MajorityMessage fromValue(Value value) {
    EdnMap map = Parts.map(value, "message about epochs");
    Value kind = Parts.at(map, KIND);
    if (kind.equals(RENEWAL) || kind.equals(GRANT) || kind.equals(PULL) || kind.equals(LOAN)) {
      return batch(kind, map);
    }
    String system = Parts.system(Parts.at(map, SYSTEM));
    if (kind.equals(CLAIM)) {
      return new Claim(system, epoch(map), life(map), configuration(map, BASE));
    }
    if (kind.equals(PROPOSAL)) {
      return new Proposal(
          system, configuration(map, PROPOSED), configuration(map, BASE), askedMs(map));
    }
    if (kind.equals(ACTIVATION)) {
      return new Activation(system, configuration(map, ACTIVATED));
    }
    return answer(kind, system, map);
  }

  private static MajorityMessage answer(Value kind, String system, EdnMap map) {
    if (kind.equals(ACCEPTANCE)) {
      return new Acceptance(
          system, epoch(map), life(map), elector(map), askedMs(map), durationMs(map, LEASE_MS));
    }
    if (!kind.equals(PROMISE) && !kind.equals(REFUSAL)) {
      throw Parts.bad("message about epochs", "a kind that there is", kind);
    }
    Configuration activated = configuration(map, ACTIVATED);
    Optional<Configuration> accepted = Parts.configurationIn(map, ACCEPTED);
    if (kind.equals(PROMISE)) {
      return new Promise(system, epoch(map), life(map), elector(map), activated, accepted);
    }
    return new Refusal(
        system,
        epoch(map),
        life(map),
        elector(map),
        Epoch.fromValue(Parts.at(map, PROMISED)),
        durationMs(map, WAIT_MS),
        activated,
        accepted);
  }

  private static MajorityMessage batch(Value kind, EdnMap map) {
    if (kind.equals(LOAN)) {
      return new Loan(
          life(map), askedMs(map), Parts.bySystem(Parts.at(map, LENT), MessageCodec::lent));
    }
    var epochs = Parts.bySystem(Parts.at(map, EPOCHS), Epoch::fromValue);
    if (kind.equals(GRANT)) {
      return new Grant(life(map), elector(map), askedMs(map), durationMs(map, LEASE_MS), epochs);
    }
    return kind.equals(RENEWAL)
        ? new Renewal(life(map), askedMs(map), epochs)
        : new Pull(life(map), askedMs(map), epochs);
  }

  private static EdnMap of(Keyword kind, MajorityMessage.OfSystem message) {
    return EdnMap.of(KIND, kind, SYSTEM, new Text(message.system()));
  }

  private static EdnMap answer(EdnMap map, Epoch epoch, long life, Elector elector) {
    return map.with(EPOCH, epoch.toValue())
        .with(LIFE, Int.of(life))
        .with(ELECTOR, elector.toValue());
  }

  private static EdnMap withAccepted(EdnMap map, Optional<Configuration> accepted) {
    return accepted.map(a -> map.with(ACCEPTED, a.toValue())).orElse(map);
  }

  private static EdnMap batch(Keyword kind, long life, long askedMs) {
    return EdnMap.of(KIND, kind, LIFE, Int.of(life), ASKED_MS, Int.of(askedMs));
  }

  private static Value toValue(Lent lent) {
    return EdnVector.of(lent.epoch().toValue(), lent.since().toValue(), Int.of(lent.remainingMs()));
  }

  private static Lent lent(Value value) {
    EdnVector parts = Parts.vector(value, "loan", LENT_PARTS);
    if (parts.size() != LENT_PARTS) {
      throw Parts.bad("loan", "[epoch since remaining-ms]", value);
    }
    return new Lent(
        Epoch.fromValue(parts.get(0)),
        Epoch.fromValue(parts.get(1)),
        Parts.durationMs(parts.get(2), "remaining-ms", LeaseTiming.MAX_LEASE_MS));
  }

  private static Epoch epoch(EdnMap map) {
    return Epoch.fromValue(Parts.at(map, EPOCH));
  }

  private static long life(EdnMap map) {
    return Parts.number(Parts.at(map, LIFE), "life");
  }

  private static long askedMs(EdnMap map) {
    return Parts.number(Parts.at(map, ASKED_MS), "asked-ms");
  }

  private static long durationMs(EdnMap map, Keyword key) {
    return Parts.durationMs(Parts.at(map, key), key.name(), LeaseTiming.MAX_LEASE_MS);
  }

  private static Elector elector(EdnMap map) {
    return Elector.fromValue(Parts.at(map, ELECTOR));
  }

  private static Configuration configuration(EdnMap map, Keyword key) {
    return Configuration.fromValue(Parts.at(map, key));
  }
}
