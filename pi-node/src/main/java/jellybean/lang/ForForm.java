package jellybean.lang;

import java.util.List;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;
import org.jspecify.annotations.Nullable;

/**
 * Analyses {@code for}: a node for each clause, each around those after it, and innermost one that
 * adds to the answer.
 */
final class ForForm {

  private static final String SHAPE = "(for [name coll …] body)";
  private static final int PARTS = 2;

  private final Analyser analyser;

  ForForm(Analyser analyser) {
    this.analyser = analyser;
  }

  Node analyse(Syntax form, Scope scope) {
    List<Syntax> parts = Analyser.parts(form);
    if (!analyser.hasParts(form, scope, PARTS, PARTS, SHAPE)) {
      return Nodes.NIL;
    }
    Syntax clauses = parts.getFirst();
    List<Syntax> pairs = clauses.children();
    if (!(clauses.value() instanceof EdnVector) || pairs.isEmpty() || pairs.size() % 2 != 0) {
      analyser.fault(
          clauses, SHAPE + " expects a vector of pairs of a name and a collection, or :when test");
      return Nodes.NIL;
    }
    if (pairs.getFirst().value() instanceof Keyword first) {
      analyser.fault(pairs.getFirst(), "for expects a name before " + first);
      return Nodes.NIL;
    }
    Scope.@Nullable Names mark = scope.mark();
    int answer = scope.temp();
    Node all = clauses(pairs, new Inner(parts.get(1), answer), scope);
    scope.release(mark);
    return new ForNodes.Collect(analyser.site(form), answer, all);
  }

  /** What the clauses are around. */
  private record Inner(Syntax body, int answer) {}

  private Node clauses(List<Syntax> pairs, Inner inner, Scope scope) {
    if (pairs.isEmpty()) {
      return new ForNodes.Add(inner.answer, analyser.analyse(inner.body, scope));
    }
    Syntax what = pairs.get(0);
    Syntax value = pairs.get(1);
    List<Syntax> others = pairs.subList(2, pairs.size());
    scope.deeper();
    Node node =
        what.value() instanceof Keyword modifier
            ? modified(modifier, what, value, others, inner, scope)
            : each(what, value, others, inner, scope);
    scope.shallower();
    return node;
  }

  private Node each(Syntax name, Syntax coll, List<Syntax> others, Inner inner, Scope scope) {
    Node from = analyser.analyse(coll, scope);
    int element = scope.temp();
    Bindings parted = new Bindings();
    analyser.binding().destructuring().bindSlot(name, element, scope, parted);
    Node body = parted.around(clauses(others, inner, scope));
    return new ForNodes.Each(analyser.site(coll), from, element, body);
  }

  private Node modified(
      Keyword modifier, Syntax at, Syntax value, List<Syntax> others, Inner inner, Scope scope) {
    return switch (modifier.toString()) {
      case ":let" -> {
        Bindings bindings = new Bindings();
        analyser.binding().bindAll(value, SHAPE, scope, bindings);
        yield bindings.around(clauses(others, inner, scope));
      }
      case ":when" -> {
        Node test = analyser.analyse(value, scope);
        yield new Nodes.If(test, clauses(others, inner, scope), Nodes.NIL);
      }
      case ":while" -> {
        Node test = analyser.analyse(value, scope);
        yield new Nodes.If(test, clauses(others, inner, scope), ForNodes.END);
      }
      default -> {
        analyser.fault(at, "for expects a name, :let, :when or :while, found " + modifier);
        analyser.analyse(value, scope);
        yield clauses(others, inner, scope);
      }
    };
  }
}
