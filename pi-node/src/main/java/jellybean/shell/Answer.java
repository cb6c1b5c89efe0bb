package jellybean.shell;

import jellybean.edn.Value;

/** What a command answers: a value, and how a terminal shows it. */
sealed interface Answer {
  /** Nothing to show. */
  record Silent() implements Answer {}

  /** Ends the shell. */
  record Exit() implements Answer {}

  /** A value; on a terminal {@code text}, which may have several lines. */
  record Shown(Value value, String text) implements Answer {}

  /** A value; on a terminal a table. */
  record Rows(Value value, Table table) implements Answer {}
}
