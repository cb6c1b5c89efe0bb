package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Legacy;
import jellybean.actor.Saved;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.lang.Fn;
import jellybean.message.Address;
import jellybean.message.Rendezvous;

/**
 * One of the replicas of an actor whose number follows the load: the actor's own behaviour, and
 * what its supervisor asks of it when replicas join and leave, see {@link Replicating}.
 *
 * <p>A message whose key is still to come from another replica is put aside until that one has
 * handed over all. A message whose key has been handed over goes on to who has it. What is handed
 * over for a key that has a state here already, because this replica was started again in between,
 * is given to the function for {@code :merge}, and without one it is the dead letter {@code
 * :yielded}.
 */
final class ReplicaBehaviour implements Behaviour<ReplicaBehaviour.State> {
  private static final Keyword REFUSED = Keyword.of("refused");

  private final ActorDef def;
  private final EdnBehaviour own;

  /**
   * @param own state of the behaviour; of a keyed one, those of its keys
   * @param from the replicas that have not yet handed over all
   * @param before among whom these had their keys
   * @param after those that get messages now; empty while that is not known to have changed
   */
  record State(Value own, Set<Address> from, List<Address> before, List<Address> after) {
    State {
      from = java.util.Collections.unmodifiableSet(new TreeSet<>(from));
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    State with(Value next) {
      return next == own ? this : new State(next, from, before, after);
    }

    boolean isSettled() {
      return from.isEmpty() && after.isEmpty();
    }
  }

  ReplicaBehaviour(ActorDef def) {
    this.def = def;
    this.own = EdnBehaviour.of(def);
  }

  @Override
  public State initial() {
    return new State(own.initial(), Set.of(), List.of(), List.of());
  }

  @Override
  public Value show(State state) {
    return own.show(state.own());
  }

  /** Whatever stage a change of replicas has come to goes on. */
  State migrated(Fn migrate, State old) {
    return old.with(own.migrated(migrate, old.own()));
  }

  /** Of keys one by one, since the other may have some of them. */
  @Override
  public Legacy legacy(State state, Address self) {
    if (!def.isKeyed()) {
      return own.legacy(state.own(), self);
    }
    return new Legacy(KeyParcels.all((EdnMap) state.own(), self), Optional.empty());
  }

  /** Keys that are on their way are nowhere, or twice. */
  @Override
  public Saved saved(State state) {
    if (!state.from().isEmpty()) {
      throw new StepException("replicas of " + def.name() + " are handing over keys: save again");
    }
    return own.saved(state.own());
  }

  @Override
  public Optional<Value> keyOf(Delivery delivery) {
    return own.keyOf(delivery);
  }

  @Override
  public State loaded(State now, Value saved) {
    return now.with(own.loaded(now.own(), saved));
  }

  @Override
  public int weightBytes(State state) {
    return own.weightBytes(state.own());
  }

  @Override
  public int weightBeyond(State state, State next) {
    return own.weightBeyond(state.own(), next.own());
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword name = delivery.name();
    boolean isOrder =
        name.equals(Protocol.EXPECT_KEYS)
            || name.equals(Protocol.HAND_OVER)
            || name.equals(Protocol.STATES_OF_KEYS);
    if (isOrder) {
      return isTrusted(delivery)
          ? ordered(state, delivery)
          : Step.of(state, new Effect.Refuse(REFUSED, Errors.of("only its supervisor may")));
    }
    if (name.equals(Protocol.FENCED)) {
      return Step.of(state, KeyFences.passedOn(delivery).stream().toArray(Effect[]::new));
    }
    return state.isSettled() ? plain(state, delivery) : keyed(state, delivery);
  }

  /** Its supervisor, and the other replicas. */
  static boolean isTrusted(Delivery delivery) {
    Optional<Address> child = delivery.info().self().parent();
    Address from = delivery.info().from();
    return child.equals(from.parent()) || child.flatMap(Address::parent).equals(Optional.of(from));
  }

  private Step<State> plain(State state, Delivery delivery) {
    Step<Value> step = own.handle(state.own(), delivery);
    requireMerge(state, step, delivery);
    return new Step<>(state.with(step.state()), step.effects());
  }

  /** What only this replica knows would be lost with it. */
  private void requireMerge(State state, Step<Value> step, Delivery delivery) {
    boolean changes = step.state() != state.own() && !step.state().equals(state.own());
    if (changes && !def.isKeyed() && !def.on().containsKey(Keys.MERGE)) {
      throw new StepException(
          "step of "
              + delivery.name()
              + " in "
              + delivery.info().self()
              + ": expected no new state from a replica that comes and goes and has no function"
              + " for :merge");
    }
  }

  private Step<State> keyed(State state, Delivery delivery) {
    Optional<Value> key = own.keyOf(delivery);
    if (key.isEmpty()) {
      return plain(state, delivery);
    }
    if (!state.from().isEmpty() && state.from().contains(owner(state.before(), key.get()))) {
      return Step.of(state, new Effect.Stash());
    }
    boolean isElsewhere =
        !state.after().isEmpty() && !owner(state.after(), key.get()).equals(delivery.info().self());
    return isElsewhere
        ? Step.of(state, new Effect.PassOn(owner(state.after(), key.get())))
        : plain(state, delivery);
  }

  private static Address owner(List<Address> replicas, Value key) {
    return Chooser.byKey(replicas, key);
  }

  // ---- what its supervisor asks

  private Step<State> ordered(State state, Delivery order) {
    EdnMap data = Fields.mapOf(order.data(), "order to a replica");
    if (order.name().equals(Protocol.EXPECT_KEYS)) {
      return expect(state, data, order);
    }
    return order.name().equals(Protocol.HAND_OVER)
        ? handOver(state, data, order)
        : take(state, data, order);
  }

  private static Step<State> expect(State state, EdnMap data, Delivery order) {
    State next =
        new State(
            state.own(),
            Set.copyOf(Fields.addressesAt(data, Protocol.FROM)),
            Fields.addressesAt(data, Protocol.BEFORE),
            List.of());
    return Step.of(next, confirm(Protocol.EXPECTS_KEYS, order));
  }

  private static Effect confirm(Keyword name, Delivery order) {
    return Effect.send(order.info().from(), name, Turn.actor(order.info().self()));
  }

  private Step<State> handOver(State state, EdnMap data, Delivery order) {
    List<Address> after = Fields.addressesAt(data, Protocol.AFTER);
    return def.isKeyed() ? handOverKeys(state, after, order) : handOverAll(state, after, order);
  }

  /** Without keys, a replica that leaves gives its state to one of the others. */
  private Step<State> handOverAll(State state, List<Address> after, Delivery order) {
    List<Effect> effects = new ArrayList<>();
    boolean hasState = def.on().containsKey(Keys.MERGE) && !state.own().equals(own.initial());
    if (hasState && !after.isEmpty()) {
      int chosen = Math.floorMod((int) Rendezvous.mix(order.info().seed()), after.size());
      effects.add(Effect.send(after.get(chosen), Keys.MERGE, state.own()));
    }
    effects.add(confirm(Protocol.HANDED_OVER, order));
    return new Step<>(state.with(own.initial()), effects);
  }

  private Step<State> handOverKeys(State state, List<Address> after, Delivery order) {
    Address self = order.info().self();
    KeyParcels parcels = KeyParcels.of((EdnMap) state.own(), after, self);
    List<Effect> effects = new ArrayList<>(parcels.effects());
    State next = new State(parcels.left(), state.from(), state.before(), after);
    if (!parcels.isAll()) {
      effects.add(new Effect.PassOn(self));
      return new Step<>(next, effects);
    }
    for (Address other : after) {
      if (!other.equals(self)) {
        effects.add(KeyParcels.last(other));
      }
    }
    effects.add(confirm(Protocol.HANDED_OVER, order));
    return new Step<>(next, effects);
  }

  // ---- what another replica hands over

  private Step<State> take(State state, EdnMap data, Delivery parcel) {
    Step<Value> taken = own.taken((EdnMap) state.own(), data, parcel);
    List<Effect> effects = new ArrayList<>(taken.effects());
    Set<Address> from = new TreeSet<>(state.from());
    if (KeyParcels.isLast(data) && from.remove(parcel.info().from())) {
      effects.add(new Effect.Unstash());
    }
    return new Step<>(new State(taken.state(), from, state.before(), state.after()), effects);
  }
}
