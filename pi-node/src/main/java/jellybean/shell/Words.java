package jellybean.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into commands and commands into words.
 *
 * <p>Commands end at {@code ;} or at the end of a line, {@code ;;} begins a comment. A word that
 * begins like an EDN collection, string or tag extends to the end of that form, white space and
 * {@code ;} included; every other word ends at white space or {@code ;}. Whether a form is well
 * formed is the EDN reader's business; here only its end matters.
 */
final class Words {
  private static final String OPENERS = "([{";
  private static final String CLOSERS = ")]}";
  private static final String FORM_STARTS = OPENERS + "\"#";

  private final String text;
  private int at;

  private Words(String text) {
    this.text = text;
  }

  /**
   * The commands of a text, each with at least one word.
   *
   * @throws IncompleteLineException if a string, collection or tag is not finished
   */
  static List<List<Word>> commands(String text) {
    return new Words(text).commands();
  }

  private List<List<Word>> commands() {
    List<List<Word>> commands = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';' || c == '\n') {
        endCommand();
        addUnlessEmpty(words, commands);
        words = new ArrayList<>();
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        words.add(word());
      }
    }
    addUnlessEmpty(words, commands);
    return commands;
  }

  private static void addUnlessEmpty(List<Word> words, List<List<Word>> commands) {
    if (!words.isEmpty()) {
      commands.add(List.copyOf(words));
    }
  }

  private void endCommand() {
    if (text.startsWith(";;", at)) {
      skipLine();
    } else {
      at++;
    }
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private Word word() {
    int start = at;
    char c = text.charAt(at);
    if (FORM_STARTS.indexOf(c) >= 0) {
      skipForm(start);
    } else if (c == '\\') {
      skipCharacter();
    } else {
      skipPlain();
    }
    return new Word(text.substring(start, at), text.codePointCount(lineStart(start), start) + 1);
  }

  private int lineStart(int index) {
    return text.lastIndexOf('\n', index) + 1;
  }

  private void skipPlain() {
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && text.charAt(at) != ';') {
      at++;
    }
  }

  /** {@code need} counts the forms still to come at the outermost level: a tag needs its value. */
  private void skipForm(int start) {
    int depth = 0;
    int need = 1;
    while (depth > 0 || need > 0) {
      skipBlank();
      if (at >= text.length()) {
        throw unfinished(start);
      }
      char c = text.charAt(at);
      if (OPENERS.indexOf(c) >= 0) {
        depth++;
        at++;
      } else if (CLOSERS.indexOf(c) >= 0) {
        depth--;
        at++;
      } else if (c == '#') {
        need += skipDispatch(depth);
        continue;
      } else {
        skipAtom(start);
      }
      if (depth <= 0) {
        need--;
      }
    }
  }

  /** After {@code #}; answers how many more forms the outermost level needs. */
  private int skipDispatch(int depth) {
    at++;
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (next == '_') {
      at++;
      return depth == 0 ? 1 : 0;
    }
    if (next == '#') {
      at++;
      skipSymbol();
      return depth == 0 ? -1 : 0;
    }
    if (next != '{') {
      skipSymbol();
    }
    return 0;
  }

  private void skipAtom(int start) {
    char c = text.charAt(at);
    if (c == '"') {
      skipString(start);
    } else if (c == '\\') {
      skipCharacter();
    } else {
      skipSymbol();
    }
  }

  private void skipString(int start) {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw unfinished(start);
    }
    at++;
  }

  private void skipCharacter() {
    at = Math.min(at + 2, text.length());
    skipSymbol();
  }

  private void skipSymbol() {
    while (at < text.length() && !isDelimiter(text.charAt(at))) {
      at++;
    }
  }

  private void skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        skipLine();
      } else if (Character.isWhitespace(c) || c == ',') {
        at++;
      } else {
        return;
      }
    }
  }

  private static boolean isDelimiter(char c) {
    return Character.isWhitespace(c)
        || c == ','
        || c == ';'
        || c == '"'
        || OPENERS.indexOf(c) >= 0
        || CLOSERS.indexOf(c) >= 0;
  }

  private IncompleteLineException unfinished(int start) {
    int column = text.codePointCount(lineStart(start), start) + 1;
    return new IncompleteLineException(
        "column "
            + column
            + ": expected the end of the value that begins here, found the end of the line: "
            + text.substring(start).strip());
  }
}
