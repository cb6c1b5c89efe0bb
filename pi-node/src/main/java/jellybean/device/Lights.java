package jellybean.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.wiring.Line;

/**
 * Lights: what it is told is wanted, and as soon as the pins are open and the last change is made,
 * they show the newest of it. What was wanted in between is left out: nobody would have seen it.
 */
final class Lights implements Behaviour<Lights.State> {
  static final Keyword LIGHT = Keyword.of("light");
  static final Keyword TOGGLE = Keyword.of("toggle");
  static final Keyword BLINK = Keyword.of("blink");
  static final Keyword SHOW = Keyword.of("show");

  /** After which pause pins are moved again when no worker was free. */
  static final long PAUSE_MS = 100;

  private static final Keyword OPENED = Keyword.of("jelly/opened");
  private static final Keyword DONE = Keyword.of("jelly/done");
  private static final Keyword AGAIN = Keyword.of("jelly/again");
  private static final Keyword BEAT = Keyword.of("jelly/beat");

  private final String name;
  private final Lamps lamps;

  /**
   * @param by what moves the pins, once they are open
   * @param wanted of each light, in thousandths
   * @param shown what the pins show as far as is known; nothing before the first change
   * @param moving what they are being told
   * @param blinks how it goes on, if it blinks
   * @param orders how many there were, so that the beats of an earlier blinking are told apart
   */
  record State(
      Optional<String> by,
      List<Integer> wanted,
      List<Integer> shown,
      Optional<List<Integer>> moving,
      Optional<Blinking> blinks,
      long orders) {
    State {
      wanted = List.copyOf(wanted);
      shown = List.copyOf(shown);
    }

    private State wanting(List<Integer> next, Optional<Blinking> blinking, long order) {
      return new State(by, next, shown, moving, blinking, order);
    }

    private State moving(Optional<List<Integer>> next) {
      return new State(by, wanted, shown, next, blinks, orders);
    }
  }

  Lights(String name, Lamps lamps) {
    this.name = name;
    this.lamps = lamps;
  }

  private List<Integer> all(int permille) {
    return Collections.nCopies(lamps.lines().size(), permille);
  }

  @Override
  public State initial() {
    return new State(Optional.empty(), all(0), List.of(), Optional.empty(), Optional.empty(), 0);
  }

  @Override
  public Step<State> started(State state, Info info) {
    return Step.of(state, new Effect.Connect(lamps, OPENED));
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword message = delivery.name();
    Value data = delivery.data();
    if (message == OPENED) {
      return opened(state, data);
    }
    if (message == DONE) {
      return done(state, data);
    }
    if (message == AGAIN) {
      return move(state);
    }
    if (message == BEAT) {
      return beat(state, data);
    }
    if (message == LIGHT) {
      return want(state, all(permille(LIGHT, data)));
    }
    if (message == TOGGLE) {
      boolean isLit = state.wanted().stream().anyMatch(level -> level > 0);
      return want(state, all(isLit ? 0 : Board.FULL));
    }
    if (message == SHOW) {
      return want(state, pattern(data));
    }
    if (message == BLINK) {
      return blink(state, data);
    }
    throw new StepException(name + " does not understand " + message);
  }

  // ---- what is wanted

  private Step<State> want(State state, List<Integer> wanted) {
    return move(state.wanting(wanted, Optional.empty(), state.orders() + 1));
  }

  private int permille(Keyword message, Value data) {
    if (data instanceof Bool) {
      return data.equals(Bool.TRUE) ? Board.FULL : 0;
    }
    if (data instanceof Real level && level.value() >= 0 && level.value() <= 1) {
      int permille = (int) Math.round(level.value() * Board.FULL);
      if (permille % Board.FULL == 0 || lamps.lines().stream().allMatch(Line::isDimmable)) {
        return permille;
      }
      throw fault(message, "true or false, since " + lamps.lines() + " has no PWM", data);
    }
    throw fault(message, "true, false or a number from 0.0 to 1.0", data);
  }

  private StepException fault(Keyword message, String expected, Value found) {
    return new StepException(
        "bad " + message + " for " + name + ": expected " + expected + ", found " + found);
  }

  private List<Integer> pattern(Value data) {
    int size = lamps.lines().size();
    List<Integer> pattern = new ArrayList<>(all(0));
    if (data instanceof Int n && n.value() >= 0 && n.value() <= size) {
      Collections.fill(pattern.subList(0, (int) n.value()), Board.FULL);
      return pattern;
    }
    if (data instanceof EdnVector lit && lit.size() <= size) {
      for (int i = 0; i < lit.size(); i++) {
        pattern.set(i, permille(SHOW, lit.get(i)));
      }
      return pattern;
    }
    throw fault(SHOW, "a number from 0 to " + size + " or a vector of at most as many", data);
  }

  private Step<State> blink(State state, Value data) {
    Blinking blinking = Blinking.of(data).orElseThrow(() -> fault(BLINK, Blinking.EXPECTED, data));
    State next = state.wanting(all(Board.FULL), Optional.of(blinking.lit()), state.orders() + 1);
    return with(move(next), after(blinking.onMs(), next));
  }

  private static Effect after(long delayMs, State state) {
    return new Effect.After(delayMs, BEAT, Int.of(state.orders()));
  }

  private static Step<State> with(Step<State> step, Effect last) {
    List<Effect> effects = new ArrayList<>(step.effects());
    effects.add(last);
    return new Step<>(step.state(), effects);
  }

  private Step<State> beat(State state, Value order) {
    if (state.blinks().isEmpty() || !order.equals(Int.of(state.orders()))) {
      return Step.of(state);
    }
    Blinking blinking = state.blinks().get();
    boolean isLit = state.wanted().getFirst() > 0;
    if (isLit && blinking.isOver()) {
      return move(state.wanting(all(0), Optional.empty(), state.orders()));
    }
    Blinking then = isLit ? blinking : blinking.lit();
    State next = state.wanting(all(isLit ? 0 : Board.FULL), Optional.of(then), state.orders());
    return with(move(next), after(isLit ? blinking.offMs() : blinking.onMs(), next));
  }

  // ---- what the pins show

  private Step<State> opened(State state, Value data) {
    if (!(data instanceof Text by)) {
      throw new StepException(name + ": " + Errors.text(data));
    }
    return move(
        new State(
            Optional.of(by.value()),
            state.wanted(),
            state.shown(),
            state.moving(),
            state.blinks(),
            state.orders()));
  }

  private Step<State> move(State state) {
    List<Integer> wanted = state.wanted();
    if (state.by().isEmpty() || state.moving().isPresent() || wanted.equals(state.shown())) {
      return Step.of(state);
    }
    return Step.of(
        state.moving(Optional.of(wanted)), new Effect.Work(() -> lamps.set(wanted), DONE));
  }

  private Step<State> done(State state, Value data) {
    if (data instanceof Text failure) {
      throw new StepException(name + ": " + failure.value());
    }
    State next = state.moving(Optional.empty());
    if (data != Nil.NIL) {
      return Step.of(next, new Effect.After(PAUSE_MS, AGAIN, Nil.NIL));
    }
    return move(
        new State(
            next.by(),
            next.wanted(),
            state.moving().orElse(List.of()),
            next.moving(),
            next.blinks(),
            next.orders()));
  }

  @Override
  public Value show(State state) {
    List<Value> levels = new ArrayList<>();
    for (int level : state.shown()) {
      levels.add(level % Board.FULL == 0 ? Bool.of(level > 0) : new Real(level / 1_000.0));
    }
    List<Value> pins = new ArrayList<>();
    lamps.lines().forEach(line -> pins.add(new Text(line.toString())));
    return EdnMap.of(
        Keyword.of("lit"),
        EdnVector.of(levels),
        Keyword.of("pins"),
        EdnVector.of(pins),
        Keyword.of("by"),
        state.by().<Value>map(Text::new).orElse(Nil.NIL));
  }
}
