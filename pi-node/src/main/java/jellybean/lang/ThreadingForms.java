package jellybean.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnList;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/**
 * Analyses {@code -> ->> as-> some-> some->> cond-> cond->>}.
 *
 * <p>A threaded step keeps its own value and position, so that an error shows what was written.
 */
final class ThreadingForms {

  /** So many steps are put into one another; then their value is kept in a slot. */
  private static final int NESTED_STEPS = 16;

  /** They evaluate their first part before all others and whatever these are. */
  private static final Set<String> FIRST_PART_FIRST =
      Set.of(
          "if",
          "if-not",
          "when",
          "when-not",
          "and",
          "or",
          "cond",
          "condp",
          "case",
          "do",
          "as->",
          "some->",
          "some->>",
          "cond->",
          "cond->>");

  private static final Symbol ELLIPSIS = Symbol.of("...");

  private final Analyser analyser;
  private int placeholders;

  ThreadingForms(Analyser analyser) {
    this.analyser = analyser;
  }

  Node thread(Syntax form, Scope scope, RecurTarget tail, boolean last) {
    List<Syntax> parts = Analyser.parts(form);
    String shape = last ? "(->> value steps…)" : "(-> value steps…)";
    if (!analyser.hasParts(form, scope, 1, Integer.MAX_VALUE, shape)) {
      return Nodes.NIL;
    }
    List<Syntax> steps = parts.subList(1, parts.size());
    int plain = firstOfPlainSteps(steps, scope, last);
    Syntax threaded = parts.getFirst();
    Scope.@Nullable Names mark = scope.mark();
    Bindings kept = new Bindings();
    int nested = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (i >= plain && nested >= NESTED_STEPS) {
        Node value = analyser.analyse(threaded, scope);
        Placeholder held = placeholder(scope);
        kept.add(held.slot, value);
        threaded = held.at(steps.get(i));
        nested = 0;
      }
      threaded = insert(threaded, steps.get(i), last);
      nested++;
    }
    Node result = kept.around(analyser.analyse(threaded, scope, tail));
    scope.release(mark);
    return result;
  }

  /**
   * The index from which on all steps evaluate the value that is threaded through them once and in
   * any case, so that it may as well be computed before them; a step such as {@code (let [x 1])}
   * takes it as a form.
   */
  private static int firstOfPlainSteps(List<Syntax> steps, Scope scope, boolean last) {
    int plain = steps.size();
    while (plain > 0 && isPlain(steps.get(plain - 1), scope, last)) {
      plain--;
    }
    return plain;
  }

  private static boolean isPlain(Syntax step, Scope scope, boolean last) {
    boolean isList = step.value() instanceof EdnList && !step.children().isEmpty();
    Syntax head = isList ? step.children().getFirst() : step;
    if (!(head.value() instanceof Symbol name) || !Analyser.isForm(name, scope)) {
      return true;
    }
    return switch (name.name()) {
      case "->", "->>" -> {
        List<Syntax> inner = isList ? Analyser.parts(step) : List.of();
        yield !last && firstOfPlainSteps(inner, scope, name.name().equals("->>")) == 0;
      }
      default -> !last && FIRST_PART_FIRST.contains(name.name());
    };
  }

  /** The step with the value as its first or last argument. */
  private static Syntax insert(Syntax value, Syntax step, boolean last) {
    if (!(step.value() instanceof EdnList) || step.children().isEmpty()) {
      Value shown = Placeholder.is(value) ? ELLIPSIS : value.value();
      EdnList call = EdnList.of(List.of(step.value(), shown));
      return new Syntax(call, step.at(), List.of(step, value));
    }
    List<Syntax> children = new ArrayList<>(step.children());
    children.add(last ? children.size() : 1, value);
    return new Syntax(step.value(), step.at(), children);
  }

  /** {@code (as-> value name steps…)}. */
  Node as(Syntax form, Scope scope) {
    List<Syntax> parts = Analyser.parts(form);
    if (!analyser.hasParts(form, scope, 2, Integer.MAX_VALUE, "(as-> value name steps…)")) {
      return Nodes.NIL;
    }
    Scope.@Nullable Names mark = scope.mark();
    Bindings bindings = new Bindings();
    Syntax name = parts.get(1);
    Destructuring destructuring = analyser.binding().destructuring();
    destructuring.bind(name, analyser.analyse(parts.get(0), scope), scope, bindings);
    for (Syntax step : parts.subList(2, parts.size())) {
      destructuring.bind(name, analyser.analyse(step, scope), scope, bindings);
    }
    Node result = bindings.around(analyser.analyse(name, scope));
    scope.release(mark);
    return result;
  }

  /** {@code some->}: stops with nil where a step gives nil. */
  Node some(Syntax form, Scope scope, boolean last) {
    List<Syntax> parts = Analyser.parts(form);
    String shape = last ? "(some->> value steps…)" : "(some-> value steps…)";
    if (!analyser.hasParts(form, scope, 1, Integer.MAX_VALUE, shape)) {
      return Nodes.NIL;
    }
    Node start = analyser.analyse(parts.getFirst(), scope);
    Placeholder held = placeholder(scope);
    List<Syntax> steps = parts.subList(1, parts.size());
    Node[] nodes = new Node[steps.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = analyser.analyse(insert(held.at(steps.get(i)), steps.get(i), last), scope);
    }
    held.release(scope);
    return new ThreadingNodes.Some(start, held.slot, nodes);
  }

  /** {@code (cond-> value test step …)}: takes the steps whose test holds. */
  Node cond(Syntax form, Scope scope, boolean last) {
    List<Syntax> parts = Analyser.parts(form);
    String name = last ? "cond->>" : "cond->";
    if (parts.size() % 2 == 0) {
      analyser.fault(
          form, "(" + name + " value test step …) expected, found " + parts.size() + " parts");
      return Nodes.NIL;
    }
    Node start = analyser.analyse(parts.getFirst(), scope);
    int slot = scope.temp();
    Node[] tests = new Node[parts.size() / 2];
    Node[] nodes = new Node[tests.length];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = analyser.analyse(parts.get(2 * i + 1), scope);
      Syntax step = parts.get(2 * i + 2);
      Placeholder held = placeholder(scope, slot);
      nodes[i] = analyser.analyse(insert(held.at(step), step, last), scope);
      held.release(scope);
    }
    return new ThreadingNodes.Conditional(start, slot, tests, nodes);
  }

  private Placeholder placeholder(Scope scope) {
    return placeholder(scope, scope.temp());
  }

  private Placeholder placeholder(Scope scope, int slot) {
    return new Placeholder(Symbol.of(Placeholder.PREFIX + placeholders++), scope, slot);
  }

  /**
   * Stands for the value so far under a name that no program can write down by accident. Each has
   * one of its own: it may stand in a step that threads another value.
   */
  private static final class Placeholder {
    private static final String PREFIX = "threaded->value";
    private final Symbol name;
    final int slot;
    private final Scope.@Nullable Names mark;

    Placeholder(Symbol name, Scope scope, int slot) {
      this.name = name;
      this.mark = scope.mark();
      this.slot = slot;
      scope.bind(name, slot);
    }

    static boolean is(Syntax form) {
      return form.value() instanceof Symbol name && name.name().startsWith(PREFIX);
    }

    Syntax at(Syntax step) {
      return new Syntax(name, step.at(), List.of());
    }

    void release(Scope scope) {
      scope.release(mark);
    }
  }
}
