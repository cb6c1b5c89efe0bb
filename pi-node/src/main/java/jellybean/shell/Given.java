package jellybean.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * What a command was given.
 *
 * @param words those that are no options
 * @param options the word after each option, or the option itself if it takes none
 * @param live takes what a command that goes on for a while has to show so far
 */
record Given(String command, List<Word> words, Map<String, Word> options, Consumer<Answer> live) {
  Given {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  Optional<Word> at(int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<Word> option(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /** The number that an option gives, or another one if it is absent. */
  long number(String option, long otherwise, long min, long max) {
    return option(option).map(word -> number(option, word, min, max)).orElse(otherwise);
  }

  private long number(String option, Word word, long min, long max) {
    if (word.value() instanceof Int n && n.value() >= min && n.value() <= max) {
      return n.value();
    }
    throw new ShellException(
        command
            + ": column "
            + word.column()
            + ": expected a number from "
            + min
            + " to "
            + max
            + " after "
            + option
            + ", found "
            + word);
  }

  /** The name of a message. */
  Keyword messageName(int index) {
    Word word = words.get(index);
    if (word.value() instanceof Keyword name) {
      return name;
    }
    throw new ShellException(
        command
            + ": column "
            + word.column()
            + ": expected the name of a message such as :add, found "
            + word);
  }

  /** Any value, nil if there is none. */
  Value data(int index) {
    return at(index).map(Word::value).orElse(Nil.NIL);
  }

  /** A map, empty if there is none. */
  EdnMap map(int index, String what) {
    Optional<Word> word = at(index);
    if (word.isEmpty()) {
      return EdnMap.EMPTY;
    }
    if (word.get().value() instanceof EdnMap map) {
      return map;
    }
    throw new ShellException(
        command
            + ": column "
            + word.get().column()
            + ": expected "
            + what
            + " as a map, found "
            + word.get());
  }
}
