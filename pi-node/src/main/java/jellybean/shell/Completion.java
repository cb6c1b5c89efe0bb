package jellybean.shell;

import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/** What may stand at the end of a line that is being typed: commands, and paths asked for. */
final class Completion {
  /** A person is waiting at the keyboard: rather no candidates than late ones. */
  static final long PATIENCE_MS = 1_500;

  private static final Keyword CHILDREN = Keyword.of("children");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword KIND = Keyword.of("kind");
  private static final List<Keyword> LEAVES = List.of(Keyword.of("actor"), Keyword.of("device"));

  private final Commands commands;
  private final Conversation conversation;

  Completion(Commands commands, Conversation conversation) {
    this.commands = commands;
    this.conversation = conversation;
  }

  /**
   * Full replacements for the last word of {@code typed}, which begins after the last white space
   * or {@code ;}. One that ends in {@code /} may be continued.
   */
  List<String> candidates(String typed) {
    int end = typed.length();
    while (end > 0
        && !Character.isWhitespace(typed.charAt(end - 1))
        && typed.charAt(end - 1) != ';') {
      end--;
    }
    String partial = typed.substring(end);
    List<Word> before = lastCommand(typed.substring(0, end));
    return switch (kind(before).orElse(Command.Argument.DATA)) {
      case COMMAND -> matching(commands.names(), partial);
      case PATH -> paths(partial);
      default -> List.of();
    };
  }

  private static List<Word> lastCommand(String text) {
    try {
      List<List<Word>> all = Words.commands(text + "\u0000");
      List<Word> last = all.getLast();
      return last.subList(0, last.size() - 1);
    } catch (IncompleteLineException e) {
      return List.of(new Word("", 1));
    }
  }

  /** What the word after {@code before} stands for; empty if no word belongs there. */
  private Optional<Command.Argument> kind(List<Word> before) {
    if (before.isEmpty()) {
      return Optional.of(Command.Argument.COMMAND);
    }
    List<String> given = before.subList(1, before.size()).stream().map(Word::text).toList();
    return commands.find(before.getFirst().text()).flatMap(command -> command.standsFor(given));
  }

  private List<String> paths(String partial) {
    String directory = partial.substring(0, partial.lastIndexOf('/') + 1);
    try {
      Address parent = Paths.resolve(commands.here(), directory);
      Value listing = conversation.ask("ls", "ls", new Text(parent.path()), PATIENCE_MS);
      Value children =
          listing instanceof EdnMap map ? map.get(CHILDREN, EdnVector.EMPTY) : EdnVector.EMPTY;
      List<String> names = Records.of(children).stream().map(c -> directory + name(c)).toList();
      return matching(names, partial);
    } catch (ShellException e) {
      // Completion has no place to show a fault; the command itself will report it.
      return List.of();
    }
  }

  private static String name(EdnMap child) {
    String name = Records.plain(child.get(NAME, new Text("")));
    boolean leaf = child.find(KIND).filter(LEAVES::contains).isPresent();
    return leaf ? name : name + "/";
  }

  private static List<String> matching(List<String> names, String prefix) {
    return names.stream().filter(n -> n.startsWith(prefix)).sorted().toList();
  }
}
