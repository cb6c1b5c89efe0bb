package jellybean.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One command of the shell.
 *
 * @param arguments what its words stand for, in order
 * @param required how many of them must be given
 * @param options words that may stand anywhere after the name
 * @param purpose one sentence for {@code help}
 */
record Command(
    String name,
    List<Argument> arguments,
    int required,
    List<Option> options,
    String purpose,
    Action action) {

  Command {
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
  }

  /** What an argument stands for; decides how it is completed. */
  enum Argument {
    PATH("PATH"),
    NAME(":NAME"),
    DATA("DATA"),
    COMMAND("COMMAND"),
    FILE("FILE"),
    ID("ID"),
    WITH("WITH"),
    SYSTEM("SYSTEM"),
    MEMBER("MEMBER"),
    AS("as"),
    NEW_NAME("NAME"),
    COUNT("COUNT"),
    MS("MS"),
    KEY("KEY"),
    TRACE("TRACE");

    private final String label;

    Argument(String label) {
      this.label = label;
    }
  }

  /**
   * A word such as {@code --within}, with an argument or without.
   *
   * @param argument what the word after it stands for
   */
  record Option(String word, Optional<Argument> argument) {
    static Option of(String word, Argument argument) {
      return new Option(word, Optional.of(argument));
    }

    static Option flag(String word) {
      return new Option(word, Optional.empty());
    }

    private String synopsis() {
      return argument.map(a -> word + " " + a.label).orElse(word);
    }
  }

  /** Carries a command out. */
  @FunctionalInterface
  interface Action {
    Answer run(Given given);
  }

  /**
   * @param live takes what a command that goes on for a while has to show so far
   */
  Answer run(List<Word> words, Consumer<Answer> live) {
    List<Word> plain = new ArrayList<>();
    Map<String, Word> given = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      Optional<Option> option = option(word.text());
      if (option.isEmpty()) {
        plain.add(word);
      } else if (option.get().argument().isEmpty()) {
        given.put(word.text(), word);
      } else if (i + 1 < words.size()) {
        given.put(word.text(), words.get(++i));
      } else {
        throw new ShellException(
            name + ": expected " + option.get().synopsis() + ", found " + word + " at the end");
      }
    }
    if (plain.size() < required || plain.size() > arguments.size()) {
      throw unexpected(plain);
    }
    return action.run(new Given(name, plain, given, live));
  }

  private ShellException unexpected(List<Word> plain) {
    boolean takesNothing = arguments.isEmpty() && options.isEmpty();
    String expected = takesNothing ? "no arguments" : synopsis().substring(name.length() + 1);
    String found =
        plain.isEmpty() ? "nothing" : String.join(" ", plain.stream().map(Word::text).toList());
    return new ShellException(name + ": expected " + expected + ", found " + found);
  }

  private Optional<Option> option(String text) {
    return options.stream().filter(option -> option.word().equals(text)).findFirst();
  }

  /**
   * What the last of these words, which follow the name, stands for; empty if it is one too many.
   */
  Optional<Argument> standsFor(List<String> before) {
    int index = 0;
    for (int i = 0; i < before.size(); i++) {
      Optional<Option> option = option(before.get(i));
      if (option.isEmpty()) {
        index++;
      } else if (option.get().argument().isPresent() && ++i == before.size()) {
        return option.get().argument();
      }
    }
    return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
  }

  /** The name, its arguments and its options, optional ones in brackets. */
  String synopsis() {
    StringBuilder out = new StringBuilder(name);
    for (int i = 0; i < arguments.size(); i++) {
      String label = arguments.get(i).label;
      out.append(' ').append(i < required ? label : "[" + label + "]");
    }
    for (Option option : options) {
      out.append(" [").append(option.synopsis()).append(']');
    }
    return out.toString();
  }
}
