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
import jellybean.edn.EdnPrinter;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;
import jellybean.message.ReplyTo;

/**
 * Keeps the deployed documents of the fleet on one node and spreads them: a pure behaviour at
 * {@code /sys/<node>/documents}.
 *
 * <p>A new document goes to every live member at once. Whoever meets a new member, or a new
 * incarnation of one, sends a digest of the versions it has; the other side answers with what is
 * newer or missing there. Both do, so both end with the newest of everything (anti-entropy in the
 * sense of Demers et al., 1987).
 */
public final class Documents implements Behaviour<DocumentsState> {
  /** Systems of a fleet; more are refused with an error. */
  public static final int MAX_SYSTEMS = 64;

  /** What a deployment may take printed, so that it fits a frame with its envelope. */
  public static final int MAX_DEPLOYMENT_BYTES = 60 * 1024;

  /** That a system gave up and nobody waits to hear it is a dead letter. */
  private static final Keyword FAILED = Keyword.of("system-failed");

  private final NodeId self;
  private final Host.Compiler compiler;

  public Documents(NodeId self, Host.Compiler compiler) {
    this.self = self;
    this.compiler = compiler;
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
  public Step<DocumentsState> handle(DocumentsState state, Delivery delivery) {
    Keyword name = delivery.name();
    if (name.equals(Protocol.MEMBERS)) {
      return members(state, MemberList.fromValue(delivery.data()));
    }
    if (name.equals(Protocol.DIGEST)) {
      return digest(state, delivery);
    }
    if (name.equals(Protocol.DEPLOYMENT)) {
      return arrived(state, Deployment.fromValue(delivery.data()));
    }
    EdnMap data = Fields.mapOf(delivery.data(), "message to " + Protocol.documents(self));
    if (name.equals(Protocol.DEPLOY)) {
      return deploy(state, data, delivery.info());
    }
    if (name.equals(Protocol.RUNNING) || name.equals(Protocol.FAILED)) {
      return answer(state, name, data);
    }
    throw new ProtocolException(
        "bad message to " + Protocol.documents(self) + ": expected a document, found " + name);
  }

  private Step<DocumentsState> members(DocumentsState state, SortedMap<NodeId, Long> now) {
    List<Effect> effects = new ArrayList<>();
    now.forEach(
        (node, incarnation) -> {
          boolean met = incarnation.equals(state.members().get(node));
          if (!met && !node.equals(self)) {
            effects.add(Effect.send(Protocol.documents(node), Protocol.DIGEST, state.digest()));
          }
        });
    return new Step<>(state.withMembers(now), effects);
  }

  private Step<DocumentsState> digest(DocumentsState state, Delivery delivery) {
    EdnMap theirs = Fields.mapOf(delivery.data(), "digest");
    List<Effect> effects = new ArrayList<>();
    for (Deployment mine : state.deployments().values()) {
      Optional<Stamp> known = theirs.find(new Text(mine.name())).map(Stamp::fromValue);
      if (known.isEmpty() || known.get().compareTo(mine.version()) < 0) {
        effects.add(Effect.send(delivery.info().from(), Protocol.DEPLOYMENT, mine.toValue()));
      }
    }
    return new Step<>(state, effects);
  }

  private Step<DocumentsState> arrived(DocumentsState state, Deployment deployment) {
    boolean newer =
        Optional.ofNullable(state.deployments().get(deployment.name()))
            .filter(known -> known.version().compareTo(deployment.version()) >= 0)
            .isEmpty();
    return newer ? Step.of(state.with(deployment), toOwnHost(deployment)) : Step.of(state);
  }

  // ---- deploying

  private Step<DocumentsState> deploy(DocumentsState state, EdnMap order, Info info) {
    try {
      Deployment deployment = accept(state, order);
      List<Effect> effects = new ArrayList<>();
      effects.add(toOwnHost(deployment));
      for (NodeId member : state.members().keySet()) {
        if (!member.equals(self)) {
          effects.add(
              Effect.send(Protocol.documents(member), Protocol.DEPLOYMENT, deployment.toValue()));
        }
      }
      DocumentsState next = state.with(deployment);
      Optional<ReplyTo> asker = info.replyTo();
      return new Step<>(asker.map(a -> next.withAsker(deployment.name(), a)).orElse(next), effects);
    } catch (RuntimeException e) {
      Value error = error(String.valueOf(e.getMessage()));
      return new Step<>(
          state, info.replyTo().stream().<Effect>map(r -> new Effect.Answer(r, error)).toList());
    }
  }

  private Deployment accept(DocumentsState state, EdnMap order) {
    String name = Fields.textAt(order, Protocol.NAME);
    Bundle bundle = Bundle.fromValue(Fields.at(order, Protocol.BUNDLE));
    EdnMap with = Fields.mapAt(order, Protocol.WITH);
    Optional<Deployment> known = Optional.ofNullable(state.deployments().get(name));
    if (known.isEmpty() && state.deployments().size() >= MAX_SYSTEMS) {
      throw new ProtocolException(
          "cannot deploy " + name + ": expected at most " + MAX_SYSTEMS + " systems");
    }
    int bytes = EdnPrinter.toBytes(order).length;
    if (bytes > MAX_DEPLOYMENT_BYTES) {
      throw new ProtocolException(
          "cannot deploy "
              + name
              + ": expected a document of at most "
              + MAX_DEPLOYMENT_BYTES
              + " bytes with all it uses, found "
              + bytes);
    }
    var unused = compiler.apply(bundle, with); // a faulty document is refused here
    long counter = known.map(before -> before.version().counter() + 1).orElse(1L);
    NodeId home =
        known
            .map(Deployment::home)
            .filter(state.members()::containsKey)
            .orElseGet(() -> home(state, name));
    return new Deployment(name, new Stamp(counter, self), home, bundle, with);
  }

  /** Rendezvous hashing over the live members. */
  private NodeId home(DocumentsState state, String name) {
    return Rendezvous.choose(Rendezvous.hash(name), state.members().keySet()).orElse(self);
  }

  private Step<DocumentsState> answer(DocumentsState state, Keyword name, EdnMap data) {
    String system = Fields.textAt(data, Protocol.SYSTEM);
    Optional<ReplyTo> asker = Optional.ofNullable(state.askers().get(system));
    Optional<Deployment> deployment = Optional.ofNullable(state.deployments().get(system));
    if (asker.isEmpty() || deployment.isEmpty()) {
      return name.equals(Protocol.FAILED)
          ? Step.of(state, new Effect.Refuse(FAILED, Fields.at(data, Protocol.REASON)))
          : Step.of(state);
    }
    Value result =
        name.equals(Protocol.RUNNING)
            ? EdnMap.of(
                Protocol.SYSTEM, new Text(system),
                Protocol.VERSION, deployment.get().version().toValue(),
                Protocol.HOME, new Text(deployment.get().home().value()))
            : error(Fields.brief(Fields.at(data, Protocol.REASON)));
    return Step.of(state.withoutAsker(system), new Effect.Answer(asker.get(), result));
  }

  private Effect toOwnHost(Deployment deployment) {
    return Effect.send(Protocol.host(self), Protocol.DEPLOYMENT, deployment.toValue());
  }

  private static Value error(String message) {
    return Errors.of(message);
  }
}
