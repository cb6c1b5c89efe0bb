package jellybean.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Says {@code :pressed {:n 1}}, {@code :held {:n 1}} and {@code :released {:n 1 :held-ms 312}}. A
 * change counts when no other one follows for the time of debouncing; then the contact is read, so
 * that a change which was lost does no harm beyond the next look at it.
 */
final class Button implements Behaviour<Button.State> {
  static final Keyword PRESSED = Keyword.of("pressed");
  static final Keyword RELEASED = Keyword.of("released");
  static final Keyword HELD = Keyword.of("held");

  /** How often the contact is read although nothing changed. */
  static final long LOOK_MS = 1_000;

  private static final Keyword CHANGED = Keyword.of("jelly/changed");
  private static final Keyword SETTLED = Keyword.of("jelly/settled");
  private static final Keyword READ = Keyword.of("jelly/read");
  private static final Keyword HOLDING = Keyword.of("jelly/holding");
  private static final Keyword LOOK = Keyword.of("jelly/look");
  private static final Keyword N = Keyword.of("n");
  private static final Keyword HELD_MS = Keyword.of("held-ms");

  private final String name;
  private final Contact contact;
  private final long debounceMs;
  private final long holdMs;
  private final Set<Keyword> says;

  /**
   * @param by what the pin is read by, once it is open
   * @param isPressed as far as was said; nothing before the first reading
   * @param presses so far
   * @param sinceMs when the last press was read
   * @param changes so far, so that only the last of several is waited for
   * @param settles whether a change is waited for
   * @param isReading whether the contact is being read
   */
  record State(
      Optional<String> by,
      Optional<Boolean> isPressed,
      long presses,
      long sinceMs,
      long changes,
      boolean settles,
      boolean isReading) {
    private State changed() {
      return new State(by, isPressed, presses, sinceMs, changes + 1, true, isReading);
    }

    private State reading(boolean now) {
      return new State(by, isPressed, presses, sinceMs, changes, false, now);
    }

    private State pressed(long count, long ms) {
      return new State(by, Optional.of(true), count, ms, changes, settles, isReading);
    }

    private State released() {
      return new State(by, Optional.of(false), presses, sinceMs, changes, settles, isReading);
    }
  }

  /**
   * @param says what it may say
   */
  Button(String name, Contact contact, long debounceMs, long holdMs, Set<Keyword> says) {
    this.name = name;
    this.contact = contact;
    this.debounceMs = debounceMs;
    this.holdMs = holdMs;
    this.says = Set.copyOf(says);
  }

  @Override
  public State initial() {
    return new State(Optional.empty(), Optional.empty(), 0, 0, 0, false, false);
  }

  @Override
  public Step<State> started(State state, Info info) {
    return Step.of(state, new Effect.Connect(contact, CHANGED));
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword message = delivery.name();
    Value data = delivery.data();
    if (message == CHANGED) {
      return changed(state, data);
    }
    if (message == SETTLED) {
      return data.equals(Int.of(state.changes())) ? settled(state) : Step.of(state);
    }
    if (message == READ) {
      return read(state, data);
    }
    if (message == HOLDING) {
      return holding(state, data);
    }
    if (message == LOOK) {
      return look(state);
    }
    throw new StepException(name + " does not understand " + message + ": expected nothing");
  }

  private Step<State> changed(State state, Value data) {
    if (Errors.isError(data)) {
      throw new StepException(name + ": " + Errors.text(data));
    }
    if (data instanceof Text by) {
      State open =
          new State(Optional.of(by.value()), Optional.empty(), 0, 0, state.changes(), false, true);
      return Step.of(open, reading(), new Effect.After(LOOK_MS, LOOK, Nil.NIL));
    }
    State next = state.changed();
    return Step.of(next, new Effect.After(debounceMs, SETTLED, Int.of(next.changes())));
  }

  private Effect reading() {
    return new Effect.Work(contact::read, READ);
  }

  private Step<State> settled(State state) {
    return state.isReading()
        ? Step.of(state, new Effect.After(debounceMs, SETTLED, Int.of(state.changes())))
        : Step.of(state.reading(true), reading());
  }

  private Step<State> look(State state) {
    Effect again = new Effect.After(LOOK_MS, LOOK, Nil.NIL);
    return state.settles() || state.isReading()
        ? Step.of(state, again)
        : Step.of(state.reading(true), reading(), again);
  }

  private Step<State> read(State state, Value data) {
    if (data instanceof Text failure) {
      throw new StepException(name + ": " + failure.value());
    }
    State next =
        new State(
            state.by(),
            state.isPressed(),
            state.presses(),
            state.sinceMs(),
            state.changes(),
            state.settles(),
            false);
    if (!(data instanceof EdnVector reading) || state.settles()) {
      // No worker was free, or it changes again: it is read anew soon.
      return Step.of(next);
    }
    boolean now = reading.get(0).equals(Bool.TRUE);
    long atMs = ((Int) reading.get(1)).value();
    if (state.isPressed().isEmpty()) {
      return Step.of(now ? next.pressed(0, atMs) : next.released());
    }
    if (now == state.isPressed().get()) {
      return Step.of(next);
    }
    return now ? press(next, atMs) : release(next, atMs);
  }

  private Step<State> press(State state, long atMs) {
    State next = state.pressed(state.presses() + 1, atMs);
    List<Effect> effects = new ArrayList<>();
    say(effects, PRESSED, EdnMap.of(N, Int.of(next.presses())));
    effects.add(new Effect.After(holdMs, HOLDING, Int.of(next.presses())));
    return new Step<>(next, effects);
  }

  private Step<State> release(State state, long atMs) {
    if (state.presses() == 0) {
      // It was pressed when the device began, and nobody was told that.
      return Step.of(state.released());
    }
    List<Effect> effects = new ArrayList<>();
    EdnMap data = EdnMap.of(N, Int.of(state.presses()), HELD_MS, Int.of(atMs - state.sinceMs()));
    say(effects, RELEASED, data);
    return new Step<>(state.released(), effects);
  }

  private Step<State> holding(State state, Value press) {
    List<Effect> effects = new ArrayList<>();
    if (state.isPressed().orElse(false) && press.equals(Int.of(state.presses()))) {
      say(effects, HELD, EdnMap.of(N, press));
    }
    return new Step<>(state, effects);
  }

  private void say(List<Effect> effects, Keyword what, Value data) {
    if (says.contains(what)) {
      effects.add(Effect.say(what, data));
    }
  }

  @Override
  public Value show(State state) {
    return EdnMap.of(
        Keyword.of("pressed"),
        state.isPressed().<Value>map(Bool::of).orElse(Nil.NIL),
        Keyword.of("presses"),
        Int.of(state.presses()),
        Keyword.of("pin"),
        new Text(contact.line().toString()),
        Keyword.of("by"),
        state.by().<Value>map(Text::new).orElse(Nil.NIL));
  }
}
