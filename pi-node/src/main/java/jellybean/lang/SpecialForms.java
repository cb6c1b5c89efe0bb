package jellybean.lang;

import java.util.Set;
import jellybean.edn.Symbol;

/** The names that stand first in a list without being functions. */
final class SpecialForms {

  /** These keep their meaning even where a local has the same name, as in Clojure. */
  private static final Set<String> RESERVED = Set.of("quote", "if", "do", "recur", "def");

  private static final Set<String> NAMES =
      Set.of(
          "quote",
          "if",
          "do",
          "recur",
          "def",
          "let",
          "loop",
          "fn",
          "letfn",
          "and",
          "or",
          "when",
          "when-not",
          "if-not",
          "if-let",
          "when-let",
          "if-some",
          "when-some",
          "when-first",
          "cond",
          "condp",
          "case",
          "->",
          "->>",
          "as->",
          "some->",
          "some->>",
          "cond->",
          "cond->>");

  private SpecialForms() {}

  static Set<String> names() {
    return NAMES;
  }

  static boolean isForm(Symbol symbol) {
    return NAMES.contains(symbol.toString());
  }

  static boolean isReserved(Symbol symbol) {
    return RESERVED.contains(symbol.toString());
  }
}
