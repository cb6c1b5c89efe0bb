package jellybean.shell;

import java.util.List;

/**
 * One command of the shell.
 *
 * @param arguments what its words stand for, in order
 * @param required how many of them must be given
 * @param purpose one sentence for {@code help}
 */
record Command(String name, List<Argument> arguments, int required, String purpose, Action action) {

  Command {
    arguments = List.copyOf(arguments);
  }

  /** What an argument stands for; decides how it is completed. */
  enum Argument {
    PATH("PATH"),
    NAME(":NAME"),
    DATA("DATA"),
    COMMAND("COMMAND");

    private final String label;

    Argument(String label) {
      this.label = label;
    }
  }

  /** Carries a command out. */
  @FunctionalInterface
  interface Action {
    Answer run(List<Word> words);
  }

  Answer run(List<Word> words) {
    if (words.size() < required || words.size() > arguments.size()) {
      String expected =
          arguments.isEmpty() ? "no arguments" : synopsis().substring(name.length() + 1);
      String found =
          words.isEmpty() ? "nothing" : String.join(" ", words.stream().map(Word::text).toList());
      throw new ShellException(name + ": expected " + expected + ", found " + found);
    }
    return action.run(words);
  }

  /** The name and its arguments, optional ones in brackets. */
  String synopsis() {
    StringBuilder out = new StringBuilder(name);
    for (int i = 0; i < arguments.size(); i++) {
      String label = arguments.get(i).label;
      out.append(' ').append(i < required ? label : "[" + label + "]");
    }
    return out.toString();
  }
}
