package jellybean.lang;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  public static final Program EMPTY = new Program(Map.of());

  private static final Comparator<Fault> BY_PLACE =
      Comparator.comparing(Fault::source)
          .thenComparingInt(fault -> fault.at().line())
          .thenComparingInt(fault -> fault.at().column());

  private final Map<Symbol, Global> globals;

  private Program(Map<Symbol, Global> globals) {
    this.globals = globals;
  }

  /**
   * Analyses the functions of a document.
   *
   * <p>An entry is a {@code (fn …)} form or an expression that is evaluated here, once, in the
   * order of the list and within the budget of one message.
   *
   * @param faults receives everything that is wrong, in the order of the sources
   * @return the program; of use only if there were no faults
   */
  public static Program analyse(List<NamedForm> functions, List<Fault> faults) {
    Map<Symbol, Global> globals = new LinkedHashMap<>();
    List<Fault> found = new ArrayList<>();
    for (NamedForm named : functions) {
      declare(named, globals, found);
    }
    Map<Symbol, Node> expressions = new HashMap<>();
    for (NamedForm named : functions) {
      Global global = globals.get(named.name());
      if (global != null && global.value().isEmpty()) {
        analyse(named, global, globals, found).ifPresent(n -> expressions.put(named.name(), n));
      }
    }
    if (found.isEmpty()) {
      functions.forEach(named -> evaluate(named, globals, expressions, found));
    }
    found.sort(BY_PLACE);
    faults.addAll(found);
    return new Program(Collections.unmodifiableMap(globals));
  }

  private static void declare(NamedForm named, Map<Symbol, Global> globals, List<Fault> faults) {
    Symbol name = named.name();
    if (SpecialForms.isForm(name)) {
      fault(named, name + " is a form of the language and cannot be defined", faults);
    } else if (name.namespace().isPresent() || name.equals(Destructuring.REST)) {
      fault(named, "a plain name expected for a function, found " + name, faults);
    } else if (globals.containsKey(name)) {
      fault(named, name + " is defined twice", faults);
    } else {
      Optional<Arity> arity =
          FnForms.isFn(named.form()) ? Optional.of(FnForms.arity(named.form())) : Optional.empty();
      globals.put(name, new Global(name, arity));
    }
  }

  private static void fault(NamedForm named, String message, List<Fault> faults) {
    faults.add(new Fault(named.source(), named.form().at(), message));
  }

  /** Defines a function; any other expression is left to be evaluated later. */
  private static Optional<Node> analyse(
      NamedForm named, Global global, Map<Symbol, Global> globals, List<Fault> faults) {
    Analyser analyser = new Analyser(named.source(), globals, faults);
    Scope scope = Scope.top();
    if (!FnForms.isFn(named.form())) {
      return Optional.of(new TopForm(analyser.analyse(named.form(), scope), scope.slots()));
    }
    Node node = analyser.functions().named(named.name().toString(), named.form(), scope);
    if (node instanceof Nodes.Constant constant) {
      global.define(constant.value);
    }
    return Optional.empty();
  }

  private static void evaluate(
      NamedForm named,
      Map<Symbol, Global> globals,
      Map<Symbol, Node> expressions,
      List<Fault> faults) {
    Node node = expressions.get(named.name());
    Global global = globals.get(named.name());
    if (node == null || global == null) {
      return;
    }
    try {
      global.define(TopForm.run(node, new Machine(Budget.DEFAULT)));
    } catch (LangError e) {
      fault(named, e.problem(), faults);
    }
  }

  /** The function of a name; empty if there is none or if it is another kind of value. */
  public Optional<Fn> function(Symbol name) {
    return value(name)
        .flatMap(value -> value instanceof Fn fn ? Optional.of(fn) : Optional.empty());
  }

  private Optional<Value> value(Symbol name) {
    return Optional.ofNullable(globals.get(name)).flatMap(Global::value);
  }

  /** The names defined here. */
  public List<Symbol> names() {
    return List.copyOf(globals.keySet());
  }

  /**
   * A function that a document gives in place: {@code (fn …)}, a name, or an expression such as
   * {@code (partial add 1)}, which is evaluated here within the budget of one message.
   *
   * @param faults receives everything that is wrong
   * @return the function; empty if and only if there were faults
   */
  public Optional<Fn> function(String source, Syntax form, List<Fault> faults) {
    List<Fault> found = new ArrayList<>();
    Scope scope = Scope.top();
    Node node = new Analyser(source, globals, found).analyse(form, scope);
    if (!found.isEmpty()) {
      faults.addAll(found);
      return Optional.empty();
    }
    try {
      Value value = TopForm.run(new TopForm(node, scope.slots()), new Machine(Budget.DEFAULT));
      if (value instanceof Fn fn) {
        return Optional.of(fn);
      }
      faults.add(
          new Fault(source, form.at(), "a function expected, found " + Describe.text(value)));
    } catch (LangError e) {
      faults.add(new Fault(source, form.at(), e.problem()));
    }
    return Optional.empty();
  }
}
