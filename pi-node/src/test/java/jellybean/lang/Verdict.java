package jellybean.lang;

import java.util.Optional;
import java.util.regex.Pattern;
import jellybean.edn.EdnException;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** What the language and real Clojure make of one program. */
record Verdict(
    String program,
    Optional<Value> value,
    String error,
    boolean isFoundBefore,
    Oracle.Outcome clojure) {

  private static final Pattern ENTRIES =
      Pattern.compile("\\((keys|vals|key|val|set/rename|set/rename-keys|set/join) ");

  private static final Pattern EQUALITY =
      Pattern.compile("[( ](=|not=|distinct\\?|dedupe|partition-by|case) ");

  static Verdict on(String program) {
    Oracle.Outcome clojure = Oracle.ask(program);
    try {
      return new Verdict(program, Optional.of(Run.eval(program)), "", false, clojure);
    } catch (LangError e) {
      boolean isFoundBefore = !e.faults().isEmpty();
      return new Verdict(program, Optional.empty(), e.getMessage(), isFoundBefore, clojure);
    } catch (EdnException e) {
      // What cannot be read, such as a map with a key twice, fails there, too.
      return new Verdict(program, Optional.empty(), e.getMessage(), false, clojure);
    }
  }

  boolean differs() {
    return switch (clojure) {
      case Oracle.Answered answered -> value.isEmpty() || !Same.same(value.get(), answered.value());
      case Oracle.Failed _ -> value.isPresent();
      case Oracle.Unknown _ -> value.isPresent() && !Describe.holdsOpaque(value.get());
    };
  }

  /** Whether it fails here for a reason that the documentation of the language gives. */
  boolean differsOnPurpose() {
    return error.contains("there are no ratios")
        || error.contains("can be read back")
        || error.contains("can be printed")
        || isTypeHint()
        || isEntry()
        || isWrittenOtherwise()
        || isSameNaN()
        || isNeverReached()
        || isAskedByItsOrder();
  }

  /**
   * Whether a map equals a sorted one is a question of their entries here, and there one for the
   * comparator of the second, which may not know the keys of the first.
   */
  private boolean isAskedByItsOrder() {
    return value.isPresent()
        && clojure instanceof Oracle.Failed failed
        && failed.message().contains("ClassCastException")
        && program.contains("(sorted-map")
        && EQUALITY.matcher(program).find();
  }

  /** A call that cannot work is found before anything runs, also where it is never reached. */
  private boolean isNeverReached() {
    boolean isCall = error.contains(" argument") || error.contains("is not a function");
    return isFoundBefore && isCall && clojure instanceof Oracle.Answered;
  }

  /**
   * Real Clojure compiles {@code :as} of what it knows to be a number into a hint it then refuses.
   */
  private boolean isTypeHint() {
    return clojure instanceof Oracle.Failed failed
        && failed.message().contains("Can't type hint a primitive local");
  }

  /**
   * Any vector of two is an entry here. After many such failures the virtual machine leaves the
   * text of the exception out.
   */
  private boolean isEntry() {
    return clojure instanceof Oracle.Failed failed
        && (failed
                .message()
                .contains("PersistentVector cannot be cast to class java.util.Map$Entry")
            || failed.message().equals("java.lang.ClassCastException")
                && ENTRIES.matcher(program).find());
  }

  /** One NaN is not found in the place of another, also where both are one object. */
  private boolean isSameNaN() {
    return program.split(Pattern.quote("##NaN"), -1).length > 2;
  }

  /** Instants and functions are written in another way. */
  private boolean isWrittenOtherwise() {
    return value.isPresent()
        && value.get() instanceof Text text
        && (program.contains("#inst") || text.value().contains("#jelly/fn"));
  }

  boolean clojureAnswered() {
    return clojure instanceof Oracle.Answered;
  }

  @Override
  public String toString() {
    return program
        + "\n    here:    "
        + value.map(Printed::readable).orElse("fails: " + error)
        + "\n    clojure: "
        + switch (clojure) {
          case Oracle.Answered answered -> Printed.readable(answered.value());
          case Oracle.Failed failed -> "fails: " + failed.message();
          case Oracle.Unknown unknown -> "has something we have not: " + unknown.what();
        };
  }
}
