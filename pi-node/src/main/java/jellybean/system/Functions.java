package jellybean.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * The functions and constants that the children of a supervisor see: its own, those of the
 * supervisors around it in the same file, and the params of the file as constants.
 */
final class Functions {
  private static final Symbol QUOTE = Symbol.of("quote");

  private final Params params;
  private final Program program;

  /** Every name visible here. */
  private final Map<Symbol, Entry> visible;

  /** Whether all are known; a file of them may be missing. */
  private final boolean known;

  private final Optional<Functions> outer;
  private final Set<Keyword> mentioned = new HashSet<>();

  /** What a name stands for. */
  private sealed interface Entry {
    record Function(Fn fn) implements Entry {}

    /** Another value, computed again for each supervisor that sees it. */
    record Constant(NamedForm form) implements Entry {}

    /** It was reported. */
    record Faulty() implements Entry {}
  }

  private Functions(
      Params params,
      Program program,
      Map<Symbol, Entry> visible,
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
        (name, entry) -> {
          if (!names.contains(name)) {
            form(name, entry).ifPresent(forms::add);
          }
        });
    forms.addAll(own);
    List<Fault> found = new ArrayList<>();
    Program analysed = Program.analyse(forms, found);
    found.forEach(faults::add);
    Map<Symbol, Entry> all = new LinkedHashMap<>(visible);
    own.forEach(form -> all.put(form.name(), entry(form, analysed, found.isEmpty())));
    Functions inner = new Functions(params, analysed, all, known, Optional.of(this));
    own.forEach(form -> mentions(form.form(), inner.mentioned));
    return inner;
  }

  private static Optional<NamedForm> form(Symbol name, Entry entry) {
    return switch (entry) {
      case Entry.Function function ->
          Optional.of(constant("", name, Position.START, function.fn()));
      case Entry.Constant constant -> Optional.of(constant.form());
      case Entry.Faulty faulty -> Optional.empty();
    };
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
    Optional<Entry> entry = Optional.ofNullable(visible.get(symbol));
    if (entry.isPresent()) {
      return declared(entry.get(), symbol, at, faults);
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
