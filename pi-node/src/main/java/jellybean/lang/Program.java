package jellybean.lang;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/**
 * The named functions of one document, analysed once. Immutable and shareable between threads.
 *
 * <p>Functions see one another whatever their order, and all of {@link Builtins}; a name of the
 * document hides a built-in of the same name.
 */
public final class Program {

  /** Without functions of its own. */
  public static final Program EMPTY = new Program(Globals.empty(), true);

  private static final Comparator<Fault> BY_PLACE =
      Comparator.comparing(Fault::source)
          .thenComparingInt(fault -> fault.at().line())
          .thenComparingInt(fault -> fault.at().column());

  /** An entry that is no {@code (fn …)} and waits for its evaluation. */
  private record Constant(NamedForm named, Global global, Node node) {}

  private final Globals globals;

  /** Whether there were no faults, here or around: then every name has a value. */
  private final boolean faultless;

  private Program(Globals globals, boolean faultless) {
    this.globals = globals;
    this.faultless = faultless;
  }

  /** Analyses functions that see no others, with an allowance of their own. */
  public static Program analyse(List<NamedForm> functions, List<Fault> faults) {
    return EMPTY.with(functions, new Allowance(), faults);
  }

  /**
   * Analyses functions that see those of this program too, but for names that they define
   * themselves.
   *
   * <p>An entry is a {@code (fn …)} form or an expression that is evaluated here, once, in the
   * order of the list.
   *
   * @param faults receives everything that is wrong, in the order of the sources
   * @return the larger program; of use only if there were no faults
   */
  public Program with(List<NamedForm> functions, Allowance allowance, List<Fault> faults) {
    Globals inner = Globals.inside(globals);
    List<Fault> found = new ArrayList<>();
    for (NamedForm named : functions) {
      declare(named, inner, found);
    }
    List<Constant> constants = new ArrayList<>();
    for (NamedForm named : functions) {
      Optional<Global> global = inner.findOwn(named.name());
      if (global.isPresent() && global.get().value().isEmpty()) {
        Analyser analyser = new Analyser(named.source(), inner, allowance, found);
        analyse(named, global.get(), analyser).ifPresent(constants::add);
      }
    }
    if (found.isEmpty()) {
      constants.forEach(constant -> evaluate(constant, allowance, found));
    }
    found.sort(BY_PLACE);
    faults.addAll(found);
    return new Program(inner, faultless && found.isEmpty());
  }

  private static void declare(NamedForm named, Globals globals, List<Fault> faults) {
    Symbol name = named.name();
    if (SpecialForms.isForm(name)) {
      fault(named, name + " is a form of the language and cannot be defined", faults);
    } else if (name.namespace().isPresent() || name.equals(Destructuring.REST)) {
      fault(named, "a plain name expected for a function, found " + name, faults);
    } else if (globals.findOwn(name).isPresent()) {
      fault(named, name + " is defined twice", faults);
    } else {
      Optional<Arity> arity =
          FnForms.isFn(named.form()) ? Optional.of(FnForms.arity(named.form())) : Optional.empty();
      globals.put(new Global(name, arity));
    }
  }

  private static void fault(NamedForm named, String message, List<Fault> faults) {
    faults.add(new Fault(named.source(), named.form().at(), message));
  }

  /** Defines a function; any other expression is left to be evaluated later. */
  private static Optional<Constant> analyse(NamedForm named, Global global, Analyser analyser) {
    Scope scope = Scope.top();
    if (!FnForms.isFn(named.form())) {
      Node form = analyser.analyse(named.form(), scope);
      return Optional.of(new Constant(named, global, new TopForm(form, scope.slots())));
    }
    Node node = analyser.functions().named(named.name().toString(), named.form(), scope);
    if (node instanceof Nodes.Constant constant) {
      global.define(constant.value);
    }
    return Optional.empty();
  }

  private void evaluate(Constant constant, Allowance allowance, List<Fault> faults) {
    try {
      constant.global.define(allowance.evaluate(constant.node));
    } catch (LangError e) {
      if (isNews(e)) {
        fault(constant.named, e.problem(), faults);
      }
    }
  }

  /** Whether an error is more than the consequence of a fault that was reported. */
  private boolean isNews(LangError e) {
    return faultless || !e.mayFollowFromAnother();
  }

  /**
   * The function of a name, which may be one of the language; empty if there is none or if it is
   * another kind of value.
   */
  public Optional<Fn> function(Symbol name) {
    Optional<Global> global = globals.find(name);
    return global.isPresent()
        ? global
            .flatMap(Global::value)
            .flatMap(value -> value instanceof Fn fn ? Optional.of(fn) : Optional.empty())
        : Builtins.find(name).map(builtin -> builtin);
  }

  /** The names that are defined here and not around. */
  public List<Symbol> names() {
    return globals.ownNames();
  }

  /**
   * A function that a document gives in place: {@code (fn …)}, a name, or an expression such as
   * {@code (partial add 1)}, which is evaluated here.
   *
   * @param faults receives everything that is wrong
   * @return the function; empty only if there were faults, here or in the program
   */
  public Optional<Fn> function(
      String source, Syntax form, Allowance allowance, List<Fault> faults) {
    List<Fault> found = new ArrayList<>();
    Scope scope = Scope.top();
    Node node = new Analyser(source, globals, allowance, found).analyse(form, scope);
    if (!found.isEmpty()) {
      faults.addAll(found);
      return Optional.empty();
    }
    try {
      Value value = allowance.evaluate(new TopForm(node, scope.slots()));
      if (value instanceof Fn fn) {
        return Optional.of(fn);
      }
      faults.add(
          new Fault(source, form.at(), "a function expected, found " + Describe.text(value)));
    } catch (LangError e) {
      if (isNews(e)) {
        faults.add(new Fault(source, form.at(), e.problem()));
      }
    }
    return Optional.empty();
  }
}
