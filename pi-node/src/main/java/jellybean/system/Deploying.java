package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * Carries out orders to deploy systems and to take them away, and answers whoever gave them: a pure
 * policy of {@link Documents}.
 *
 * <p>A system that runs only in the majority begins with the votes of all live members. As long as
 * it is not known who votes on one of them, the order waits, for {@link #MAX_VOTERS_WAIT_MS}; then
 * it fails and nothing is deployed. It waits in memory only: if this node dies, nothing is deployed
 * either.
 */
final class Deploying {
  /**
   * A member that is asked at the slowest pace may miss the question twice. With it and the start
   * of a system a deployment has to end before whoever asked stops waiting.
   */
  static final long MAX_VOTERS_WAIT_MS = 30_000;

  /** That a system gave up and nobody waits to hear it is a dead letter. */
  private static final Keyword FAILED = Keyword.of("system-failed");

  /** That an order has waited in vain is one, so that it is counted. */
  private static final Keyword SILENT = Keyword.of("voters-silent");

  private final NodeId self;
  private final DeployOrders orders;
  private final HomeTaking homes;

  Deploying(NodeId self, Host.Compiler compiler, HomeTaking homes) {
    this.self = self;
    this.orders = new DeployOrders(self, compiler);
    this.homes = homes;
  }

  Step<DocumentsState> deploy(DocumentsState state, EdnMap order, Optional<ReplyTo> asker) {
    Optional<Deployment> accepted;
    try {
      accepted = orders.accept(state, order);
    } catch (RuntimeException e) {
      return refused(state, asker, e);
    }
    String name = Fields.textAt(order, Protocol.NAME);
    List<Effect> effects = new ArrayList<>();
    DocumentsState alone =
        withdrawn(state, name, "a later order to deploy it came to " + self, effects);
    return accepted
        .map(deployment -> carriedOut(alone, deployment, asker, effects))
        .orElseGet(() -> waiting(alone, name, order, asker, effects));
  }

  Step<DocumentsState> takeAway(DocumentsState state, EdnMap order, Optional<ReplyTo> asker) {
    Deployment gone;
    try {
      String name = Fields.textAt(order, Protocol.NAME);
      if (state.waiting().find(name).isPresent()) {
        return cancelled(state, name, asker);
      }
      gone = orders.takeAway(state, order);
    } catch (RuntimeException e) {
      return refused(state, asker, e);
    }
    return carriedOut(state, gone, asker, new ArrayList<>());
  }

  private static Step<DocumentsState> cancelled(
      DocumentsState state, String name, Optional<ReplyTo> asker) {
    List<Effect> effects = new ArrayList<>();
    DocumentsState alone = withdrawn(state, name, "it was taken away", effects);
    EdnMap gone = EdnMap.of(Protocol.SYSTEM, new Text(name));
    asker.ifPresent(a -> effects.add(new Effect.Answer(a, gone)));
    return new Step<>(alone, effects);
  }

  private static Step<DocumentsState> refused(
      DocumentsState state, Optional<ReplyTo> asker, RuntimeException why) {
    Value error = Errors.of(why);
    return new Step<>(state, asker.stream().<Effect>map(r -> new Effect.Answer(r, error)).toList());
  }

  /** A new version goes to everybody. */
  private Step<DocumentsState> carriedOut(
      DocumentsState state, Deployment deployment, Optional<ReplyTo> asker, List<Effect> effects) {
    DocumentsState next = disappoint(state, deployment, effects).with(deployment);
    if (Spread.isLarge(deployment)) {
      Set<NodeId> members = next.members().keySet();
      next = next.spreading(next.spread().withAll(deployment, members, self), effects);
    } else {
      homes.toOthers(next, Protocol.DEPLOYMENT, deployment.toValue(), effects);
    }
    homes.tellHost(next, deployment, effects);
    if (deployment.isGone()) {
      asker.ifPresent(a -> effects.add(new Effect.Answer(a, summary(deployment))));
    } else {
      next = asker.isPresent() ? next.withAsker(deployment.name(), asker.get()) : next;
    }
    return homes.takeHomes(next, effects);
  }

  // ---- orders that wait

  private static Step<DocumentsState> waiting(
      DocumentsState state,
      String name,
      EdnMap order,
      Optional<ReplyTo> asker,
      List<Effect> effects) {
    Value which =
        EdnMap.of(Protocol.NAME, new Text(name), Protocol.NUMBER, Int.of(state.waiting().next()));
    effects.add(new Effect.After(MAX_VOTERS_WAIT_MS, Protocol.WAITED, which));
    return new Step<>(state.with(state.waiting().with(name, order, asker)), effects);
  }

  /** The order for that system waits no longer, and whoever gave it hears why. */
  private static DocumentsState withdrawn(
      DocumentsState state, String name, String why, List<Effect> effects) {
    Optional<Waiting.Order> order = state.waiting().find(name);
    if (order.isEmpty()) {
      return state;
    }
    Value error =
        Errors.of(
            "cannot deploy "
                + name
                + ": while it waited for "
                + state.silent()
                + " to say how they vote, "
                + why);
    order.get().asker().ifPresent(a -> effects.add(new Effect.Answer(a, error)));
    return state.with(state.waiting().without(name));
  }

  /** What waited for who votes goes on as soon as that is known, or the system is there already. */
  Step<DocumentsState> resumed(Step<DocumentsState> step) {
    Step<DocumentsState> next = step;
    for (var each : step.state().waiting().orders().entrySet()) {
      DocumentsState state = next.state();
      if (state.knowsVoters() || state.find(each.getKey()).filter(d -> !d.isGone()).isPresent()) {
        Waiting fewer = state.waiting().without(each.getKey());
        Waiting.Order order = each.getValue();
        Step<DocumentsState> deployed = deploy(state.with(fewer), order.order(), order.asker());
        List<Effect> effects = new ArrayList<>(next.effects());
        effects.addAll(deployed.effects());
        next = new Step<>(deployed.state(), effects);
      }
    }
    return next;
  }

  /** An order has waited for as long as any may. */
  Step<DocumentsState> waited(DocumentsState state, EdnMap which) {
    String name = Fields.textAt(which, Protocol.NAME);
    long number = Fields.longAt(which, Protocol.NUMBER);
    Optional<Waiting.Order> order =
        state.waiting().find(name).filter(waiting -> waiting.number() == number);
    if (order.isEmpty()) {
      return Step.of(state);
    }
    Value error = Errors.of(inVain(state, name));
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Note(SILENT, Protocol.DEPLOY, new Text(name), error));
    order.get().asker().ifPresent(a -> effects.add(new Effect.Answer(a, error)));
    return new Step<>(state.with(state.waiting().without(name)), effects);
  }

  private String inVain(DocumentsState state, String name) {
    String found =
        state.members().isEmpty()
            ? "no member that is known to live"
            : "no word from " + state.silent();
    return "cannot deploy "
        + name
        + " by way of "
        + self
        + ": it runs only where the majority is, and begins with the votes of all live members:"
        + " expected that "
        + state.members().keySet()
        + " say within "
        + MAX_VOTERS_WAIT_MS
        + " ms how they vote, found "
        + found
        + "; nothing was deployed: deploy it by way of a member that reaches them, or stop them";
  }

  // ---- who hears what came of it

  /** Whoever deployed a version here that another one has replaced waits no longer. */
  static DocumentsState disappoint(DocumentsState state, Deployment now, List<Effect> effects) {
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

  static Step<DocumentsState> answer(DocumentsState state, Keyword name, EdnMap data) {
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
}
