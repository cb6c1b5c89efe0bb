package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.system.DeviceDef;

/** A device that says numbered words in bursts, and notes each of them. */
final class Talker implements Behaviour<Talker.State> {
  static final Keyword LIFE = Keyword.of("life");
  static final Keyword NUMBER = Keyword.of("n");
  private static final Keyword TICK = Keyword.of("tick");
  private static final Keyword EVERY_MS = Keyword.of("every-ms");
  private static final int LONGEST_BURST = 5;

  private final Board board;
  private final DeviceDef def;

  /** Its life, and the number of the next word. */
  record State(long life, long next) {}

  Talker(Board board, DeviceDef def) {
    this.board = board;
    this.def = def;
  }

  @Override
  public State initial() {
    return new State(board.ledger().nextLife(), 0);
  }

  @Override
  public Step<State> started(State state, Info info) {
    board.began(state.life(), info.self());
    return Step.of(state, tick());
  }

  private Effect tick() {
    long everyMs = ((Int) def.config().get(EVERY_MS)).value();
    return new Effect.After(everyMs, TICK, Nil.NIL);
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    if (!board.world().isTalking()) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(tick());
    long next = state.next();
    long burst = 1L + Math.floorMod(delivery.info().seed(), LONGEST_BURST);
    for (int i = 0; i < burst; i++) {
      Ledger.Word word = new Ledger.Word(state.life(), next++);
      for (Keyword name : def.says()) {
        board.said(word, delivery.info().self(), name.toString());
        effects.add(Effect.say(name, toValue(word)));
      }
    }
    return new Step<>(new State(state.life(), next), effects);
  }

  static EdnMap toValue(Ledger.Word word) {
    return EdnMap.of(LIFE, Int.of(word.life()), NUMBER, Int.of(word.number()));
  }

  /** The word in a message, if it carries one. */
  static Optional<Ledger.Word> word(Value data) {
    return data instanceof EdnMap map
            && map.get(LIFE, Nil.NIL) instanceof Int life
            && map.get(NUMBER, Nil.NIL) instanceof Int number
        ? Optional.of(new Ledger.Word(life.value(), number.value()))
        : Optional.empty();
  }

  @Override
  public Value show(State state) {
    return Int.of(state.next());
  }
}
