package jellybean.campaign;

import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Value;

/** A device that notes every word it hears. */
final class Sink implements Behaviour<Sink.State> {
  private final Board board;

  /** Its life, and how many words it heard. */
  record State(long life, long words) {}

  Sink(Board board) {
    this.board = board;
  }

  @Override
  public State initial() {
    return new State(board.ledger().nextLife(), 0);
  }

  @Override
  public Step<State> started(State state, Info info) {
    board.began(state.life(), info.self());
    return Step.of(state);
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Talker.word(delivery.data())
        .ifPresent(
            word ->
                board.heard(
                    word, delivery.info().self(), state.life(), delivery.name().toString()));
    return Step.of(new State(state.life(), state.words() + 1));
  }

  @Override
  public Value show(State state) {
    return EdnMap.of(Talker.LIFE, Int.of(state.life()), Talker.NUMBER, Int.of(state.words()));
  }
}
