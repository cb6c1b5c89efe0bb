package jellybean.lang;

import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.Value;

/** What the language and real Clojure make of one program. */
record Verdict(
    String program,
    Optional<Value> value,
    String error,
    boolean isFoundBefore,
    Oracle.Outcome clojure) {

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
        || isNeverReached();
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
