package jellybean.lang;

import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation failed. Programs cannot catch it; the one who evaluates answers {@link #toValue}.
 *
 * <p>It is made where the fault is noticed and completed on its way out: first with the name of the
 * function that failed, then with the form at whose position it failed.
 */
public final class LangError extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final Symbol TAG = Symbol.of("jelly/error");

  private final String text;
  private final transient Optional<Value> expected;
  private final transient Optional<Value> found;
  private final boolean sentence;
  private boolean followsFromAnother;
  private String who = "";
  private transient @Nullable Site site;
  private transient List<Fault> faults = List.of();

  private LangError(String text, Optional<Value> expected, Optional<Value> found, boolean whole) {
    super(text, null, false, false);
    this.text = text;
    this.expected = expected;
    this.found = found;
    this.sentence = whole;
  }

  /** Loads this class while there is room on the stack: later there may be too little for it. */
  static void prepare() {
    // Calling it is all it takes.
  }

  /** The function that failed expects something else: {@code + expects a number, found "a"}. */
  static LangError expected(String expected, Value found) {
    String text = "expects " + expected + ", found " + Describe.text(found);
    return new LangError(
        text, Optional.of(new Text(expected)), Optional.of(Describe.shown(found)), false);
  }

  static LangError arity(String who, String expected, int found) {
    String text = "expects " + expected + ", found " + found;
    LangError error =
        new LangError(text, Optional.of(new Text(expected)), Optional.of(Int.of(found)), false);
    error.who = who;
    return error;
  }

  /** The function that failed says why: {@code + overflows 64 bits}. */
  static LangError because(String text) {
    return new LangError(text, Optional.empty(), Optional.empty(), false);
  }

  /** A whole sentence that needs no function's name before it. */
  static LangError sentence(String text) {
    return new LangError(text, Optional.empty(), Optional.empty(), true);
  }

  static LangError sentence(String text, String expected, Value found) {
    return new LangError(
        text, Optional.of(new Text(expected)), Optional.of(Describe.shown(found)), true);
  }

  /** It was to be evaluated later, or its own form was at fault. */
  static LangError noValueYet(Symbol name) {
    LangError error = sentence(name + " has no value yet");
    error.followsFromAnother = true;
    return error;
  }

  static LangError notAFunction(Value found) {
    return sentence(Describe.text(found) + " is not a function", "a function", found);
  }

  static LangError outOfFuel(long fuel) {
    return limit("fuel", "used up the fuel of " + fuel + " units", "at most " + fuel);
  }

  /** Of several evaluations, the last of which had less than its own share left. */
  static LangError outOfFuelTogether(long fuel) {
    return limit(
        "fuel",
        "all constants together used up the fuel of " + fuel + " units",
        "at most " + fuel + " for all");
  }

  static LangError tooDeep(int depth) {
    return limit("depth", "more than " + depth + " nested calls", "at most " + depth);
  }

  static LangError stackFull(int depth) {
    return limit(
        "depth",
        "forms nested too deeply within " + depth + " nested calls",
        "at most " + Machine.STACK_UNITS + " nested forms");
  }

  static LangError tooLarge(long bound, long found) {
    return limit(
        "size",
        "a value of more than " + bound + " bytes (about " + found + ")",
        "at most " + bound + " bytes");
  }

  static LangError nestedTooDeeply(int bound) {
    return limit(
        "nesting", "a value nested more than " + bound + " deep", "at most " + bound + " deep");
  }

  private static LangError limit(String which, String text, String expected) {
    return new LangError(
        which + " limit: " + text, Optional.of(new Text(expected)), Optional.empty(), true);
  }

  /** What the analyser found in a form, as the error of evaluating it. */
  static LangError of(List<Fault> faults, Value form) {
    Fault first = faults.getFirst();
    LangError error =
        new LangError(
            first.message(),
            first.detail().map(detail -> new Text(detail.expected())),
            first.detail().map(Fault.Detail::found),
            true);
    Value faulty = first.detail().map(Fault.Detail::form).orElse(form);
    error.site = new Site(first.source(), first.at(), faulty);
    error.faults = List.copyOf(faults);
    return error;
  }

  /** Names the function that failed, unless a deeper one has been named. */
  LangError in(String name) {
    if (who.isEmpty() && !sentence && site == null) {
      who = name;
    }
    return this;
  }

  /** Places the error, unless a deeper form has been found. */
  LangError at(Site where) {
    if (site == null) {
      site = where;
    }
    return this;
  }

  /** Whether a name had no value, as happens where another form is at fault. */
  boolean mayFollowFromAnother() {
    return followsFromAnother;
  }

  /** What went wrong, without the place. */
  public String problem() {
    return who.isEmpty() ? text : who + " " + text;
  }

  /** {@code file:line:column}, empty if the evaluation had no form to blame. */
  public String place() {
    return site == null ? "" : site.place();
  }

  @Override
  public String getMessage() {
    return site == null ? problem() : site.place() + ": " + problem();
  }

  /** All faults, if the form could not even be analysed; otherwise empty. */
  public List<Fault> faults() {
    return faults;
  }

  /** {@code #jelly/error {:message … :at "file:line:column" :form … :expected … :found …}}. */
  public Value toValue() {
    EdnMap map = EdnMap.EMPTY.with(Keyword.of("message"), new Text(problem()));
    if (site != null) {
      map = map.with(Keyword.of("at"), new Text(site.place()));
      map = map.with(Keyword.of("form"), Describe.form(site.form()));
    }
    map = withOptional(map, "expected", expected);
    map = withOptional(map, "found", found);
    if (faults.size() > 1) {
      List<Value> all = faults.stream().<Value>map(f -> new Text(f.toString())).toList();
      map = map.with(Keyword.of("faults"), EdnVector.of(all));
    }
    return new Tagged(TAG, map);
  }

  private static EdnMap withOptional(EdnMap map, String key, Optional<Value> value) {
    return value.map(v -> map.with(Keyword.of(key), v)).orElse(map);
  }
}
