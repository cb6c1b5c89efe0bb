package jellybean.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * The result of {@code systems/wordcount.edn}, and what the demo knows of that document.
 *
 * @param words how many there are in the text
 * @param distinct how many different ones
 * @param top pairs of a word and its count, the most frequent first
 */
record WordCount(long words, long distinct, EdnVector top) {
  static final String SYSTEM = "/wordcount";

  /** The actor whose state tells when nothing is outstanding: {@code {:done true :top […]}}. */
  static final String COLLECTOR = SYSTEM + "/collector";

  /** The param that names the text. */
  static final Keyword TEXT = Keyword.of("text");

  /** How often its state is looked at. */
  static final long POLL_MS = 100;

  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword DONE = Keyword.of("done");
  private static final Keyword FAILED = Keyword.of("failed");
  private static final Keyword TOP = Keyword.of("top");
  private static final Keyword CHILDREN = Keyword.of("children");
  private static final Keyword HANDLED = Keyword.of("handled");
  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword RSS = Keyword.of("rss-bytes");

  /** The result, if the collector's {@code cat} says that it is complete. */
  static Optional<WordCount> finished(Value cat) {
    EdnMap state = state(cat);
    return state.get(DONE, Nil.NIL) == Bool.TRUE
            && failure(cat).isEmpty()
            && state.get(TOP, Nil.NIL) instanceof EdnVector top
        ? Optional.of(new WordCount(number(state, "total"), number(state, "distinct"), top))
        : Optional.empty();
  }

  /** Why the text was not read to its end, if it was not: then no count is worth anything. */
  static Optional<Value> failure(Value cat) {
    return state(cat).find(FAILED).filter(why -> why != Nil.NIL);
  }

  /** How far it is; whatever else changes is no progress. */
  static Value counted(Value cat) {
    return EdnVector.of(Int.of(number(state(cat), "lines")), Int.of(number(state(cat), "total")));
  }

  private static EdnMap state(Value cat) {
    return cat instanceof EdnMap answer && answer.get(STATE, Nil.NIL) instanceof EdnMap state
        ? state
        : EdnMap.EMPTY;
  }

  private static long number(EdnMap state, String key) {
    return state.get(Keyword.of(key), Nil.NIL) instanceof Int n ? n.value() : 0;
  }

  /**
   * Messages handled by the actors of a tree. What is summed up at a name that has children is not
   * counted again.
   */
  static long handled(Value tree) {
    if (!(tree instanceof EdnMap node)) {
      return 0;
    }
    if (node.get(CHILDREN, Nil.NIL) instanceof EdnVector children && !children.isEmpty()) {
      long sum = 0;
      for (Value child : children) {
        sum += handled(child);
      }
      return sum;
    }
    return node.get(HANDLED, Nil.NIL) instanceof Int n ? n.value() : 0;
  }

  /** Memory in bytes by node, as the nodes themselves report it. */
  static Map<String, Long> ownMemory(Value nodes) {
    Map<String, Long> memory = new HashMap<>();
    if (nodes instanceof EdnVector all) {
      for (Value one : all) {
        if (one instanceof EdnMap node
            && node.get(NODE, Nil.NIL) instanceof Text name
            && node.get(RSS, Nil.NIL) instanceof Int bytes) {
          memory.put(name.value(), bytes.value());
        }
      }
    }
    return memory;
  }
}
