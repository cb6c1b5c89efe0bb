package jellybean.shell;

import java.util.List;
import jellybean.edn.Value;

/** What a command answers: a value, and how a terminal shows it. */
sealed interface Answer {
  /** Nothing to show. */
  record Silent() implements Answer {}

  /** Ends the shell. */
  record Exit() implements Answer {}

  /** A value; on a terminal {@code text}, which may have several lines. */
  record Shown(Value value, String text) implements Answer {}

  /** The same as rows, but instead of the frame before. */
  record Frame(Rows rows) implements Answer {}

  /** A value; on a terminal a table, and below it what is missing in it. */
  record Rows(Value value, Table table, List<String> notes) implements Answer {
    public Rows {
      notes = List.copyOf(notes);
    }
  }
}
