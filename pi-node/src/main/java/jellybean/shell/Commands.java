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
  /** How long a member may take to answer; it asks the others itself. */
  static final long ANSWER_MS = 10_000;

  private static final int PRETTY_WIDTH = 80;
  private static final Keyword CHILDREN = Keyword.of("children");
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword ROWS = Keyword.of("rows");
  private static final List<Keyword> CHILD_COLUMNS =
      keywords(
          "name",
          "kind",
          "status",
          "member",
          "replicas",
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

  private final Conversation conversation;
  private final Map<String, Command> byName = new LinkedHashMap<>();
  private Address here = Address.ROOT;

  Commands(Conversation conversation) {
    this.conversation = conversation;
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
        words -> new Answer.Shown(text(here), here.path()));
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
    add("nodes", List.of(), 0, "lists the members of the fleet", words -> nodes());
    add(
        "dead-letters",
        List.of(),
        0,
        "lists messages that reached nobody, and why",
        words -> deadLetters());
    add("help", List.of(COMMAND), 0, "lists the commands", this::help);
    add("exit", List.of(), 0, "leaves the shell", words -> new Answer.Exit());
  }

  private void add(
      String name,
      List<Command.Argument> arguments,
      int required,
      String purpose,
      Command.Action action) {
    byName.put(name, new Command(name, arguments, required, purpose, action));
  }

  /** Where relative paths start. */
  Address here() {
    return here;
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Optional<Command> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Runs one command; the first word is its name. */
  Answer run(List<Word> words) {
    String name = words.getFirst().text();
    Command command =
        find(name)
            .orElseThrow(
                () ->
                    new ShellException(
                        name + ": unknown command, expected one of " + String.join(" ", names())));
    return command.run(words.subList(1, words.size()));
  }

  private Answer ls(List<Word> words) {
    Value listing = ask("ls", text(target(words)));
    Value children = field(listing, CHILDREN).orElse(EdnVector.EMPTY);
    return children(listing, Records.of(children));
  }

  private static Answer children(Value answer, List<EdnMap> rows) {
    Table table = Records.table(rows, CHILD_COLUMNS, CHILD_HIDDEN);
    return new Answer.Rows(answer, table, Missing.notes(answer, List.of()));
  }

  private Answer cd(List<Word> words) {
    Address target = words.isEmpty() ? Address.ROOT : target(words);
    if (!target.isRoot()) {
      ask("cd", "ls", text(target));
    }
    here = target;
    return new Answer.Silent();
  }

  private Answer tree(List<Word> words) {
    Value tree = ask("tree", text(target(words)));
    return children(tree, Tree.rows(Records.of(tree)));
  }

  private Answer cat(List<Word> words) {
    Value answer = ask("cat", text(target(words)));
    return shown(field(answer, STATE).orElse(answer));
  }

  private Answer send(List<Word> words) {
    Address to = target(words);
    Value name = words.get(1).value();
    if (!(name instanceof Keyword)) {
      throw new ShellException(
          "send: column "
              + words.get(1).column()
              + ": expected the name of a message such as :add, found "
              + words.get(1));
    }
    Value data = words.size() > 2 ? words.get(2).value() : Nil.NIL;
    EdnMap message =
        EdnMap.of(Keyword.of("to"), text(to), Keyword.of("name"), name, Keyword.of("data"), data);
    Value answer = ask("send", message);
    return new Answer.Shown(answer, Style.harmless("sent " + name + " to " + to));
  }

  private Answer history(List<Word> words) {
    return entries(ask("history", text(target(words))), HISTORY_COLUMNS, HISTORY_HIDDEN);
  }

  private Answer states(List<Word> words) {
    return entries(ask("states", text(target(words))), STATES_COLUMNS, STATES_HIDDEN);
  }

  private Answer nodes() {
    Value nodes = ask("nodes", Nil.NIL);
    return new Answer.Rows(nodes, Records.only(Records.of(nodes), NODE_COLUMNS), List.of());
  }

  private Answer deadLetters() {
    return entries(ask("dead-letters", Nil.NIL), DEAD_COLUMNS, List.of(Missing.OMITTED));
  }

  private static Answer entries(Value answer, List<Keyword> columns, List<Keyword> hidden) {
    List<EdnMap> rows = Records.of(field(answer, ROWS).orElse(answer));
    Table table = Records.table(rows, columns, hidden);
    return new Answer.Rows(answer, table, Missing.notes(answer, rows));
  }

  private Answer help(List<Word> words) {
    List<EdnMap> lines = new ArrayList<>();
    for (Command command : chosen(words)) {
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

  private Address target(List<Word> words) {
    return words.isEmpty() ? here : Paths.resolve(here, words.getFirst().text());
  }

  private Value ask(String question, Value data) {
    return ask(question, question, data);
  }

  private Value ask(String command, String question, Value data) {
    return conversation.ask(command, question, data, ANSWER_MS);
  }

  private static Answer shown(Value value) {
    return new Answer.Shown(value, Style.harmless(EdnPrinter.pretty(value, PRETTY_WIDTH)));
  }

  private static Optional<Value> field(Value answer, Keyword key) {
    return answer instanceof EdnMap map ? map.find(key) : Optional.empty();
  }

  private static Text text(Address address) {
    return new Text(address.path());
  }

  private static List<Keyword> keywords(String... names) {
    return List.of(names).stream().map(Keyword::of).toList();
  }
}
