package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
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
import jellybean.message.ReplyTo;

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

  /** That a system gave up and nobody waits to hear it is a dead letter. */
  private static final Keyword FAILED = Keyword.of("system-failed");

  private final NodeId self;
  private final DeployOrders orders;
  private final long settleMs;
  private final boolean comparesOften;

  /**
   * @param settleMs so long after its start a node takes nobody else's systems: it has not had time
   *     to see that the other one lives
   * @param comparesOften whether it compares with others now and then, not only when it meets them
   */
  public Documents(NodeId self, Host.Compiler compiler, long settleMs, boolean comparesOften) {
    this.self = self;
    this.orders = new DeployOrders(self, compiler);
    this.settleMs = settleMs;
    this.comparesOften = comparesOften;
  }

  @Override
  public DocumentsState initial() {
    return DocumentsState.EMPTY;
  }

  @Override
  public Value show(DocumentsState state) {
    return state.toValue();
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

  @Override
  public Step<DocumentsState> handle(DocumentsState state, Delivery delivery) {
    Keyword name = delivery.name();
    if (name.equals(Protocol.MEMBERS)) {
      return members(state, MemberList.fromValue(delivery.data()));
    }
    if (name.equals(Protocol.SETTLED)) {
      return takeHomes(state.nowSettled(), new ArrayList<>());
    }
    if (name.equals(Protocol.COMPARED)) {
      return takeHomes(state.nowCompared(nodeOf(delivery.info().from())), new ArrayList<>());
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
    if (name.equals(Protocol.ELECTORS)) {
      return Step.of(state.withElectors(Voters.electors(delivery.data())));
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
    if (name.equals(Protocol.DEPLOY)) {
      return ordered(state, delivery.info(), () -> orders.accept(state, data));
    }
    if (name.equals(Protocol.UNDEPLOY)) {
      return ordered(state, delivery.info(), () -> orders.takeAway(state, data));
    }
    if (name.equals(Protocol.READ)) {
      return new Step<>(state, state.read(data, delivery.info()));
    }
    if (name.equals(Protocol.RUNNING) || name.equals(Protocol.FAILED)) {
      return answer(state, name, data);
    }
    throw new ProtocolException(
        "bad message to " + Protocol.documents(self) + ": expected a document, found " + name);
  }

  // ---- what others have

  private Step<DocumentsState> members(DocumentsState state, SortedMap<NodeId, Long> now) {
    List<Effect> effects = new ArrayList<>();
    if (state.members().isEmpty()) {
      // What was kept from an earlier life counts when it is known who is there.
      state.deployments().values().forEach(kept -> tellHost(state.withMembers(now), kept, effects));
    }
    now.forEach(
        (node, incarnation) -> {
          boolean met = incarnation.equals(state.members().get(node));
          if (!met && !node.equals(self)) {
            effects.add(Effect.send(Protocol.documents(node), Protocol.DIGEST, state.digest()));
          }
        });
    return takeHomes(state.withMembers(now), effects);
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
    Deployment retaken = take(state, now, new Stamp(heard.epoch().counter() + 1, self), effects);
    return learn(state.withTenure(retaken), retaken, effects);
  }

  private Step<DocumentsState> learn(DocumentsState state, Deployment now, List<Effect> effects) {
    Optional<Deployment> before = state.find(now.name());
    if (before.filter(now::equals).isPresent()) {
      return new Step<>(state, effects);
    }
    boolean replaced = before.filter(b -> !b.version().equals(now.version())).isPresent();
    DocumentsState next = (replaced ? disappoint(state, now, effects) : state).with(now);
    if (before.filter(Deployment::isMajority).isPresent() && !now.isMajority()) {
      effects.add(Effect.send(Protocol.homes(self), Protocol.DEPLOYMENT, now.toValue()));
    }
    tellHost(next, now, effects);
    return takeHomes(next, effects);
  }

  /** Whoever deployed a version here that another one has replaced waits no longer. */
  private DocumentsState disappoint(DocumentsState state, Deployment now, List<Effect> effects) {
    ReplyTo asker = state.askers().get(now.name());
    if (asker == null) {
      return state;
    }
    Value error =
        Errors.of(
            "deployed "
                + now.name()
                + ", but version "
                + now.version().toValue()
                + " of it, from another member, has replaced it");
    effects.add(new Effect.Answer(asker, error));
    return state.withoutAsker(now.name());
  }

  // ---- homes

  /** Takes the homes that fall to this node, and tells everyone. */
  private Step<DocumentsState> takeHomes(DocumentsState state, List<Effect> effects) {
    DocumentsState next = state;
    for (Deployment system : state.live()) {
      Optional<Stamp> epoch = Homes.toTake(state, system, self);
      if (epoch.isPresent()) {
        next = next.withTenure(take(state, system, epoch.get(), effects));
      }
    }
    return new Step<>(next, effects);
  }

  private Deployment take(
      DocumentsState state, Deployment system, Stamp epoch, List<Effect> effects) {
    Deployment taken = system.under(system.tenure().next(epoch, state.members().size()));
    spread(state, taken, effects);
    return taken;
  }

  private void spread(DocumentsState state, Deployment taken, List<Effect> effects) {
    effects.add(toOwnHost(taken));
    toOthers(state, Protocol.CLAIM, Digests.claim(taken), effects);
  }

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
    spread(state, taken, effects);
    return new Step<>(state.with(taken), effects);
  }

  private void toOthers(DocumentsState state, Keyword name, Value data, List<Effect> effects) {
    for (NodeId member : state.members().keySet()) {
      if (!member.equals(self)) {
        effects.add(Effect.send(Protocol.documents(member), name, data));
      }
    }
  }

  // ---- deploying

  /** An order that is refused or that makes a new version. */
  private Step<DocumentsState> ordered(
      DocumentsState state, Info info, Supplier<Deployment> order) {
    Optional<ReplyTo> asker = info.replyTo();
    Deployment deployment;
    try {
      deployment = order.get();
    } catch (RuntimeException e) {
      Value error = Errors.of(String.valueOf(e.getMessage()));
      return new Step<>(
          state, asker.stream().<Effect>map(r -> new Effect.Answer(r, error)).toList());
    }
    List<Effect> effects = new ArrayList<>();
    DocumentsState next = disappoint(state, deployment, effects).with(deployment);
    if (Spread.isLarge(deployment)) {
      Set<NodeId> members = next.members().keySet();
      next = next.spreading(next.spread().withAll(deployment, members, self), effects);
    } else {
      toOthers(next, Protocol.DEPLOYMENT, deployment.toValue(), effects);
    }
    tellHost(next, deployment, effects);
    if (deployment.isGone()) {
      asker.ifPresent(a -> effects.add(new Effect.Answer(a, summary(deployment))));
    } else {
      next = asker.isPresent() ? next.withAsker(deployment.name(), asker.get()) : next;
    }
    return takeHomes(next, effects);
  }

  private Step<DocumentsState> answer(DocumentsState state, Keyword name, EdnMap data) {
    String system = Fields.textAt(data, Protocol.SYSTEM);
    Optional<ReplyTo> asker = Optional.ofNullable(state.askers().get(system));
    Optional<Deployment> deployment = state.find(system);
    if (asker.isEmpty() || deployment.isEmpty()) {
      return name.equals(Protocol.FAILED)
          ? Step.of(state, new Effect.Refuse(FAILED, Fields.at(data, Protocol.REASON)))
          : Step.of(state);
    }
    Value result =
        name.equals(Protocol.RUNNING)
            ? summary(deployment.get())
            : Errors.of(Fields.brief(Fields.at(data, Protocol.REASON)));
    return Step.of(state.withoutAsker(system), new Effect.Answer(asker.get(), result));
  }

  private static Value summary(Deployment deployment) {
    return EdnMap.of(
        Protocol.SYSTEM, new Text(deployment.name()),
        Protocol.VERSION, deployment.version().toValue(),
        Protocol.HOME, new Text(deployment.home().value()));
  }

  /** Unless this node takes the home, now or soon: then its host hears only of that. */
  private void tellHost(DocumentsState state, Deployment deployment, List<Effect> effects) {
    boolean isTaking =
        Homes.toTake(state, deployment, self).isPresent()
            || Homes.isWaiting(state, deployment, self);
    if (deployment.isGone() || !isTaking) {
      effects.add(toOwnHost(deployment));
    }
  }

  /** Of a system that runs only in the majority it hears from whoever pauses it before. */
  private Effect toOwnHost(Deployment deployment) {
    Address to = deployment.isMajority() ? Protocol.homes(self) : Protocol.host(self);
    return Effect.send(to, Protocol.DEPLOYMENT, deployment.toValue());
  }
}
