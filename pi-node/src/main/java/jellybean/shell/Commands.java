package jellybean.shell;

import static jellybean.shell.Command.Argument.COMMAND;
import static jellybean.shell.Command.Argument.DATA;
import static jellybean.shell.Command.Argument.NAME;
import static jellybean.shell.Command.Argument.PATH;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/** The commands, and the place in the tree they start from. Used by one thread at a time. */
final class Commands {
  private static final int PRETTY_WIDTH = 80;
  private static final Keyword CHILDREN = Keyword.of("children");
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword WHY = Keyword.of("why");
  private static final Keyword ROWS = Keyword.of("rows");
  private static final List<Keyword> CHILD_COLUMNS =
      keywords(
          "name",
          "kind",
          "status",
          "member",
          "replicas",
          "instances",
          "queued",
          "handled",
          "rate",
          "restarts",
          "state");
  private static final List<Keyword> CHILD_HIDDEN =
      keywords("address", "children", "omitted", "without");
  private static final List<Keyword> NODE_COLUMNS =
      keywords("node", "status", "host", "port", "rss-bytes", "actors", "handled");
  private static final List<Keyword> HISTORY_COLUMNS =
      keywords("time", "actor", "from", "name", "data");

  /** What a replay needs and nobody reads; in EDN it is there. */
  private static final List<Keyword> HISTORY_HIDDEN = keywords("id", "seed", "before", "omitted");

  private static final List<Keyword> STATES_COLUMNS =
      keywords("time", "from", "name", "data", "before");

  private static final List<Keyword> STATES_HIDDEN =
      keywords("id", "seed", "actor", "fresh", "omitted");

  private static final List<Keyword> DEAD_COLUMNS =
      keywords("time", "member", "reason", "from", "to", "name", "data");

  private final Map<String, Command> byName = new LinkedHashMap<>();
  private final Place place;

  /**
   * @param bench reads and writes files, and checks documents
   * @param pace lets time pass for commands that go on for a while
   */
  Commands(Conversation conversation, Workbench bench, Pace pace) {
    this.place = new Place(conversation);
    addTree();
    new ActorCommands(place, bench).all().forEach(this::add);
    add("nodes", List.of(), 0, "lists the members of the fleet", this::nodes);
    add(
        "dead-letters",
        List.of(),
        0,
        "lists messages that reached nobody, and why",
        this::deadLetters);
    new LiveCommands(place, pace).all().forEach(this::add);
    new SaveCommands(place, bench, pace).all().forEach(this::add);
    add("help", List.of(COMMAND), 0, "lists the commands", this::help);
    add("exit", List.of(), 0, "leaves the shell", given -> new Answer.Exit());
  }

  private void addTree() {
    add(
        "ls",
        List.of(PATH),
        0,
        "lists what runs below a path, with states, queues and members",
        this::ls);
    add("cd", List.of(PATH), 0, "goes to a path; without one, to the root", this::cd);
    add(
        "pwd",
        List.of(),
        0,
        "shows the path you are at",
        given -> new Answer.Shown(Place.text(here()), here().path()));
    add("tree", List.of(PATH), 0, "shows everything below a path", this::tree);
    add("cat", List.of(PATH), 1, "shows the state of an actor", this::cat);
    add("send", List.of(PATH, NAME, DATA), 2, "sends a message to an actor", this::send);
    add(
        "history",
        List.of(PATH),
        0,
        "shows what the actors of a cluster handled, oldest first",
        this::history);
    add(
        "states",
        List.of(PATH),
        1,
        "shows what an actor handled, with its states, for jelly replay",
        this::states);
  }

  private void add(
      String name,
      List<Command.Argument> arguments,
      int required,
      String purpose,
      Command.Action action) {
    add(new Command(name, arguments, required, List.of(), purpose, action));
  }

  private void add(Command command) {
    byName.put(command.name(), command);
  }

  /** Where relative paths start. */
  Address here() {
    return place.here();
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Optional<Command> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Runs one command; the first word is its name.
   *
   * @param live takes what a command that goes on for a while has to show so far
   */
  Answer run(List<Word> words, Consumer<Answer> live) {
    String name = words.getFirst().text();
    Command command =
        find(name)
            .orElseThrow(
                () ->
                    new ShellException(
                        name + ": unknown command, expected one of " + String.join(" ", names())));
    return command.run(words.subList(1, words.size()), live);
  }

  private Answer ls(Given given) {
    Value listing = place.ask(given, "ls", target(given));
    Value children = Place.field(listing, CHILDREN).orElse(EdnVector.EMPTY);
    return children(listing, Records.of(children));
  }

  private static Answer children(Value answer, List<EdnMap> rows) {
    Table table = Records.table(rows, CHILD_COLUMNS, CHILD_HIDDEN);
    return new Answer.Rows(answer, table, Missing.notes(answer, List.of()));
  }

  private Answer cd(Given given) {
    Address target = given.words().isEmpty() ? Address.ROOT : place.target(given, 0);
    if (!target.isRoot()) {
      place.ask(given, "ls", Place.text(target));
    }
    place.go(target);
    return new Answer.Silent();
  }

  private Answer tree(Given given) {
    Value tree = place.ask(given, "tree", target(given));
    return children(tree, Tree.rows(Records.of(tree)));
  }

  private Answer cat(Given given) {
    Value answer = place.ask(given, "cat", target(given));
    Answer.Shown shown = shown(Place.field(answer, STATE).orElse(answer));
    return Place.field(answer, STATE)
        .flatMap(_ -> Place.field(answer, WHY))
        .map(why -> new Answer.Shown(shown.value(), shown.text() + paused(why)))
        .orElse(shown);
  }

  private static String paused(Value why) {
    return "\n" + Style.harmless("paused: " + Records.plain(why));
  }

  private Answer send(Given given) {
    Address to = place.target(given, 0);
    Keyword name = given.messageName(1);
    Value answer = place.ask(given, "send", ActorCommands.message(to, name, given.data(2)));
    return new Answer.Shown(answer, Style.harmless("sent " + name + " to " + to));
  }

  private Answer history(Given given) {
    return entries(place.ask(given, "history", target(given)), HISTORY_COLUMNS, HISTORY_HIDDEN);
  }

  private Answer states(Given given) {
    return entries(place.ask(given, "states", target(given)), STATES_COLUMNS, STATES_HIDDEN);
  }

  private Answer nodes(Given given) {
    Value nodes = place.ask(given, "nodes", Nil.NIL);
    return new Answer.Rows(nodes, Records.only(Records.of(nodes), NODE_COLUMNS), List.of());
  }

  private Answer deadLetters(Given given) {
    return entries(
        place.ask(given, "dead-letters", Nil.NIL), DEAD_COLUMNS, List.of(Missing.OMITTED));
  }

  private static Answer entries(Value answer, List<Keyword> columns, List<Keyword> hidden) {
    List<EdnMap> rows = Records.of(Place.field(answer, ROWS).orElse(answer));
    Table table = Records.table(rows, columns, hidden);
    return new Answer.Rows(answer, table, Missing.notes(answer, rows));
  }

  private Answer help(Given given) {
    List<EdnMap> lines = new ArrayList<>();
    for (Command command : chosen(given.words())) {
      lines.add(
          EdnMap.of(
              Keyword.of("command"), new Text(command.synopsis()),
              Keyword.of("purpose"), new Text(command.purpose())));
    }
    Value all = EdnVector.of(Collections.unmodifiableList(new ArrayList<Value>(lines)));
    return new Answer.Rows(all, Records.table(Records.of(all), List.of(), List.of()), List.of());
  }

  private List<Command> chosen(List<Word> words) {
    if (words.isEmpty()) {
      return List.copyOf(byName.values());
    }
    String name = words.getFirst().text();
    return List.of(
        find(name)
            .orElseThrow(
                () ->
                    new ShellException(
                        "help: unknown command "
                            + name
                            + ", expected one of "
                            + String.join(" ", names()))));
  }

  private Value target(Given given) {
    return Place.text(place.target(given, 0));
  }

  static Answer.Shown shown(Value value) {
    return new Answer.Shown(value, Style.harmless(EdnPrinter.pretty(value, PRETTY_WIDTH)));
  }

  static List<Keyword> keywords(String... names) {
    return List.of(names).stream().map(Keyword::of).toList();
  }
}
