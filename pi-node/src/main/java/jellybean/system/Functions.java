package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.edn.EdnList;
import jellybean.edn.Keyword;
import jellybean.edn.Position;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import jellybean.lang.Fault;
import jellybean.lang.Fn;
import jellybean.lang.NamedForm;
import jellybean.lang.Program;

/**
 * The functions that the children of a supervisor see: its own, those of the supervisors around it
 * in the same file, and the params of the file as constants.
 */
final class Functions {
  private static final Symbol QUOTE = Symbol.of("quote");

  private final Params params;
  private final Program program;

  /** Every function visible here; a function at fault has none. */
  private final Map<Symbol, Optional<Fn>> visible;

  /** Whether all are known; a file of them may be missing. */
  private final boolean known;

  private final Optional<Functions> outer;
  private final Set<Keyword> mentioned = new HashSet<>();

  private Functions(
      Params params,
      Program program,
      Map<Symbol, Optional<Fn>> visible,
      boolean known,
      Optional<Functions> outer) {
    this.params = params;
    this.program = program;
    this.visible = visible;
    this.known = known;
    this.outer = outer;
  }

  /** Only the params of a file. */
  static Functions none(Params params, Faults faults) {
    List<Fault> found = new ArrayList<>();
    Program program = Program.analyse(params.forms(), found);
    found.forEach(faults::add);
    return new Functions(params, program, Map.of(), true, Optional.empty());
  }

  /** These with those of a supervisor inside, which hide others of the same name. */
  Functions with(List<NamedForm> own, Faults faults) {
    Set<Symbol> names = new HashSet<>();
    own.forEach(form -> names.add(form.name()));
    List<NamedForm> forms = new ArrayList<>(params.forms());
    visible.forEach(
        (name, fn) -> {
          if (!names.contains(name)) {
            fn.ifPresent(f -> forms.add(constant("", name, Position.START, f)));
          }
        });
    forms.addAll(own);
    List<Fault> found = new ArrayList<>();
    Program analysed = Program.analyse(forms, found);
    found.forEach(faults::add);
    Map<Symbol, Optional<Fn>> all = new HashMap<>(visible);
    own.forEach(form -> all.put(form.name(), analysed.function(form.name())));
    Functions inner = new Functions(params, analysed, all, known, Optional.of(this));
    own.forEach(form -> mentions(form.form(), inner.mentioned));
    if (found.isEmpty()) {
      own.forEach(form -> reportNoFunction(form, analysed, faults));
    }
    return inner;
  }

  private static void reportNoFunction(NamedForm form, Program program, Faults faults) {
    if (program.function(form.name()).isEmpty()) {
      faults.expected(
          new Spot(form.source(), form.form().at()), "a function as " + form.name(), form.form());
    }
  }

  /** These, when some that should be visible inside could not be found. */
  Functions incomplete() {
    return new Functions(params, program, visible, false, Optional.of(this));
  }

  /** A definition whose value is given. */
  static NamedForm constant(String file, Symbol name, Position at, Value value) {
    Syntax quote = new Syntax(QUOTE, at, List.of());
    Syntax quoted = new Syntax(value, at, List.of());
    return new NamedForm(
        file, name, new Syntax(EdnList.of(QUOTE, value), at, List.of(quote, quoted)));
  }

  /** The function that a name or an expression stands for; reports if there is none. */
  Optional<Fn> resolve(Syntax syntax, String file, Faults faults) {
    Spot at = new Spot(file, syntax.at());
    return switch (syntax.value()) {
      case Symbol symbol -> named(symbol, syntax, at, faults);
      case EdnList form -> {
        mentions(syntax, mentioned);
        yield known ? compiled(syntax, file, faults) : Optional.empty();
      }
      default -> {
        faults.expected(at, "the name of a function or (fn [state data] …)", syntax);
        yield Optional.empty();
      }
    };
  }

  private Optional<Fn> named(Symbol symbol, Syntax syntax, Spot at, Faults faults) {
    Optional<Fn> fn = visible.get(symbol);
    if (fn != null) {
      return fn;
    }
    if (faults.isFull()) {
      faults.add(at, "unknown function " + symbol);
      return Optional.empty();
    }
    Optional<Fn> builtIn = program.function(at.file(), syntax, new ArrayList<>());
    if (builtIn.isEmpty() && known) {
      Set<String> names = new TreeSet<>();
      visible.keySet().forEach(name -> names.add(name.toString()));
      faults.add(at, "unknown function " + symbol + faults.hint(symbol, names));
    }
    return builtIn;
  }

  private Optional<Fn> compiled(Syntax syntax, String file, Faults faults) {
    List<Fault> found = new ArrayList<>();
    Optional<Fn> fn = program.function(file, syntax, found);
    found.forEach(faults::add);
    return fn;
  }

  /** Whether a keyword stands in any function that is visible here. */
  boolean mention(Keyword keyword) {
    return mentioned.contains(keyword) || outer.map(o -> o.mention(keyword)).orElse(false);
  }

  private static void mentions(Syntax form, Set<Keyword> found) {
    if (form.value() instanceof Keyword keyword) {
      found.add(keyword);
    }
    form.children().forEach(child -> mentions(child, found));
  }
}
