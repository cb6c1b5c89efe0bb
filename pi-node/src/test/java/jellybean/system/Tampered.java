package jellybean.system;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.sim.Flaw;

/** A part of a node that hears something else than what was said, or forgets what it knew. */
final class Tampered<S> extends Around<S> {
  private final BiFunction<S, Delivery, Optional<Delivery>> ear;

  private final UnaryOperator<S> memory;

  private Tampered(
      Behaviour<S> honest,
      BiFunction<S, Delivery, Optional<Delivery>> ear,
      UnaryOperator<S> memory) {
    super(honest);
    this.ear = ear;
    this.memory = memory;
  }

  private static <S> Behaviour<S> hearing(
      Behaviour<S> honest, BiFunction<S, Delivery, Optional<Delivery>> ear) {
    return new Tampered<>(honest, ear, UnaryOperator.identity());
  }

  /** A host with what of these mistakes is about hosts. */
  static Behaviour<HostState> host(Behaviour<HostState> host, Set<Flaw> flaws) {
    Behaviour<HostState> heard = host;
    if (flaws.contains(Flaw.TABLE_VERSION_IGNORED)) {
      heard = new AgelessHost(heard);
    }
    if (flaws.contains(Flaw.ADOPTION_RESTARTS)) {
      heard = hearing(heard, (_, delivery) -> Optional.of(alwaysFresh(delivery)));
    }
    if (flaws.contains(Flaw.NO_FENCE)) {
      heard = hearing(heard, (_, delivery) -> withoutFences(delivery));
    }
    return heard;
  }

  private static Optional<Delivery> withoutFences(Delivery delivery) {
    if (!delivery.name().equals(Protocol.TABLE)) {
      return Optional.of(delivery);
    }
    Table table = Table.fromValue(delivery.data());
    List<Moved> unfenced = table.moves().stream().map(moved -> moved.awaiting(Map.of())).toList();
    EdnMap told = table.toValue();
    EdnMap heard = unfenced.isEmpty() ? told : told.with(Protocol.MOVED, Moved.toValues(unfenced));
    return Optional.of(new Delivery(delivery.name(), heard, delivery.info()));
  }

  /** Documents with what of these mistakes is about documents. */
  static Behaviour<?> documents(Documents documents, Set<Flaw> flaws) {
    if (flaws.contains(Flaw.FORGETS_TOMBSTONES)) {
      return new Tampered<>(
          documents, (_, delivery) -> Optional.of(delivery), Tampered::withoutGraves);
    }
    return flaws.contains(Flaw.NO_ANTI_ENTROPY)
        ? hearing(documents, Tampered::withoutDigests)
        : documents;
  }

  private static Delivery alwaysFresh(Delivery delivery) {
    return delivery.name().equals(Protocol.START)
        ? new Delivery(
            delivery.name(),
            ((EdnMap) delivery.data()).with(Protocol.FRESH, Bool.TRUE),
            delivery.info())
        : delivery;
  }

  private static DocumentsState withoutGraves(DocumentsState state) {
    SortedMap<String, Deployment> living = new TreeMap<>(state.deployments());
    living.values().removeIf(Deployment::isGone);
    return new DocumentsState(
        state.members(),
        living,
        List.of(),
        state.tenures(),
        state.settled(),
        state.compared(),
        state.askers(),
        state.voters(),
        state.spread(),
        state.waiting());
  }

  private static Optional<Delivery> withoutDigests(DocumentsState state, Delivery delivery) {
    return Optional.of(delivery).filter(d -> !d.name().equals(Protocol.DIGEST));
  }

  @Override
  public Step<S> handle(S state, Delivery delivery) {
    Optional<Delivery> heard = ear.apply(state, delivery);
    Step<S> step = heard.isPresent() ? inner.handle(state, heard.get()) : Step.of(state);
    return new Step<>(memory.apply(step.state()), step.effects());
  }
}
