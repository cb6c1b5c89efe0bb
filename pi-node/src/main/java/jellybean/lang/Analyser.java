package jellybean.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Coll;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Turns forms into nodes and collects everything that is wrong with them.
 *
 * <p>After a fault the analysis goes on with {@code nil} in its place, so that one run reports all
 * faults; the nodes are of use only if there were none.
 */
final class Analyser {

  /** Forms nested deeper than this within one top-level form are a fault. */
  static final int MAX_NESTING = 200;

  private final String source;
  private final Globals globals;
  private final Allowance allowance;
  private final List<Fault> faults;
  private final ControlForms control = new ControlForms(this);
  private final BindingForms binding = new BindingForms(this);
  private final FnForms functions = new FnForms(this);
  private final ThreadingForms threading = new ThreadingForms(this);
  private final ForForm comprehension = new ForForm(this);

  Analyser(String source, Globals globals, Allowance allowance, List<Fault> faults) {
    this.source = source;
    this.globals = globals;
    this.allowance = allowance;
    this.faults = faults;
  }

  void fault(Syntax at, String message) {
    faults.add(new Fault(source, at.at(), message));
  }

  /** {@code message} says what {@code expected} and {@code found} say, in a sentence. */
  void fault(Syntax at, String message, String expected, Value found) {
    Fault.Detail detail = new Fault.Detail(at.value(), expected, found);
    faults.add(new Fault(source, at.at(), message, Optional.of(detail)));
  }

  Site site(Syntax syntax) {
    return Site.of(source, syntax);
  }

  BindingForms binding() {
    return binding;
  }

  FnForms functions() {
    return functions;
  }

  /** An expression that is not in tail position. */
  Node analyse(Syntax form, Scope scope) {
    return analyse(form, scope, RecurTarget.NONE);
  }

  Node analyse(Syntax form, Scope scope, RecurTarget tail) {
    if (scope.totalNesting() >= MAX_NESTING) {
      fault(form, "forms nested more than " + MAX_NESTING + " deep");
      return Nodes.NIL;
    }
    scope.deeper();
    Node node =
        switch (form.value()) {
          case Symbol symbol -> name(form, symbol, scope);
          case EdnList _ when form.children().isEmpty() -> new Nodes.Constant(EdnList.EMPTY);
          case EdnList _ -> list(form, scope, tail);
          case Coll sorted when sorted.isSorted() -> new Nodes.Constant(sorted);
          case EdnVector _, EdnMap _, EdnSet _ -> literal(form, many(form.children(), scope));
          default -> new Nodes.Constant(form.value());
        };
    scope.shallower();
    return node;
  }

  Node[] all(List<Syntax> forms, Scope scope) {
    Node[] nodes = new Node[forms.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = analyse(forms.get(i), scope);
    }
    return nodes;
  }

  /** The parts of a node that needs a Java frame more to evaluate any number of them. */
  private Node[] many(List<Syntax> forms, Scope scope) {
    scope.deeper();
    Node[] nodes = all(forms, scope);
    scope.shallower();
    return nodes;
  }

  /** Forms in order, as in {@code do}: the value is the last one's. */
  Node body(List<Syntax> forms, Scope scope, RecurTarget tail) {
    if (forms.isEmpty()) {
      return Nodes.NIL;
    }
    Node[] before = all(forms.subList(0, forms.size() - 1), scope);
    Node last = analyse(forms.getLast(), scope, tail);
    return before.length == 0 ? last : new Nodes.Do(before, last);
  }

  private Node literal(Syntax form, Node[] parts) {
    boolean constant = true;
    for (Node part : parts) {
      constant &= part instanceof Nodes.Constant;
    }
    Node node =
        switch (form.value()) {
          case EdnMap _ -> new Literals.MakeMap(site(form), parts);
          case EdnSet _ -> new Literals.MakeSet(site(form), parts);
          default -> new Literals.MakeVector(site(form), parts);
        };
    return constant ? folded(form, node) : node;
  }

  private Node folded(Syntax form, Node node) {
    try {
      return new Nodes.Constant(node.eval(new Value[0], new Machine(Budget.DEFAULT)));
    } catch (LangError e) {
      fault(form, e.problem());
      return Nodes.NIL;
    }
  }

  private Node name(Syntax form, Symbol symbol, Scope scope) {
    int slot = scope.find(symbol);
    if (slot != Scope.ABSENT) {
      return new Nodes.Local(slot);
    }
    Optional<Global> global = globals.find(symbol);
    if (global.isPresent()) {
      return new Nodes.GlobalName(global.get(), site(form));
    }
    Optional<Builtin> builtin = Builtins.find(symbol);
    if (builtin.isPresent()) {
      return new Nodes.Constant(builtin.get());
    }
    unknown(form, symbol, scope);
    return Nodes.NIL;
  }

  private void unknown(Syntax form, Symbol symbol, Scope scope) {
    if (SpecialForms.isForm(symbol)) {
      fault(form, symbol + " is a form, not a value: it can only stand first in a list");
      return;
    }
    Optional<String> advice = SpecialForms.adviceInsteadOf(symbol);
    if (advice.isPresent()) {
      fault(form, symbol + " is not part of the language: " + advice.get());
      return;
    }
    String hint = allowance.takeHint() ? hint(symbol, scope) : "";
    fault(form, "unknown name " + symbol + hint, "a known name", symbol);
  }

  private String hint(Symbol symbol, Scope scope) {
    List<String> known = new ArrayList<>(Builtins.names());
    known.addAll(SpecialForms.names());
    scope.addNames(known);
    globals.addNames(known);
    return Hints.forName(symbol.toString(), known);
  }

  private Node list(Syntax form, Scope scope, RecurTarget tail) {
    Syntax head = form.children().getFirst();
    return head.value() instanceof Symbol symbol && isForm(symbol, scope)
        ? special(symbol, form, scope, tail)
        : call(form, head, scope);
  }

  /** Whether a name that stands first in a list makes it a form of the language. */
  static boolean isForm(Symbol name, Scope scope) {
    return SpecialForms.isForm(name) && (SpecialForms.isReserved(name) || !scope.binds(name));
  }

  private Node special(Symbol name, Syntax form, Scope scope, RecurTarget tail) {
    return switch (name.name()) {
      case "quote" -> control.quote(form, scope);
      case "if" -> control.ifForm(form, scope, tail, false);
      case "if-not" -> control.ifForm(form, scope, tail, true);
      case "when" -> control.when(form, scope, tail, false);
      case "when-not" -> control.when(form, scope, tail, true);
      case "do" -> body(parts(form), scope, tail);
      case "and" -> control.and(form, scope, tail);
      case "or" -> control.or(form, scope, tail);
      case "cond" -> control.cond(form, scope, tail);
      case "condp" -> control.condp(form, scope, tail);
      case "case" -> control.caseForm(form, scope, tail);
      case "let" -> binding.let(form, scope, tail);
      case "loop" -> binding.loop(form, scope);
      case "recur" -> binding.recur(form, scope, tail);
      case "if-let", "when-let", "if-some", "when-some", "when-first" ->
          binding.conditional(name.name(), form, scope, tail);
      case "for" -> comprehension.analyse(form, scope);
      case "fn" -> functions.fn(form, scope);
      case "letfn" -> functions.letfn(form, scope, tail);
      case "->" -> threading.thread(form, scope, tail, false);
      case "->>" -> threading.thread(form, scope, tail, true);
      case "as->" -> threading.as(form, scope);
      case "some->" -> threading.some(form, scope, false);
      case "some->>" -> threading.some(form, scope, true);
      case "cond->" -> threading.cond(form, scope, false);
      case "cond->>" -> threading.cond(form, scope, true);
      default -> {
        fault(form, name + " is allowed only at the top of a session, not inside a form");
        all(parts(form), scope);
        yield Nodes.NIL;
      }
    };
  }

  /** What follows the head of a list. */
  static List<Syntax> parts(Syntax form) {
    return form.children().subList(1, form.children().size());
  }

  /** Whether a form has so many parts; otherwise a fault, and the parts are looked through. */
  boolean hasParts(Syntax form, Scope scope, int min, int max, String shape) {
    List<Syntax> parts = parts(form);
    if (parts.size() >= min && parts.size() <= max) {
      return true;
    }
    String found = parts.size() + (parts.size() == 1 ? " part" : " parts");
    fault(form, shape + " expected, found " + found, shape, new Text(found));
    return false;
  }

  private Node call(Syntax form, Syntax head, Scope scope) {
    List<Syntax> parts = parts(form);
    Node target = analyse(head, scope);
    if (isMissingForm(head, target)) {
      return Nodes.NIL;
    }
    Node[] args = parts.size() <= Calls.MAX_UNROLLED ? all(parts, scope) : many(parts, scope);
    if (target instanceof Nodes.Constant constant) {
      return callKnown(form, head, constant, args, scope);
    }
    if (target instanceof Nodes.GlobalName name) {
      name.global.arity.ifPresent(
          arity -> checkArity(form, name.global.name.toString(), arity, args.length));
    }
    return Calls.invoke(site(form), scope.nesting(), target, args);
  }

  /** Whether what follows is written in the syntax of a form there is not, and would mislead. */
  private static boolean isMissingForm(Syntax head, Node target) {
    return target == Nodes.NIL
        && head.value() instanceof Symbol symbol
        && SpecialForms.adviceInsteadOf(symbol).isPresent();
  }

  private Node callKnown(
      Syntax form, Syntax head, Nodes.Constant target, Node[] args, Scope scope) {
    switch (target.value) {
      case Builtin builtin -> {
        if (!builtin.accepts(args.length)) {
          arityFault(form, builtin.name(), builtin.arity(), args.length);
          return Nodes.NIL;
        }
        return Calls.direct(site(form), scope.nesting(), builtin, args);
      }
      case Fn fn -> {
        if (!fn.accepts(args.length)) {
          arityFault(form, fn.name(), fn.arity(), args.length);
        }
      }
      case Keyword _, Symbol _, EdnMap _ -> {
        if (args.length != 1 && args.length != 2) {
          arityFault(form, Describe.text(target.value), "1 or 2 arguments", args.length);
        }
      }
      case EdnSet _, EdnVector _ -> {
        if (args.length != 1) {
          arityFault(form, Describe.text(target.value), "1 argument", args.length);
        }
      }
      default -> {
        if (target != Nodes.NIL) {
          fault(head, Describe.text(target.value) + " is not a function");
        }
      }
    }
    return Calls.invoke(site(form), scope.nesting(), target, args);
  }

  private void checkArity(Syntax form, String name, Arity arity, int found) {
    if (!arity.accepts(found)) {
      arityFault(form, name, arity.toString(), found);
    }
  }

  private void arityFault(Syntax form, String name, String arity, int found) {
    fault(form, name + " expects " + arity + ", found " + found, arity, Int.of(found));
  }
}
