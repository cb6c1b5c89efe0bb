package jellybean.shell;

import static jellybean.shell.Command.Argument.COUNT;
import static jellybean.shell.Command.Argument.DATA;
import static jellybean.shell.Command.Argument.KEY;
import static jellybean.shell.Command.Argument.MS;
import static jellybean.shell.Command.Argument.NAME;
import static jellybean.shell.Command.Argument.PATH;
import static jellybean.shell.Command.Argument.TRACE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.shell.Command.Option;

/** The commands that go on for a while: what is handled, who is busy, what becomes of a message. */
final class LiveCommands {
  /** How often it is asked for what is new. */
  static final long TAIL_EVERY_MS = 500;

  static final long TRACE_EVERY_MS = 250;
  static final long TOP_EVERY_MS = 2_000;

  /** Nothing new for so long: the trace is over. */
  static final long QUIET_MS = 1_000;

  private static final long MAX_MS = 86_400_000;
  private static final long MAX_ROWS = 200;
  private static final long DEFAULT_ROWS = 20;
  private static final long MAX_TAIL = 1_000;
  private static final long DEFAULT_TAIL = 10;

  /** Questions until the beginning of a tail is known. */
  private static final int MAX_CATCH_UP = 16;

  private static final String FOLLOW = "-f";
  private static final String N = "-n";
  private static final String FOR = "--for";
  private static final String BY = "--by";
  private static final String EVERY = "--every";
  private static final String ROWS = "--rows";
  private static final String NEXT = "--next";
  private static final String ID = "--id";
  private static final List<Keyword> KEYS = Commands.keywords("rate", "busy", "queued", "handled");
  private static final List<Keyword> TOP_COLUMNS =
      Commands.keywords("address", "rate", "busy", "queued", "handled", "member");
  private static final List<Keyword> TOP_HIDDEN = Commands.keywords("kind", "status", "busy-ms");
  private static final Keyword TRACE_KEY = Keyword.of("trace");
  private static final Keyword ROWS_KEY = Keyword.of("rows");

  private final Place place;
  private final Pace pace;

  LiveCommands(Place place, Pace pace) {
    this.place = place;
    this.pace = pace;
  }

  List<Command> all() {
    return List.of(
        new Command(
            "tail",
            List.of(PATH),
            0,
            List.of(Option.flag(FOLLOW), Option.of(N, COUNT), Option.of(FOR, MS)),
            "shows what is handled, the newest last; with -f as it happens, until Ctrl-C",
            this::tail),
        new Command(
            "top",
            List.of(PATH),
            0,
            List.of(
                Option.of(N, COUNT),
                Option.of(BY, KEY),
                Option.of(ROWS, COUNT),
                Option.of(EVERY, MS)),
            "shows the busiest actors, again and again, until Ctrl-C or -n times",
            this::top),
        new Command(
            "trace",
            List.of(PATH, NAME, DATA),
            0,
            List.of(Option.flag(NEXT), Option.of(ID, TRACE), Option.of(FOR, MS)),
            "sends a message, or waits for the next one, and shows all that follows from it",
            this::trace));
  }

  // ---- tail

  private Answer tail(Given given) {
    Address path = place.target(given, 0);
    long count = given.number(N, DEFAULT_TAIL, 0, MAX_TAIL);
    long endMs = end(given);
    var unused = place.ask(given, "ls", Place.text(path));
    Tail tail = new Tail(path);
    catchUp(given, tail, count).forEach(row -> given.live().accept(Tail.shown(row)));
    while (given.has(FOLLOW) && pace.nowMs() < endMs && pace.pause(TAIL_EVERY_MS)) {
      for (EdnMap row : fresh(given, tail)) {
        given.live().accept(Tail.shown(row));
      }
    }
    return new Answer.Silent();
  }

  private long end(Given given) {
    return given.has(FOR) ? pace.nowMs() + given.number(FOR, 0, 0, MAX_MS) : Long.MAX_VALUE;
  }

  /** The newest of what there is; what was lost before is of no interest. */
  private List<EdnMap> catchUp(Given given, Tail tail, long count) {
    Deque<EdnMap> newest = new ArrayDeque<>();
    List<EdnMap> fresh = fresh(given, tail);
    for (int i = 0; i < MAX_CATCH_UP && !fresh.isEmpty(); i++) {
      fresh.stream().filter(row -> !row.containsKey(Keyword.of("lost"))).forEach(newest::addLast);
      while (newest.size() > count) {
        newest.removeFirst();
      }
      fresh = fresh(given, tail);
    }
    return new ArrayList<>(newest);
  }

  private List<EdnMap> fresh(Given given, Tail tail) {
    try {
      return tail.take(place.ask(given, "tail", tail.question()));
    } catch (InterruptedCommandException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  // ---- top

  private Answer top(Given given) {
    long frames = given.number(N, Long.MAX_VALUE, 1, Long.MAX_VALUE);
    long everyMs = given.number(EVERY, TOP_EVERY_MS, QUIET_MS / 2, MAX_MS);
    EdnMap question =
        EdnMap.of(
            Keyword.of("path"),
            Place.text(place.target(given, 0)),
            Keyword.of("by"),
            key(given),
            Keyword.of("count"),
            Int.of(given.number(ROWS, DEFAULT_ROWS, 1, MAX_ROWS)));
    try {
      for (long i = 0; i < frames; i++) {
        if (i > 0 && !pace.pause(everyMs)) {
          break;
        }
        given.live().accept(new Answer.Frame(frame(place.ask(given, "top", question))));
      }
    } catch (InterruptedCommandException e) {
      return new Answer.Silent();
    }
    return new Answer.Silent();
  }

  private static Keyword key(Given given) {
    Optional<Word> word = given.option(BY);
    Keyword key =
        word.map(w -> Keyword.of(w.text().replaceFirst("^:", ""))).orElse(KEYS.getFirst());
    if (!KEYS.contains(key)) {
      throw new ShellException(
          "top: expected one of rate busy queued handled after --by, found " + word.get());
    }
    return key;
  }

  private static Answer.Rows frame(Value answer) {
    List<EdnMap> rows = Records.of(Place.field(answer, ROWS_KEY).orElse(EdnVector.EMPTY));
    return new Answer.Rows(
        answer, Records.table(rows, TOP_COLUMNS, TOP_HIDDEN), Missing.notes(answer, List.of()));
  }

  // ---- trace

  private Answer trace(Given given) {
    boolean isBegun = given.has(ID);
    if (isBegun == !given.words().isEmpty()
        || !isBegun && !given.has(NEXT) && given.at(1).isEmpty()) {
      throw new ShellException(
          "trace: expected PATH :NAME [DATA], or --next PATH [:NAME], or --id TRACE, found "
              + given.words());
    }
    Value begun =
        isBegun ? EdnMap.of(TRACE_KEY, new Text(given.option(ID).get().text())) : begin(given);
    Value id =
        Place.field(begun, TRACE_KEY)
            .orElseThrow(() -> new ShellException("trace: expected a :trace, found " + begun));
    return follow(given, id);
  }

  private Value begin(Given given) {
    Address to = place.target(given, 0);
    if (!given.has(NEXT)) {
      EdnMap message = ActorCommands.message(to, given.messageName(1), given.data(2));
      return place.ask(given, "trace", message);
    }
    EdnMap question = EdnMap.of(Keyword.of("to"), Place.text(to));
    return place.ask(
        given,
        "trace-next",
        given.at(1).isPresent()
            ? question.with(Keyword.of("name"), given.messageName(1))
            : question);
  }

  /** Until nothing new comes; the first one may take as long as it likes. */
  private Answer follow(Given given, Value id) {
    EdnMap question = EdnMap.of(TRACE_KEY, id);
    long endMs = end(given);
    Value answer = place.ask(given, "traced", question);
    long changedMs = pace.nowMs();
    try {
      while (pace.nowMs() < endMs
          && (isAwaited(given, answer) || pace.nowMs() - changedMs < QUIET_MS)
          && pace.pause(TRACE_EVERY_MS)) {
        Value next = place.ask(given, "traced", question);
        changedMs = rows(next).size() == rows(answer).size() ? changedMs : pace.nowMs();
        answer = next;
      }
    } catch (InterruptedCommandException e) {
      // What is known by now is what was asked for.
      return shown(id, answer);
    }
    return shown(id, answer);
  }

  private static boolean isAwaited(Given given, Value answer) {
    return given.has(NEXT) && rows(answer).isEmpty();
  }

  private static List<EdnMap> rows(Value answer) {
    return Records.of(Place.field(answer, ROWS_KEY).orElse(EdnVector.EMPTY));
  }

  private static Answer shown(Value id, Value answer) {
    List<EdnMap> rows = rows(answer);
    Value value = answer instanceof EdnMap map ? map.with(TRACE_KEY, id) : answer;
    List<String> notes = new ArrayList<>(Missing.notes(answer, rows));
    notes.add("trace " + Records.plain(id));
    return new Answer.Rows(value, Traced.table(rows), notes);
  }
}
