package jellybean.lang;

import java.util.List;
import jellybean.edn.Bool;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/** Analyses {@code let loop recur if-let when-let if-some when-some when-first}. */
final class BindingForms {

  private final Analyser analyser;
  private final Destructuring destructuring;

  BindingForms(Analyser analyser) {
    this.analyser = analyser;
    this.destructuring = new Destructuring(analyser);
  }

  Destructuring destructuring() {
    return destructuring;
  }

  Node let(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    String shape = "(let [name value …] body…)";
    Scope.@Nullable Names mark = scope.mark();
    Bindings bindings = new Bindings();
    bind(pairs(form, shape), scope, bindings);
    Node body = analyser.body(parts.isEmpty() ? parts : tail(parts), scope, tail);
    scope.release(mark);
    return bindings.around(body);
  }

  /** The bindings of a vector such as that of {@code let}. */
  void bindAll(Syntax vector, String shape, Scope scope, Bindings out) {
    bind(vectorPairs(vector, vector, shape), scope, out);
  }

  private void bind(List<Syntax> pairs, Scope scope, Bindings out) {
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      Node value = analyser.analyse(pairs.get(i + 1), scope);
      destructuring.bind(pairs.get(i), value, scope, out);
    }
  }

  private static List<Syntax> tail(List<Syntax> parts) {
    return parts.subList(1, parts.size());
  }

  /** The pairs of a binding vector; empty after a fault. */
  private List<Syntax> pairs(Syntax form, String shape) {
    List<Syntax> parts = Analyser.parts(form);
    return vectorPairs(parts.isEmpty() ? form : parts.getFirst(), form, shape);
  }

  private List<Syntax> vectorPairs(Syntax vector, Syntax form, String shape) {
    if (!(vector.value() instanceof EdnVector)) {
      analyser.fault(form, shape + " expects a vector of bindings");
      return List.of();
    }
    List<Syntax> pairs = vector.children();
    if (pairs.size() % 2 != 0) {
      analyser.fault(vector, shape + " expects pairs of a name and a value, found a name alone");
      return pairs.subList(0, pairs.size() - 1);
    }
    return pairs;
  }

  /**
   * {@code loop}: every binding has a slot that {@code recur} fills; patterns are taken apart once
   * while the first values are computed, as later ones may use their parts, and again each turn.
   */
  Node loop(Syntax form, Scope scope) {
    List<Syntax> parts = Analyser.parts(form);
    List<Syntax> pairs = pairs(form, "(loop [name value …] body…)");
    Scope.@Nullable Names mark = scope.mark();
    Bindings first = new Bindings();
    Bindings eachTurn = new Bindings();
    int[] slots = new int[pairs.size() / 2];
    for (int i = 0; i < slots.length; i++) {
      Syntax pattern = pairs.get(2 * i);
      Node value = analyser.analyse(pairs.get(2 * i + 1), scope);
      slots[i] = scope.temp();
      first.add(slots[i], value);
      Bindings parted = new Bindings();
      destructuring.bindSlot(pattern, slots[i], scope, parted);
      first.addAll(parted);
      eachTurn.addAll(parted);
    }
    RecurTarget target = new RecurTarget(slots);
    Node body = analyser.body(parts.isEmpty() ? parts : tail(parts), scope, target);
    scope.release(mark);
    return first.around(target.around(eachTurn.around(body)));
  }

  Node recur(Syntax form, Scope scope, RecurTarget tail) {
    Node[] values = analyser.all(Analyser.parts(form), scope);
    if (tail == RecurTarget.NONE) {
      String expected = "tail position of a loop or fn";
      analyser.fault(form, "recur is not in " + expected, expected, form.value());
      return Nodes.NIL;
    }
    int wanted = tail.slots.length;
    if (values.length != wanted) {
      String expected = wanted + (wanted == 1 ? " value" : " values");
      Int found = Int.of(values.length);
      analyser.fault(form, "recur expects " + expected + ", found " + found, expected, found);
      return Nodes.NIL;
    }
    tail.use();
    return new Nodes.Recur(tail.slots, values, analyser.site(form));
  }

  /** {@code if-let} and its kin: the pattern is bound only where the test holds. */
  Node conditional(String name, Syntax form, Scope scope, RecurTarget tail) {
    boolean isIf = name.startsWith("if");
    String shape = "(" + name + (isIf ? " [name test] then else?)" : " [name test] body…)");
    List<Syntax> parts = Analyser.parts(form);
    List<Syntax> pairs = pairs(form, shape);
    if (pairs.size() != 2 || (isIf && (parts.size() < 2 || parts.size() > 3))) {
      analyser.fault(form, shape + " expected");
      return Nodes.NIL;
    }
    Node tested = analyser.analyse(pairs.get(1), scope);
    int slot = scope.temp();
    Node test = test(name, tested, slot, pairs.get(1));
    Scope.@Nullable Names mark = scope.mark();
    Bindings bindings = new Bindings();
    Node value = new Nodes.Local(slot);
    destructuring.bind(pairs.get(0), value, scope, bindings);
    List<Syntax> body = isIf ? parts.subList(1, 2) : tail(parts);
    Node then = bindings.around(analyser.body(body, scope, tail));
    scope.release(mark);
    Node otherwise =
        isIf && parts.size() == 3 ? analyser.analyse(parts.get(2), scope, tail) : Nodes.NIL;
    return new Nodes.If(test, then, otherwise);
  }

  private Node test(String name, Node tested, int slot, Syntax form) {
    Node kept = new CasesNode.Keep(tested, slot);
    return switch (name) {
      case "if-some", "when-some" -> new IsSome(kept);
      case "when-first" -> new DestructuringNodes.FirstInto(analyser.site(form), tested, slot);
      default -> kept;
    };
  }

  /** True unless the value is nil. */
  private static final class IsSome extends Node {
    private final Node value;

    IsSome(Node value) {
      this.value = value;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return Bool.of(test(frame, m));
    }

    @Override
    boolean test(Value[] frame, Machine m) {
      return value.eval(frame, m) != Nil.NIL;
    }
  }
}
