package jellybean.shell;

import static jellybean.shell.Command.Argument.DATA;
import static jellybean.shell.Command.Argument.FILE;
import static jellybean.shell.Command.Argument.ID;
import static jellybean.shell.Command.Argument.MEMBER;
import static jellybean.shell.Command.Argument.MS;
import static jellybean.shell.Command.Argument.NAME;
import static jellybean.shell.Command.Argument.PATH;
import static jellybean.shell.Command.Argument.SYSTEM;
import static jellybean.shell.Command.Argument.WITH;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/** The commands that ask actors, and that change what runs. */
final class ActorCommands {
  /** How long an actor may take, unless {@code --within} says otherwise. */
  static final long ASK_WITHIN_MS = 10_000;

  /** The longest that can be waited for: a day. */
  static final long MAX_WITHIN_MS = 86_400_000;

  /** The members need a little themselves. */
  private static final long MORE_MS = 10_000;

  private static final Keyword TO = Keyword.of("to");
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword MEMBER_KEY = Keyword.of("member");
  private static final Keyword INSTANCE = Keyword.of("instance");
  private static final Keyword WITH_KEY = Keyword.of("with");
  private static final Keyword ABANDON_KEY = Keyword.of("abandon");
  private static final Keyword DONE = Keyword.of("done");
  private static final String ABANDON = "--abandon";
  private static final String WITHIN = "--within";

  private final Place place;
  private final Workbench bench;

  ActorCommands(Place place, Workbench bench) {
    this.place = place;
    this.bench = bench;
  }

  List<Command> all() {
    return List.of(
        new Command(
            "ask",
            List.of(PATH, NAME, DATA),
            2,
            List.of(Command.Option.of(WITHIN, MS)),
            "asks an actor and shows what it answers",
            this::ask),
        command(
            "start",
            List.of(PATH, ID, WITH),
            "starts an instance, or what was stopped",
            this::start),
        command(
            "stop", List.of(PATH), "stops an actor or cluster, which stays stopped", this::stop),
        command(
            "restart",
            List.of(PATH),
            "stops an actor or cluster and starts it again",
            this::restart),
        new Command(
            "move",
            List.of(PATH, MEMBER),
            1,
            List.of(Command.Option.flag(ABANDON)),
            "moves an actor to a member, or gives that up",
            this::move),
        command(
            "deploy", List.of(FILE, WITH), "deploys a document, waits until it runs", this::deploy),
        command("undeploy", List.of(SYSTEM), "ends a system everywhere", this::undeploy));
  }

  private static Command command(
      String name, List<Command.Argument> arguments, String purpose, Command.Action action) {
    return new Command(name, arguments, 1, List.of(), purpose, action);
  }

  static EdnMap message(Address to, Keyword name, Value data) {
    return EdnMap.of(TO, Place.text(to), Keyword.of("name"), name, Keyword.of("data"), data);
  }

  private Answer ask(Given given) {
    long withinMs = given.number(WITHIN, ASK_WITHIN_MS, 1, MAX_WITHIN_MS);
    EdnMap message = message(place.target(given, 0), given.messageName(1), given.data(2));
    EdnMap question =
        given.has(WITHIN) ? message.with(Keyword.of("within-ms"), Int.of(withinMs)) : message;
    return Commands.shown(place.ask(given, "ask", question, withinMs + MORE_MS));
  }

  // ---- start, stop, restart, move

  private Answer start(Given given) {
    EdnMap order = EdnMap.of(TO, Place.text(place.target(given, 0)));
    Optional<Value> id = given.at(1).map(Word::value);
    boolean isMap = id.filter(EdnMap.class::isInstance).isPresent();
    if (id.isPresent() && !isMap) {
      order = order.with(INSTANCE, instance(id.get()));
    }
    EdnMap with = given.map(isMap ? 1 : 2, "the params");
    return changed(given, with.isEmpty() ? order : order.with(WITH_KEY, with), "started");
  }

  /** A name need not be put into quotes. */
  private static Value instance(Value id) {
    return id instanceof Symbol name ? new Text(name.toString()) : id;
  }

  private Answer stop(Given given) {
    return changed(given, EdnMap.of(TO, Place.text(place.target(given, 0))), "stopped");
  }

  private Answer restart(Given given) {
    return changed(given, EdnMap.of(TO, Place.text(place.target(given, 0))), "restarted");
  }

  private Answer move(Given given) {
    boolean isAbandoned = given.has(ABANDON);
    Optional<Word> member = given.at(1);
    if (member.isEmpty() && !isAbandoned) {
      throw new ShellException(
          "move: expected PATH MEMBER, or PATH " + ABANDON + ", found no MEMBER");
    }
    EdnMap order = EdnMap.of(TO, Place.text(place.target(given, 0)));
    order = member.isEmpty() ? order : order.with(MEMBER_KEY, new Text(member.get().text()));
    order = isAbandoned ? order.with(ABANDON_KEY, Bool.TRUE) : order;
    Value answer = place.ask(given, "move", order, Place.CHANGE_MS);
    String what = Place.field(answer, ACTOR).map(Records::plain).orElse("");
    String where = Place.field(answer, NODE).map(Records::plain).orElse("?");
    boolean goesOn = Place.field(answer, DONE).filter(ABANDON_KEY::equals).isPresent();
    String done =
        goesOn ? "gave up the move of " + what + ", it goes on on " : "moved " + what + " to ";
    return new Answer.Shown(answer, Style.harmless(done + where));
  }

  private Answer changed(Given given, EdnMap order, String done) {
    Value answer = place.ask(given, given.command(), order, Place.CHANGE_MS);
    String what = Place.field(answer, ACTOR).map(Records::plain).orElse("");
    String where = Place.field(answer, NODE).map(Records::plain).orElse("?");
    return new Answer.Shown(answer, Style.harmless(done + " " + what + " on " + where));
  }

  // ---- systems

  private Answer deploy(Given given) {
    EdnMap with = given.map(1, "the params");
    EdnMap order = bench.deployment(Path.of(given.words().getFirst().text()), with);
    Value answer = place.ask(given, "deploy", order, Place.CHANGE_MS);
    String home = Place.field(answer, Keyword.of("home")).map(Records::plain).orElse("?");
    String name = Place.field(answer, Keyword.of("system")).map(Records::plain).orElse("?");
    return new Answer.Shown(
        answer, Style.harmless("system " + name + " runs; its home is " + home));
  }

  private Answer undeploy(Given given) {
    String word = given.words().getFirst().text();
    String name = word.startsWith("/") ? word.substring(1) : word;
    EdnMap order = EdnMap.of(Keyword.of("name"), new Text(name));
    Value answer = place.ask(given, "undeploy", order, Place.CHANGE_MS);
    return new Answer.Shown(answer, Style.harmless("system " + name + " is gone"));
  }
}
