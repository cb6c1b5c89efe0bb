package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * The functions and constants that the children of a supervisor see: its own, those of the
 * supervisors around it in the same file, and the params of the file as constants.
 */
final class Functions {
  private static final Symbol QUOTE = Symbol.of("quote");

  /** With everything that is visible here. */
  private final Program program;

  /** What is declared here and not around. */
  private final Map<Symbol, Entry> own;

  /** How each of these is written. */
  private final Map<Symbol, Syntax> forms;

  /** Whether all are known; a file of them may be missing. */
  private final boolean known;

  private final Optional<Functions> outer;
  private final Set<Keyword> mentioned = new HashSet<>();

  /** What a name stands for. */
  private sealed interface Entry {
    record Function(Fn fn) implements Entry {}

    /** Another value. */
    record Constant(NamedForm form) implements Entry {}

    /** It was reported. */
    record Faulty() implements Entry {}
  }

  private Functions(
      Program program,
      Map<Symbol, Entry> own,
      Map<Symbol, Syntax> forms,
      boolean known,
      Optional<Functions> outer) {
    this.program = program;
    this.own = own;
    this.forms = forms;
    this.known = known;
    this.outer = outer;
  }

  /** Only the params of a file. */
  static Functions none(Params params, Faults faults) {
    List<Fault> found = new ArrayList<>();
    Program program = Program.EMPTY.with(params.forms(), faults.allowance(), found);
    found.forEach(faults::add);
    return new Functions(program, Map.of(), Map.of(), true, Optional.empty());
  }

  /** These with those of a supervisor inside, which hide others of the same name. */
  Functions with(List<NamedForm> forms, Faults faults) {
    List<Fault> found = new ArrayList<>();
    Program inner = program.with(forms, faults.allowance(), found);
    found.forEach(faults::add);
    Map<Symbol, Entry> declared = new LinkedHashMap<>();
    forms.forEach(form -> declared.put(form.name(), entry(form, inner, found.isEmpty())));
    Map<Symbol, Syntax> written = new HashMap<>();
    forms.forEach(form -> written.put(form.name(), form.form()));
    Functions inside = new Functions(inner, declared, written, known, Optional.of(this));
    forms.forEach(form -> mentions(form.form(), inside.mentioned));
    return inside;
  }

  private static Entry entry(NamedForm form, Program program, boolean faultless) {
    Optional<Fn> fn = program.function(form.name());
    if (fn.isPresent()) {
      return new Entry.Function(fn.get());
    }
    Value value = form.form().value();
    boolean mayBeFunction = value instanceof EdnList || value instanceof Symbol;
    return faultless || !mayBeFunction ? new Entry.Constant(form) : new Entry.Faulty();
  }

  /** These, when some that should be visible inside could not be found. */
  Functions incomplete() {
    return new Functions(program, Map.of(), Map.of(), false, Optional.of(this));
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
      case Symbol symbol -> named(symbol, at, faults);
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

  private Optional<Fn> named(Symbol symbol, Spot at, Faults faults) {
    Optional<Entry> entry = find(symbol);
    if (entry.isPresent()) {
      return declared(entry.get(), symbol, at, faults);
    }
    Optional<Fn> builtIn = program.function(symbol);
    if (builtIn.isEmpty() && known) {
      String hint = faults.isFull() ? "" : faults.hint(symbol, visible());
      faults.add(at, "unknown function " + symbol + hint);
    }
    return builtIn;
  }

  private Optional<Entry> find(Symbol name) {
    Optional<Entry> entry = Optional.ofNullable(own.get(name));
    return entry.isPresent() ? entry : outer.flatMap(others -> others.find(name));
  }

  /** How a function or constant that is visible here is written. */
  Optional<Syntax> form(Symbol name) {
    Optional<Syntax> form = Optional.ofNullable(forms.get(name));
    return form.isPresent() ? form : outer.flatMap(others -> others.form(name));
  }

  /** The names of all that is visible here, the nearest first. */
  private List<Symbol> visible() {
    List<Symbol> names = new ArrayList<>(own.keySet());
    outer.ifPresent(others -> names.addAll(others.visible()));
    return names;
  }

  private static Optional<Fn> declared(Entry entry, Symbol symbol, Spot at, Faults faults) {
    return switch (entry) {
      case Entry.Function function -> Optional.of(function.fn());
      case Entry.Constant constant -> {
        String found = faults.shown(constant.form().form().value());
        faults.add(at, symbol + " is no function: expected (fn [state data] …), found " + found);
        yield Optional.empty();
      }
      case Entry.Faulty faulty -> Optional.empty();
    };
  }

  private Optional<Fn> compiled(Syntax syntax, String file, Faults faults) {
    List<Fault> found = new ArrayList<>();
    Optional<Fn> fn = program.function(file, syntax, faults.allowance(), found);
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
