package jellybean.lang;

import java.util.Map;
import java.util.Optional;
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
          "for",
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

  /** Of Clojure, but not here; each with what to do instead. */
  private static final Map<String, String> MISSING =
      Map.ofEntries(
          Map.entry("defn", "write (def name (fn [params] body))"),
          Map.entry("doseq", "nothing has effects here: use for, map or reduce"),
          Map.entry("dotimes", "nothing has effects here: use loop or reduce"),
          Map.entry("while", "use loop and recur"),
          Map.entry("doto", "use -> or let"),
          Map.entry("try", "errors cannot be caught; they end the message"),
          Map.entry("throw", "errors cannot be thrown; return a value that says what is wrong"),
          Map.entry("atom", "state is what a behaviour returns"),
          Map.entry("swap!", "state is what a behaviour returns"),
          Map.entry("deref", "state is what a behaviour returns"),
          Map.entry("println", "say a message instead"),
          Map.entry("prn", "say a message instead"),
          Map.entry("rand", "the seed of a message is in its info"),
          Map.entry("rand-int", "the seed of a message is in its info"),
          Map.entry("iterate", "sequences are finite: use loop or reductions"),
          Map.entry("cycle", "sequences are finite: use repeat and concat"),
          Map.entry("repeatedly", "functions are pure: use repeat"),
          Map.entry("str/split", "there are no regular expressions: use jelly/split"),
          Map.entry("clojure.string/split", "there are no regular expressions: use jelly/split"),
          Map.entry("re-find", "there are no regular expressions"),
          Map.entry("re-seq", "there are no regular expressions: use jelly/words"),
          Map.entry("re-matches", "there are no regular expressions"));

  private SpecialForms() {}

  /** What to do instead of a form or function of Clojure's that is not part of the language. */
  static Optional<String> adviceInsteadOf(Symbol symbol) {
    return Optional.ofNullable(MISSING.get(symbol.toString()));
  }

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
