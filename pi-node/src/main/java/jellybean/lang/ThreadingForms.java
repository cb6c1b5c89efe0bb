package jellybean.lang;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnList;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import org.jspecify.annotations.Nullable;

/**
 * Analyses {@code -> ->> as-> some-> some->> cond-> cond->>}.
 *
 * <p>A threaded step keeps its own value and position, so that an error shows what was written.
 */
final class ThreadingForms {

  private final Analyser analyser;

  ThreadingForms(Analyser analyser) {
    this.analyser = analyser;
  }

  Node thread(Syntax form, Scope scope, RecurTarget tail, boolean last) {
    List<Syntax> parts = Analyser.parts(form);
    String shape = last ? "(->> value steps…)" : "(-> value steps…)";
    if (!analyser.hasParts(form, scope, 1, Integer.MAX_VALUE, shape)) {
      return Nodes.NIL;
    }
    Syntax threaded = parts.getFirst();
    for (Syntax step : parts.subList(1, parts.size())) {
      threaded = insert(threaded, step, last);
    }
    return analyser.analyse(threaded, scope, tail);
  }

  /** The step with the value as its first or last argument. */
  private static Syntax insert(Syntax value, Syntax step, boolean last) {
    if (!(step.value() instanceof EdnList) || step.children().isEmpty()) {
      EdnList call = EdnList.of(List.of(step.value(), value.value()));
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
    Placeholder held = new Placeholder(scope);
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
      Placeholder held = new Placeholder(scope, slot);
      nodes[i] = analyser.analyse(insert(held.at(step), step, last), scope);
      held.release(scope);
    }
    return new ThreadingNodes.Conditional(start, slot, tests, nodes);
  }

  /** Stands for the value so far under a name that no program can write down by accident. */
  private static final class Placeholder {
    private static final Symbol NAME = Symbol.of("threaded->value");
    final int slot;
    private final Scope.@Nullable Names mark;

    Placeholder(Scope scope) {
      this(scope, scope.temp());
    }

    Placeholder(Scope scope, int slot) {
      this.mark = scope.mark();
      this.slot = slot;
      scope.bind(NAME, slot);
    }

    Syntax at(Syntax step) {
      return new Syntax(NAME, step.at(), List.of());
    }

    void release(Scope scope) {
      scope.release(mark);
    }
  }
}
