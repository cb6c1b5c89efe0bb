package jellybean.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Appends lines to a text file.
 *
 * <p>Understands {@code :write}: a string is a line as it is, anything else is printed as EDN. Who
 * asks gets {@code {:lines n}}, the number of lines so far, when the line is written. Where the
 * file cannot be written it says {@code :failed #jelly/error {…}} and tries again after a pause;
 * the lines wait meanwhile, and so many that no more may wait are refused. Without {@code :failed}
 * in its {@code :says} it crashes. Lines that wait when it starts again or ends become dead letters
 * {@code :unfinished}; of those that were being written then, or when a write was given up because
 * it lasted too long, some may be in the file as well.
 */
final class FileAppend implements Behaviour<FileAppend.State> {
  static final Keyword WRITE = Keyword.of("write");
  static final Keyword FAILED = Keyword.of("failed");

  /** Lines that wait to be written. */
  static final int MAX_WAITING = 1_024;

  /** Characters of all lines that wait to be written; they are written at once. */
  static final int MAX_WAITING_CHARS = 256 * 1_024;

  /** Characters of a line. */
  static final int MAX_LINE_CHARS = 32 * 1_024;

  static final long PAUSE_MS = 1_000;

  private static final Keyword WRITTEN = Keyword.of("jelly/written");
  private static final Keyword AGAIN = Keyword.of("jelly/again");
  private static final Keyword OVERFLOW = Keyword.of("overflow");
  private static final Keyword REFUSED = Keyword.of("refused");
  private static final Keyword LINES = Keyword.of("lines");
  private static final Keyword WAITING = Keyword.of("waiting");

  private final AppendFile file;
  private final Set<Keyword> says;

  /** A line, and the message that brought it. */
  record Line(String text, Delivery delivery) {}

  /**
   * @param waiting lines to write, of which the first {@code writing} are being written
   */
  record State(long written, List<Line> waiting, int writing) {
    State {
      waiting = List.copyOf(waiting);
    }
  }

  FileAppend(AppendFile file, Set<Keyword> says) {
    this.file = file;
    this.says = says;
  }

  @Override
  public State initial() {
    return new State(0, List.of(), 0);
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword name = delivery.name();
    if (name == WRITTEN) {
      return written(state, delivery.data());
    }
    if (name == AGAIN) {
      return writeNext(state, new ArrayList<>());
    }
    if (name != WRITE) {
      throw new StepException("does not understand " + name + ": expected :write");
    }
    return write(state, delivery);
  }

  private Step<State> write(State state, Delivery delivery) {
    String text =
        delivery.data() instanceof Text line ? line.value() : EdnPrinter.toString(delivery.data());
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      return Step.of(state, new Effect.Refuse(REFUSED, Errors.error(fault.get())));
    }
    Optional<String> overflow = overflow(state, text);
    if (overflow.isPresent()) {
      return Step.of(state, new Effect.Refuse(OVERFLOW, Errors.error(overflow.get())));
    }
    List<Line> waiting = new ArrayList<>(state.waiting());
    waiting.add(new Line(text, delivery));
    State next = new State(state.written(), waiting, state.writing());
    return state.waiting().isEmpty() ? writeNext(next, new ArrayList<>()) : Step.of(next);
  }

  private static Optional<String> overflow(State state, String text) {
    if (state.waiting().size() >= MAX_WAITING) {
      return Optional.of(MAX_WAITING + " lines wait to be written: expected no more");
    }
    long chars = text.length();
    for (Line line : state.waiting()) {
      chars += line.text().length();
    }
    return chars > MAX_WAITING_CHARS
        ? Optional.of(
            "lines of " + MAX_WAITING_CHARS + " characters wait to be written: expected no more")
        : Optional.empty();
  }

  private static Optional<String> fault(String text) {
    if (text.length() > MAX_LINE_CHARS) {
      return Optional.of(
          "expected a line of at most " + MAX_LINE_CHARS + " characters, found " + text.length());
    }
    return text.indexOf('\n') >= 0
        ? Optional.of("expected one line, found a text with a line feed in it")
        : Optional.empty();
  }

  /** Writes all that waits at once. */
  private Step<State> writeNext(State state, List<Effect> effects) {
    if (state.waiting().isEmpty()) {
      return new Step<>(state, effects);
    }
    List<String> lines = state.waiting().stream().map(Line::text).toList();
    effects.add(
        new Effect.Work(() -> file.append(lines).<Value>map(Text::new).orElse(Nil.NIL), WRITTEN));
    return new Step<>(new State(state.written(), state.waiting(), lines.size()), effects);
  }

  private Step<State> written(State state, Value fault) {
    if (fault != Nil.NIL) {
      return failed(state, fault);
    }
    List<Effect> effects = new ArrayList<>();
    long written = state.written();
    for (Line line : state.waiting().subList(0, state.writing())) {
      written++;
      Value answer = EdnMap.of(LINES, Int.of(written));
      line.delivery().info().replyTo().ifPresent(to -> effects.add(new Effect.Answer(to, answer)));
    }
    List<Line> left = state.waiting().subList(state.writing(), state.waiting().size());
    return writeNext(new State(written, left, 0), effects);
  }

  private Step<State> failed(State state, Value fault) {
    String why = fault instanceof Text text ? text.value() : file.complaint(Errors.text(fault));
    if (!says.contains(FAILED)) {
      throw new StepException(why + "; with it go " + state.waiting().size() + " lines");
    }
    State next = new State(state.written(), state.waiting(), 0);
    return Step.of(
        next, Effect.say(FAILED, Errors.error(why)), new Effect.After(PAUSE_MS, AGAIN, Nil.NIL));
  }

  @Override
  public List<Delivery> unfinished(State state) {
    return state.waiting().stream().map(Line::delivery).toList();
  }

  @Override
  public Value show(State state) {
    return EdnMap.of(LINES, Int.of(state.written()), WAITING, Int.of(state.waiting().size()));
  }
}
