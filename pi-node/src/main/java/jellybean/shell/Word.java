package jellybean.shell;

import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.Value;

/**
 * A word of a command line: a plain word, or the text of one EDN form.
 *
 * @param column where it begins in the line, from 1
 */
record Word(String text, int column) {
  /** The word read as one EDN value. */
  Value value() {
    try {
      return EdnReader.readOne(text);
    } catch (EdnException e) {
      int where = e.at().line() == 1 ? column + e.at().column() - 1 : column;
      throw new ShellException(
          "column " + where + ": expected an EDN value, found " + text + ": " + e.detail());
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
