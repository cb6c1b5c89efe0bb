package jellybean.lang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.Bool;
import jellybean.edn.EdnList;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/** Analyses {@code quote if when and or cond condp case}. */
final class ControlForms {

  private static final Keyword PASS_RESULT = Keyword.of(">>");

  private final Analyser analyser;

  ControlForms(Analyser analyser) {
    this.analyser = analyser;
  }

  Node quote(Syntax form, Scope scope) {
    return analyser.hasParts(form, scope, 1, 1, "(quote form)")
        ? new Nodes.Constant(Analyser.parts(form).getFirst().value())
        : Nodes.NIL;
  }

  Node ifForm(Syntax form, Scope scope, RecurTarget tail, boolean negated) {
    String shape = negated ? "(if-not test then else?)" : "(if test then else?)";
    List<Syntax> parts = Analyser.parts(form);
    if (!analyser.hasParts(form, scope, 2, 3, shape)) {
      return analyser.body(parts, scope, tail);
    }
    Node test = analyser.analyse(parts.get(0), scope);
    Node then = analyser.analyse(parts.get(1), scope, tail);
    Node otherwise = parts.size() == 3 ? analyser.analyse(parts.get(2), scope, tail) : Nodes.NIL;
    return negated ? new Nodes.If(test, otherwise, then) : new Nodes.If(test, then, otherwise);
  }

  Node when(Syntax form, Scope scope, RecurTarget tail, boolean negated) {
    String shape = negated ? "(when-not test body…)" : "(when test body…)";
    List<Syntax> parts = Analyser.parts(form);
    if (!analyser.hasParts(form, scope, 1, Integer.MAX_VALUE, shape)) {
      return Nodes.NIL;
    }
    Node test = analyser.analyse(parts.getFirst(), scope);
    Node body = analyser.body(parts.subList(1, parts.size()), scope, tail);
    return negated ? new Nodes.If(test, Nodes.NIL, body) : new Nodes.If(test, body, Nodes.NIL);
  }

  Node and(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    if (parts.isEmpty()) {
      return new Nodes.Constant(Bool.TRUE);
    }
    Node[] before = analyser.all(parts.subList(0, parts.size() - 1), scope);
    return new Nodes.And(before, analyser.analyse(parts.getLast(), scope, tail));
  }

  Node or(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    if (parts.isEmpty()) {
      return Nodes.NIL;
    }
    Node[] before = analyser.all(parts.subList(0, parts.size() - 1), scope);
    return new Nodes.Or(before, analyser.analyse(parts.getLast(), scope, tail));
  }

  Node cond(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    if (parts.size() % 2 != 0) {
      analyser.fault(form, "(cond test answer …) expects pairs, found " + parts.size() + " parts");
      return analyser.body(parts, scope, tail);
    }
    Node[] tests = new Node[parts.size() / 2];
    Node[] answers = new Node[tests.length];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = analyser.analyse(parts.get(2 * i), scope);
      answers[i] = analyser.analyse(parts.get(2 * i + 1), scope, tail);
    }
    return new Nodes.Cond(tests, answers, Nodes.NIL);
  }

  /** {@code (condp pred value test answer … default?)}, where an answer may be {@code :>> f}. */
  Node condp(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    if (!analyser.hasParts(form, scope, 2, Integer.MAX_VALUE, "(condp pred value clauses…)")) {
      return analyser.body(parts, scope, tail);
    }
    Bindings bindings = new Bindings();
    int pred = scope.temp();
    bindings.add(pred, analyser.analyse(parts.get(0), scope));
    int value = scope.temp();
    bindings.add(value, analyser.analyse(parts.get(1), scope));
    List<Syntax> clauses = parts.subList(2, parts.size());
    return bindings.around(clauses(form, clauses, new CondP(pred, value, scope, tail)));
  }

  private record CondP(int pred, int value, Scope scope, RecurTarget tail) {}

  private Node clauses(Syntax form, List<Syntax> clauses, CondP in) {
    Scope scope = in.scope;
    int at = 0;
    List<Node> tests = new ArrayList<>();
    List<Node> answers = new ArrayList<>();
    while (clauses.size() - at >= 2) {
      Syntax test = clauses.get(at);
      Node[] args = {analyser.analyse(test, scope), new Nodes.Local(in.value)};
      Node asked =
          Calls.invoke(analyser.site(test), scope.nesting(), new Nodes.Local(in.pred), args);
      boolean passes = clauses.get(at + 1).value() == PASS_RESULT && clauses.size() - at >= 3;
      if (passes) {
        int result = scope.temp();
        Node f = analyser.analyse(clauses.get(at + 2), scope);
        Node[] passed = {new Nodes.Local(result)};
        Node call = Calls.invoke(analyser.site(clauses.get(at + 2)), scope.nesting(), f, passed);
        tests.add(new CasesNode.Keep(asked, result));
        answers.add(call);
      } else {
        tests.add(asked);
        answers.add(analyser.analyse(clauses.get(at + 1), scope, in.tail));
      }
      at += passes ? 3 : 2;
    }
    Node otherwise =
        at < clauses.size()
            ? analyser.analyse(clauses.get(at), scope, in.tail)
            : new CasesNode.NoClause(analyser.site(form), in.value);
    return new Nodes.Cond(tests.toArray(new Node[0]), answers.toArray(new Node[0]), otherwise);
  }

  Node caseForm(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    if (!analyser.hasParts(form, scope, 1, Integer.MAX_VALUE, "(case value clauses…)")) {
      return Nodes.NIL;
    }
    Node value = analyser.analyse(parts.getFirst(), scope);
    Map<Value, Node> answers = new HashMap<>();
    int at = 1;
    for (; at + 1 < parts.size(); at += 2) {
      Node answer = analyser.analyse(parts.get(at + 1), scope, tail);
      caseConstants(parts.get(at), answer, answers);
    }
    Node otherwise =
        at < parts.size()
            ? analyser.analyse(parts.get(at), scope, tail)
            : CasesNode.Case.NO_DEFAULT;
    return new CasesNode.Case(analyser.site(form), value, answers, otherwise);
  }

  private void caseConstants(Syntax constant, Node answer, Map<Value, Node> answers) {
    boolean several = constant.value() instanceof EdnList;
    List<Syntax> all = several ? constant.children() : List.of(constant);
    for (Syntax one : all) {
      if (answers.putIfAbsent(one.value(), answer) != null) {
        analyser.fault(one, "case has the constant " + Describe.text(one.value()) + " twice");
      }
    }
  }
}
