package jellybean.device;

import java.util.ArrayList;
import java.util.List;
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
 * Says the lines of a text file, as many as it was asked for.
 *
 * <p>Understands {@code :more n}: n further lines are wanted. Says {@code :line {:n 1 :text "…"}},
 * numbered from 1, and after the last one, without being asked, {@code :end {:lines n :bytes n}}
 * exactly once; or, where the file cannot be read further, {@code :failed #jelly/error {…}} exactly
 * once. A line that is too long is said as several, each counted, and all but the last with {@code
 * :continues true}. A restart begins anew.
 */
final class FileLines implements Behaviour<FileLines.State> {
  static final Keyword MORE = Keyword.of("more");
  static final Keyword LINE = Keyword.of("line");
  static final Keyword END = Keyword.of("end");
  static final Keyword FAILED = Keyword.of("failed");

  /** A step's effects are bounded; what is left over follows in the next step. */
  private static final int LINES_PER_STEP = 200;

  /** How often, and after which pauses, it asks again while no worker is free. */
  private static final int MAX_REFUSALS = 100;

  private static final long PAUSE_MS = 100;

  private static final Keyword PIECE = Keyword.of("jelly/piece");
  private static final Keyword GO_ON = Keyword.of("jelly/go-on");

  private static final Keyword N = Keyword.of("n");
  private static final Keyword TEXT = Keyword.of("text");
  private static final Keyword CONTINUES = Keyword.of("continues");
  private static final Keyword LINES = Keyword.of("lines");
  private static final Keyword BYTES = Keyword.of("bytes");
  private static final Keyword NEXT = Keyword.of("next");
  private static final Keyword LAST = Keyword.of("last");
  private static final Keyword FAULT = Keyword.of("fault");
  private static final Keyword IDENTITY = Keyword.of("identity");
  private static final Keyword CREDIT = Keyword.of("credit");
  private static final Keyword DONE = Keyword.of("done");

  private final String name;
  private final LineFile file;
  private final Set<Keyword> says;
  private final State initial;

  /** What comes after the lines that were read. */
  private enum Then {
    MORE_LINES,
    END,
    FAULT
  }

  /**
   * Where it stands.
   *
   * @param said lines so far
   * @param offset of what was not yet read
   * @param credit lines that are wanted
   * @param read lines that were read, of which those before {@code next} have been said
   * @param identity of the file that is read; empty text before it was looked at
   * @param fault why nothing can be read after those; empty text if that is not so
   * @param isBusy whether something is on its way that will make it go on
   */
  record State(
      long said,
      long offset,
      long credit,
      EdnVector read,
      int next,
      Then then,
      String fault,
      boolean isBusy,
      boolean isDone,
      int refusals,
      String identity) {

    boolean hasLines() {
      return next < read.size();
    }

    State wanting(long more) {
      long sum = credit + more;
      return with(sum < 0 ? Long.MAX_VALUE : sum, isBusy, isDone);
    }

    State busy(boolean now) {
      return with(credit, now, isDone);
    }

    State done() {
      return with(0, false, true);
    }

    private State with(long newCredit, boolean busy, boolean done) {
      return new State(
          said, offset, newCredit, read, next, then, fault, busy, done, refusals, identity);
    }

    State having(EdnVector lines, long nextOffset, Then after, String why, String file) {
      return new State(said, nextOffset, credit, lines, 0, after, why, false, isDone, 0, file);
    }

    State refused() {
      return new State(
          said, offset, credit, read, next, then, fault, isBusy, isDone, refusals + 1, identity);
    }

    State said(int lines) {
      return new State(
          said + lines,
          offset,
          credit - lines,
          read,
          next + lines,
          then,
          fault,
          isBusy,
          isDone,
          refusals,
          identity);
    }
  }

  /**
   * @param name of the device, for complaints
   * @param credit lines that are wanted from the start
   */
  FileLines(String name, LineFile file, long credit, Set<Keyword> says) {
    this.name = name;
    this.file = file;
    this.says = says;
    this.initial =
        new State(0, 0, credit, EdnVector.EMPTY, 0, Then.MORE_LINES, "", false, false, 0, "");
  }

  @Override
  public State initial() {
    return initial;
  }

  @Override
  public Step<State> started(State state, Info info) {
    return goOn(state, info);
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword message = delivery.name();
    if (message == PIECE) {
      return piece(state, delivery);
    }
    if (message == GO_ON) {
      return goOn(state.busy(false), delivery.info());
    }
    if (message == MORE) {
      return goOn(state.wanting(wanted(delivery.data())), delivery.info());
    }
    throw new StepException(name + " does not understand " + message + ": expected :more");
  }

  private long wanted(Value data) {
    if (data instanceof Int number && number.value() > 0) {
      return number.value();
    }
    throw new StepException(
        name + ": expected a positive number of lines with :more, found " + data);
  }

  private Step<State> piece(State state, Delivery delivery) {
    if (delivery.data() instanceof EdnMap piece) {
      Then then = then(piece);
      String fault = piece.get(FAULT, Nil.NIL) instanceof Text text ? text.value() : "";
      long offset = ((Int) piece.get(NEXT)).value();
      EdnVector lines = (EdnVector) piece.get(LINES);
      String identity = ((Text) piece.get(IDENTITY)).value();
      return goOn(state.having(lines, offset, then, fault, identity), delivery.info());
    }
    if (state.refusals() >= MAX_REFUSALS) {
      throw new StepException(name + " cannot read: " + delivery.data());
    }
    return Step.of(state.refused(), new Effect.After(PAUSE_MS, GO_ON, Nil.NIL));
  }

  private static Then then(EdnMap piece) {
    if (piece.containsKey(FAULT)) {
      return Then.FAULT;
    }
    return piece.get(LAST) == Bool.TRUE ? Then.END : Then.MORE_LINES;
  }

  /** Says what it may, and sees to it that it will go on if it can. */
  private Step<State> goOn(State state, Info info) {
    if (state.isDone() || state.isBusy()) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    State next = sayLines(state, effects);
    if (next.hasLines()) {
      boolean more = next.credit() > 0;
      if (more) {
        effects.add(Effect.send(info.self(), GO_ON, Nil.NIL));
      }
      return new Step<>(next.busy(more), effects);
    }
    return switch (next.then()) {
      case MORE_LINES -> new Step<>(read(next, effects), effects);
      case END -> new Step<>(end(next, effects), effects);
      case FAULT -> new Step<>(fail(next, effects), effects);
    };
  }

  private State sayLines(State state, List<Effect> effects) {
    int waiting = state.read().size() - state.next();
    int lines = (int) Math.min(state.credit(), Math.min(waiting, LINES_PER_STEP));
    for (int i = 0; i < lines; i++) {
      EdnMap line = (EdnMap) state.read().get(state.next() + i);
      effects.add(Effect.say(LINE, numbered(line, state.said() + i + 1)));
    }
    return state.said(lines);
  }

  private static EdnMap numbered(EdnMap line, long n) {
    EdnMap map = EdnMap.of(N, Int.of(n), TEXT, line.get(TEXT));
    return line.containsKey(CONTINUES) ? map.with(CONTINUES, Bool.TRUE) : map;
  }

  private State read(State state, List<Effect> effects) {
    if (state.credit() == 0) {
      return state;
    }
    long offset = state.offset();
    long said = state.said();
    effects.add(new Effect.Work(() -> asValue(file.read(offset, said, state.identity())), PIECE));
    return state.busy(true);
  }

  private static Value asValue(LineFile.Piece piece) {
    EdnMap map =
        EdnMap.of(
            LINES, EdnVector.of(piece.lines().stream().map(FileLines::asValue).toList()),
            NEXT, Int.of(piece.nextOffset()),
            LAST, Bool.of(piece.isLast()),
            IDENTITY, new Text(piece.identity()));
    return piece.fault().isPresent() ? map.with(FAULT, new Text(piece.fault().get())) : map;
  }

  private static Value asValue(LineFile.Line line) {
    EdnMap map = EdnMap.of(TEXT, new Text(line.text()));
    return line.continues() ? map.with(CONTINUES, Bool.TRUE) : map;
  }

  private State end(State state, List<Effect> effects) {
    EdnMap end = EdnMap.of(LINES, Int.of(state.said()), BYTES, Int.of(state.offset()));
    effects.add(Effect.say(END, end));
    return state.done();
  }

  private State fail(State state, List<Effect> effects) {
    if (!says.contains(FAILED)) {
      // Lines before the fault must be said, so the crash has a step of its own.
      if (!effects.isEmpty()) {
        return again(state, effects);
      }
      throw new StepException(state.fault());
    }
    effects.add(Effect.say(FAILED, Errors.error(state.fault())));
    return state.done();
  }

  private State again(State state, List<Effect> effects) {
    effects.add(new Effect.After(0, GO_ON, Nil.NIL));
    return state.busy(true);
  }

  @Override
  public Value show(State state) {
    return EdnMap.of(
        LINES, Int.of(state.said()),
        BYTES, Int.of(state.offset()),
        CREDIT, Int.of(state.credit()),
        DONE, Bool.of(state.isDone()));
  }

  @Override
  public int weightBytes(State state) {
    return UNKNOWN_WEIGHT_BYTES + state.read().weightBytes();
  }

  @Override
  public int weightBeyond(State state, State next) {
    return state.read() == next.read() ? UNKNOWN_WEIGHT_BYTES : weightBytes(state);
  }
}
