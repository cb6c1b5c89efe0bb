package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Legacy;
import jellybean.actor.Saved;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Fn;
import jellybean.lang.Machine;
import jellybean.message.Address;
import jellybean.system.StepReader.Returned;

/**
 * The behaviour of an actor that is written in EDN. Immutable and shareable; its owner's loop calls
 * it.
 *
 * <p>A keyed actor's state is a map from keys to states. The function that handles a name with a
 * keyed route sees and replaces only the state of the message's key; a function that handles any
 * other name (a timer, an answer, a name routed to all) sees and replaces the whole map. A key
 * whose state equals the initial one is not kept. At most {@value #MAX_KEYS} keys of {@value
 * #MAX_KEYED_BYTES} bytes together.
 */
public final class EdnBehaviour implements Behaviour<Value> {
  public static final int MAX_KEYS = 65_536;
  public static final int MAX_KEYED_BYTES = 16 << 20;

  /** What an actor handles that wants to be told before its supervisor ends it. */
  static final Keyword SHUTDOWN = Keyword.of("shutdown");

  private static final Symbol KEPT = Symbol.of("jelly", "kept");
  private static final Keyword YIELDED = Keyword.of("yielded");
  private static final Keyword POINT = Keyword.of("point");
  private static final Keyword NEIGHBOURS = Keyword.of("neighbours");
  private static final int ARGS_WITH_INFO = 3;

  private final ActorDef def;
  private final boolean keyed;
  private final Map<Keyword, Handler> handlers = new HashMap<>();
  private final StepReader reader;

  /** What is known about a name before a message comes. */
  private record Handler(Fn fn, boolean wantsInfo, Optional<Fn> key) {}

  private EdnBehaviour(ActorDef def) {
    this.def = def;
    this.keyed = def.isKeyed();
    this.reader = new StepReader(def.says(), def.on().keySet());
    def.on()
        .forEach(
            (name, fn) -> {
              boolean wantsInfo = fn.accepts(ARGS_WITH_INFO);
              handlers.put(name, new Handler(fn, wantsInfo, keyOf(name)));
            });
  }

  public static EdnBehaviour of(ActorDef def) {
    return new EdnBehaviour(def);
  }

  private Optional<Fn> keyOf(Keyword name) {
    return def.routes().get(name) instanceof RouteDef.ByKey route
        ? Optional.of(route.key())
        : Optional.empty();
  }

  @Override
  public Optional<Value> keyOf(Delivery delivery) {
    return keyOf(delivery.name())
        .map(
            fn -> delivery.info().via().key().orElseGet(() -> fn.call(machine(), delivery.data())));
  }

  /**
   * The state of an earlier version of this actor as one of this; of a keyed one, each key's.
   *
   * @throws jellybean.lang.LangError if the function for that fails
   */
  Value migrated(Fn migrate, Value old) {
    if (!keyed || !(old instanceof EdnMap states)) {
      return migrate.call(machine(), old);
    }
    EdnMap migrated = EdnMap.EMPTY;
    for (Value key : states.keys()) {
      migrated = migrated.with(key, migrate.call(machine(), states.get(key, Nil.NIL)));
    }
    return migrated;
  }

  @Override
  public String meaning() {
    return def.meaning();
  }

  /**
   * With the version of the actor that it belongs to, if it may have to be migrated.
   *
   * <p>A kept state without that is from a version that did not say how to migrate.
   */
  @Override
  public Value stored(Value state) {
    return def.migrate().isPresent()
        ? new Tagged(KEPT, EdnVector.of(new Text(def.meaning()), state))
        : state;
  }

  @Override
  public Value restored(Value kept) {
    boolean isTagged = kept instanceof Tagged tagged && tagged.tag().equals(KEPT);
    EdnVector parts =
        isTagged && ((Tagged) kept).value() instanceof EdnVector pair && pair.size() == 2
            ? pair
            : EdnVector.of(Nil.NIL, kept);
    boolean isSame = parts.get(0).equals(new Text(def.meaning()));
    return def.migrate()
        .filter(_ -> !isSame)
        .map(fn -> migrated(fn, parts.get(1)))
        .orElseGet(() -> parts.get(1));
  }

  /** What was saved, or moves, is of this very version, and need not be migrated. */
  @Override
  public Value loaded(Value now, Value saved) {
    return saved;
  }

  /**
   * To a function for {@code :merge}, if there is one; of keys one by one, since the other may have
   * some of them.
   */
  @Override
  public Legacy legacy(Value state, Address self) {
    if (state.equals(initial())) {
      return Legacy.NOTHING;
    }
    if (keyed) {
      return new Legacy(KeyParcels.all((EdnMap) state, self), Optional.empty());
    }
    return handlers.containsKey(Keys.MERGE)
        ? new Legacy(
            List.of(new Effect.Send(self, Keys.MERGE, state, Optional.empty())), Optional.empty())
        : new Legacy(List.of(), Optional.of(state));
  }

  @Override
  public Value initial() {
    return keyed ? EdnMap.EMPTY : def.state();
  }

  /**
   * @throws StepException if there is no function for the message, or what it returns is no step
   * @throws jellybean.lang.LangError if the function fails or uses up its budget
   */
  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    if (delivery.name() == Signals.SHUTDOWN) {
      return shutdown(state, delivery);
    }
    Handler handler = handlers.get(delivery.name());
    if (handler == null && keyed && isOfKeys(delivery)) {
      EdnMap data = Fields.mapOf(delivery.data(), "states of keys");
      return taken((EdnMap) state, data, delivery);
    }
    if (handler == null) {
      throw new StepException(
          what(delivery) + ": expected a name that :on lists, found " + delivery.name());
    }
    return handler.key().isPresent()
        ? handleKeyed(handler, handler.key().get(), state, delivery)
        : handleWhole(handler, state, delivery);
  }

  /** An actor that handles {@code :shutdown} may say its last words; then it ends. */
  private Step<Value> shutdown(Value state, Delivery delivery) {
    Handler handler = handlers.get(SHUTDOWN);
    Step<Value> last =
        handler == null
            ? Step.of(state)
            : handleWhole(handler, state, new Delivery(SHUTDOWN, Nil.NIL, delivery.info()));
    List<Effect> effects = new ArrayList<>(last.effects());
    effects.addAll(Endings.of(delivery));
    return new Step<>(last.state(), effects);
  }

  private Step<Value> handleWhole(Handler handler, Value state, Delivery delivery) {
    Returned returned = call(handler, state, delivery);
    Value next = returned.state().orElse(state);
    if (keyed && next != state) {
      requireKeyed(handler.fn(), next, delivery);
    }
    return new Step<>(next, returned.effects());
  }

  private Step<Value> handleKeyed(Handler handler, Fn keyFn, Value state, Delivery delivery) {
    EdnMap states = (EdnMap) state;
    Value key = delivery.info().via().key().orElseGet(() -> keyFn.call(machine(), delivery.data()));
    return handleOfKey(handler, states, key, delivery);
  }

  private static boolean isOfKeys(Delivery delivery) {
    return delivery.name().equals(Protocol.STATES_OF_KEYS) && ReplicaBehaviour.isTrusted(delivery);
  }

  /** Takes states of keys that another one of its address, or another replica, had. */
  Step<Value> taken(EdnMap states, EdnMap data, Delivery parcel) {
    List<Effect> effects = new ArrayList<>();
    List<Value> refused = new ArrayList<>();
    Value all = states;
    for (KeyParcels.Entry entry : KeyParcels.entries(data)) {
      EdnMap now = (EdnMap) all;
      if (now.find(entry.key()).isEmpty()) {
        all = now.with(entry.key(), entry.state());
      } else if (handlers.containsKey(Keys.MERGE)) {
        Delivery merge = new Delivery(Keys.MERGE, entry.state(), parcel.info());
        Step<Value> merged = handleOfKey(now, entry.key(), merge);
        effects.addAll(merged.effects());
        all = merged.state();
      } else {
        refused.add(EdnVector.of(entry.key(), entry.state()));
      }
    }
    if (!refused.isEmpty()) {
      Value why = Errors.of("these keys have states already");
      effects.add(new Effect.Note(YIELDED, YIELDED, EdnVector.of(refused), why));
    }
    return new Step<>(all, effects);
  }

  /** The function for a name, whatever its route, with the state of one key. */
  Step<Value> handleOfKey(EdnMap states, Value key, Delivery delivery) {
    return handleOfKey(
        Optional.ofNullable(handlers.get(delivery.name())).orElseThrow(), states, key, delivery);
  }

  private Step<Value> handleOfKey(Handler handler, EdnMap states, Value key, Delivery delivery) {
    Returned returned = call(handler, states.get(key, def.state()), delivery);
    if (returned.state().isEmpty()) {
      return new Step<>(states, returned.effects());
    }
    Value own = returned.state().get();
    EdnMap next = own.equals(def.state()) ? states.without(key) : states.with(key, own);
    requireKeyed(handler.fn(), next, delivery);
    return new Step<>(next, returned.effects());
  }

  private Returned call(Handler handler, Value state, Delivery delivery) {
    Value result =
        handler.wantsInfo()
            ? handler.fn().call(machine(), state, delivery.data(), info(delivery.info()))
            : handler.fn().call(machine(), state, delivery.data());
    try {
      return reader.read(result);
    } catch (StepException e) {
      throw failed(handler.fn(), delivery, e.getMessage());
    }
  }

  /** A point of a lattice knows where it is and in which directions it has neighbours. */
  private EdnMap info(Info info) {
    EdnMap map = Infos.toValue(info);
    if (def.lattice().isEmpty()) {
      return map;
    }
    Lattice lattice = def.lattice().get();
    List<Integer> point = Lattice.point(info.self().name());
    List<Value> directions =
        lattice.directions(point).stream().<Value>map(d -> Keyword.of(d.toString())).toList();
    return map.with(POINT, EdnVector.of(point.stream().<Value>map(Int::of).toList()))
        .with(NEIGHBOURS, EdnVector.of(directions));
  }

  private static void requireKeyed(Fn fn, Value state, Delivery delivery) {
    if (!(state instanceof EdnMap states)) {
      throw failed(
          fn,
          delivery,
          "expected a map from keys to states as :state, found " + Faults.show(state));
    }
    if (states.size() > MAX_KEYS) {
      throw failed(fn, delivery, "expected at most " + MAX_KEYS + " keys, found " + states.size());
    }
    if (states.weightBytes() > MAX_KEYED_BYTES) {
      throw failed(
          fn,
          delivery,
          "expected at most "
              + MAX_KEYED_BYTES
              + " bytes for the states of all keys, found "
              + states.weightBytes());
    }
  }

  private static Machine machine() {
    return new Machine(Budget.DEFAULT);
  }

  private static StepException failed(Fn fn, Delivery delivery, String detail) {
    String place = fn.place().isEmpty() ? "" : fn.place() + ": ";
    return new StepException(place + what(delivery) + ": " + detail);
  }

  private static String what(Delivery delivery) {
    return "step of " + delivery.name() + " in " + delivery.info().self();
  }

  @Override
  public Saved saved(Value state) {
    if (StepReader.holdsFunction(state)) {
      throw new StepException(
          "the state of " + def.name() + " cannot be saved: it holds a function");
    }
    return new Saved(Optional.of(state), keyed, def.on().containsKey(Keys.MERGE));
  }

  /** A function in a state harms nobody, but it has no EDN form. */
  @Override
  public Value show(Value state) {
    return StepReader.holdsFunction(state)
        ? Errors.of("the state of " + def.name() + " cannot be shown: it holds a function")
        : state;
  }
}
