package jellybean.campaign;

import java.util.Optional;
import java.util.stream.IntStream;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.system.Protocol;

/** Whoever types commands at a node: asks its documents, and notes the answer. */
final class Operator implements Behaviour<EdnVector> {
  static final Keyword ORDER = Keyword.of("order");
  static final Keyword TAKE_AWAY = Keyword.of("take-away");
  static final Keyword NAME = Keyword.of("name");
  private static final Keyword ANSWERED = Keyword.of("answered");
  private static final Keyword TAKEN_AWAY = Keyword.of("taken-away");
  private static final Keyword SYSTEM = Keyword.of("system");
  private static final long WITHIN_MS = 90_000;

  private final Board board;

  Operator(Board board) {
    this.board = board;
  }

  static Address address(Board board) {
    return Address.of("sys", board.id().value(), "operator");
  }

  @Override
  public EdnVector initial() {
    return EdnVector.EMPTY;
  }

  /** The state holds the systems that were asked for and not answered, oldest first. */
  @Override
  public Step<EdnVector> handle(EdnVector waiting, Delivery delivery) {
    if (delivery.name() == ORDER) {
      EdnMap order = (EdnMap) delivery.data();
      return Step.of(
          waiting.append(order.get(NAME, Nil.NIL)),
          new Effect.Send(
              Protocol.documents(board.id()),
              Protocol.DEPLOY,
              order,
              Optional.of(new Effect.Ask(ANSWERED, WITHIN_MS))));
    }
    if (delivery.name() == TAKE_AWAY) {
      return Step.of(
          waiting,
          new Effect.Send(
              Protocol.documents(board.id()),
              Protocol.UNDEPLOY,
              delivery.data(),
              Optional.of(new Effect.Ask(TAKEN_AWAY, WITHIN_MS))));
    }
    if (delivery.name() == TAKEN_AWAY) {
      if (delivery.data() instanceof EdnMap done) {
        board.tookAway(((Text) done.get(SYSTEM)).value());
      }
      return Step.of(waiting);
    }
    boolean isError = delivery.data() instanceof Tagged;
    board.answered(((Text) waiting.get(0)).value(), !isError, String.valueOf(delivery.data()));
    return Step.of(
        EdnVector.of(IntStream.range(1, waiting.size()).mapToObj(waiting::get).toList()));
  }

  @Override
  public Value show(EdnVector waiting) {
    return waiting;
  }
}
