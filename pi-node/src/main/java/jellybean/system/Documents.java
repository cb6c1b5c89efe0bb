package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;

/**
 * Keeps the deployed documents of the fleet on one node, spreads them, and takes the home of a
 * system when that falls to this node: a pure behaviour at {@code /sys/<node>/documents}.
 *
 * <p>A new document and a new epoch go to every live member at once. Whoever meets a new member, or
 * a new incarnation of one, sends a digest of what it has; the other side answers with what is
 * newer or missing there. Both do, so both end with the newest of everything (anti-entropy in the
 * sense of Demers et al., 1987). The same is done with a random member now and then, for what was
 * lost on the way to a member that was thought to be there.
 *
 * <p>On a node that keeps data the documents outlive it.
 */
public final class Documents implements Behaviour<DocumentsState> {
  /** Systems of a fleet; more are refused with an error. */
  public static final int MAX_SYSTEMS = 64;

  /** What a deployment may take printed; it travels in chunks. */
  public static final int MAX_DEPLOYMENT_BYTES = 1 << 20;

  /** What all may take, which a node keeps as one line of its log. */
  public static final int MAX_TOTAL_BYTES = 2 << 20;

  /** Between two comparisons with somebody, on average. */
  public static final long COMPARE_MS = 10_000;

  private final NodeId self;
  private final HomeTaking homes;
  private final Deploying deploying;
  private final long settleMs;
  private final boolean comparesOften;

  /**
   * @param settleMs so long after its start a node takes nobody else's systems: it has not had time
   *     to see that the other one lives
   * @param comparesOften whether it compares with others now and then, not only when it meets them
   */
  public Documents(NodeId self, Host.Compiler compiler, long settleMs, boolean comparesOften) {
    this.self = self;
    this.homes = new HomeTaking(self);
    this.deploying = new Deploying(self, compiler, homes);
    this.settleMs = settleMs;
    this.comparesOften = comparesOften;
  }

  @Override
  public DocumentsState initial() {
    return DocumentsState.EMPTY;
  }

  @Override
  public Value show(DocumentsState state) {
    EdnMap shown = state.toValue();
    return state.waiting().isAny()
        ? shown.merge(state.waiting().toValue(self, state.silent()))
        : shown;
  }

  @Override
  public Value stored(DocumentsState state) {
    return state.stored();
  }

  @Override
  public DocumentsState restored(Value kept) {
    return DocumentsState.restored(kept);
  }

  @Override
  public Step<DocumentsState> started(DocumentsState state, Info info) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.After(settleMs, Protocol.SETTLED, Nil.NIL));
    compareLater(info.seed(), effects);
    return new Step<>(state, effects);
  }

  /** Not all members at the same time. */
  private void compareLater(long seed, List<Effect> effects) {
    if (comparesOften) {
      long delayMs = COMPARE_MS / 2 + Math.floorMod(Rendezvous.mix(seed), COMPARE_MS);
      effects.add(new Effect.After(delayMs, Protocol.COMPARE, Nil.NIL));
    }
  }

  /** Whatever was heard, orders that waited for it go on. */
  @Override
  public Step<DocumentsState> handle(DocumentsState state, Delivery delivery) {
    return deploying.resumed(handled(state, delivery));
  }

  private Step<DocumentsState> handled(DocumentsState state, Delivery delivery) {
    Keyword name = delivery.name();
    if (name.equals(Protocol.MEMBERS)) {
      return members(state, MemberList.fromValue(delivery.data()));
    }
    if (name.equals(Protocol.SETTLED)) {
      return homes.takeHomes(state.nowSettled(), new ArrayList<>());
    }
    if (name.equals(Protocol.COMPARED)) {
      return homes.takeHomes(state.nowCompared(nodeOf(delivery.info().from())), new ArrayList<>());
    }
    if (name.equals(Protocol.COMPARE)) {
      return compare(state, delivery.info().seed());
    }
    if (name.equals(Protocol.DIGEST) || name.equals(Protocol.DIGEST_BACK)) {
      return Digests.answers(state, delivery);
    }
    if (name.equals(Protocol.DEPLOYMENT)) {
      return arrived(state, Deployment.fromValue(delivery.data()), delivery.info().from());
    }
    if (name.equals(Protocol.SPREAD)) {
      List<Effect> effects = new ArrayList<>();
      return new Step<>(state.spreading(state.spread().ticked(), effects), effects);
    }
    if (name.equals(Protocol.VOTERS)) {
      return Step.of(state.withVoters(Voters.fromValue(delivery.data())));
    }
    EdnMap data = Fields.mapOf(delivery.data(), "message to " + Protocol.documents(self));
    if (name.equals(Protocol.HOME_SINCE)) {
      return homeSince(state, data);
    }
    if (name.equals(Protocol.DOCUMENT_ARRIVED)) {
      List<Effect> effects = new ArrayList<>();
      return new Step<>(state.spreading(state.confirmed(data), effects), effects);
    }
    if (name.equals(Protocol.CLAIM)) {
      return claimed(state, data, delivery.info().from());
    }
    if (name.equals(Protocol.WAITED)) {
      return deploying.waited(state, data);
    }
    if (name.equals(Protocol.DEPLOY)) {
      return deploying.deploy(state, data, delivery.info().replyTo());
    }
    if (name.equals(Protocol.UNDEPLOY)) {
      return deploying.takeAway(state, data, delivery.info().replyTo());
    }
    if (name.equals(Protocol.READ)) {
      return new Step<>(state, state.read(data, delivery.info()));
    }
    if (name.equals(Protocol.RUNNING) || name.equals(Protocol.FAILED)) {
      return Deploying.answer(state, name, data);
    }
    throw new ProtocolException(
        "bad message to " + Protocol.documents(self) + ": expected a document, found " + name);
  }

  // ---- what others have

  private Step<DocumentsState> members(DocumentsState state, SortedMap<NodeId, Long> now) {
    List<Effect> effects = new ArrayList<>();
    if (state.members().isEmpty()) {
      // What was kept from an earlier life counts when it is known who is there.
      state
          .deployments()
          .values()
          .forEach(kept -> homes.tellHost(state.withMembers(now), kept, effects));
    }
    now.forEach(
        (node, incarnation) -> {
          boolean met = incarnation.equals(state.members().get(node));
          if (!met && !node.equals(self)) {
            effects.add(Effect.send(Protocol.documents(node), Protocol.DIGEST, state.digest()));
          }
        });
    return homes.takeHomes(state.withMembers(now), effects);
  }

  private Step<DocumentsState> compare(DocumentsState state, long seed) {
    List<Effect> effects = new ArrayList<>();
    compareLater(seed, effects);
    List<NodeId> others = state.members().keySet().stream().filter(n -> !n.equals(self)).toList();
    if (!others.isEmpty()) {
      NodeId other = others.get(Math.floorMod((int) seed, others.size()));
      effects.add(Effect.send(Protocol.documents(other), Protocol.DIGEST, state.digest()));
    }
    return new Step<>(state, effects);
  }

  private Step<DocumentsState> arrived(DocumentsState state, Deployment heard, Address from) {
    Step<DocumentsState> step =
        state
            .find(heard.name())
            .map(known -> heard(state, known, heard, from))
            .orElseGet(() -> learn(state, heard, new ArrayList<>()));
    if (!Spread.isLarge(heard)) {
      return step;
    }
    List<Effect> effects = new ArrayList<>(step.effects());
    EdnMap arrived =
        EdnMap.of(
            Protocol.NAME, new Text(heard.name()), Protocol.VERSION, heard.version().toValue());
    effects.add(Effect.send(from, Protocol.DOCUMENT_ARRIVED, arrived));
    return new Step<>(step.state(), effects);
  }

  /** The node whose documents said something. */
  static NodeId nodeOf(Address documents) {
    return new NodeId(documents.segments().get(1));
  }

  /** Who claims what is not known here, or knows less than is known here, is asked or told. */
  private Step<DocumentsState> claimed(DocumentsState state, EdnMap claim, Address from) {
    Stamp epoch = Stamp.fromValue(Fields.at(claim, Protocol.EPOCH));
    Optional<Stamp> first = claim.find(Protocol.GENESIS).map(Stamp::fromValue);
    Optional<Deployment> known =
        state
            .find(Fields.textAt(claim, Protocol.NAME))
            .filter(system -> Digests.first(system).equals(first));
    if (known.isEmpty()) {
      return Step.of(state, Effect.send(from, Protocol.DIGEST, state.digest()));
    }
    if (epoch.compareTo(known.get().epoch()) < 0) {
      return Step.of(state, Effect.send(from, Protocol.CLAIM, Digests.claim(known.get())));
    }
    return heard(state, known.get(), known.get().under(Tenure.fromValue(claim)), from);
  }

  private Step<DocumentsState> heard(
      DocumentsState state, Deployment known, Deployment heard, Address from) {
    Address home = Protocol.documents(known.home());
    if (from.equals(home) || !Homes.isMinority(state, known, heard)) {
      return learn(state, known.merged(heard), new ArrayList<>());
    }
    Deployment now = known.merged(heard.under(known.tenure()));
    List<Effect> effects = new ArrayList<>();
    if (!known.home().equals(self)) {
      effects.add(Effect.send(home, Protocol.DIGEST, state.digest()));
      return learn(state, now, effects);
    }
    Deployment retaken =
        homes.take(state, now, new Stamp(heard.epoch().counter() + 1, self), effects);
    return learn(state.withTenure(retaken), retaken, effects);
  }

  private Step<DocumentsState> learn(DocumentsState state, Deployment now, List<Effect> effects) {
    Optional<Deployment> before = state.find(now.name());
    if (before.filter(now::equals).isPresent()) {
      return new Step<>(state, effects);
    }
    boolean replaced = before.filter(b -> !b.version().equals(now.version())).isPresent();
    DocumentsState next = (replaced ? Deploying.disappoint(state, now, effects) : state).with(now);
    if (before.filter(Deployment::isMajority).isPresent() && !now.isMajority()) {
      effects.add(Effect.send(Protocol.homes(self), Protocol.DEPLOYMENT, now.toValue()));
    }
    homes.tellHost(next, now, effects);
    return homes.takeHomes(next, effects);
  }

  // ---- homes

  /** This node has the lease of a system that runs only in the majority. */
  private Step<DocumentsState> homeSince(DocumentsState state, EdnMap since) {
    Stamp epoch = Stamp.fromValue(Fields.at(since, Protocol.EPOCH));
    Optional<Stamp> first = Optional.of(Stamp.fromValue(Fields.at(since, Protocol.GENESIS)));
    Optional<Deployment> system =
        state
            .find(Fields.textAt(since, Protocol.NAME))
            .filter(d -> Digests.first(d).equals(first))
            .filter(d -> epoch.compareTo(d.epoch()) > 0);
    if (system.isEmpty()) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    Deployment taken = system.get().under(Tenure.named(epoch, state.members().size()));
    homes.spread(state, taken, effects);
    return new Step<>(state.with(taken), effects);
  }
}
