package jellybean.lang;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/** Analyses {@code fn} and {@code letfn}. */
final class FnForms {

  /** Clojure allows no more fixed parameters. */
  static final int MAX_PARAMS = 20;

  static final String ANONYMOUS = "fn";
  private static final Symbol FN = Symbol.of("fn");

  private final Analyser analyser;

  FnForms(Analyser analyser) {
    this.analyser = analyser;
  }

  Node fn(Syntax form, Scope scope) {
    return fn(form, Analyser.parts(form), ANONYMOUS, scope);
  }

  /** A function of a document, known by the document's name for it in messages. */
  Node named(String name, Syntax form, Scope scope) {
    return fn(form, Analyser.parts(form), name, scope);
  }

  /** Whether a form is {@code (fn …)}. */
  static boolean isFn(Syntax form) {
    return form.value() instanceof EdnList
        && !form.children().isEmpty()
        && form.children().getFirst().value().equals(FN);
  }

  /** What arguments a {@code fn} form takes, by its looks alone. */
  static Arity arity(Syntax form) {
    Arity arity = Arity.NONE;
    for (List<Syntax> body : bodies(afterName(Analyser.parts(form)))) {
      arity = plus(arity, body);
    }
    return arity;
  }

  private static Arity plus(Arity arity, List<Syntax> body) {
    if (body.isEmpty() || !(body.getFirst().value() instanceof EdnVector)) {
      return arity;
    }
    List<Syntax> params = body.getFirst().children();
    int rest = restIndex(params);
    return rest >= 0
        ? arity.andFrom(Math.min(rest, MAX_PARAMS))
        : arity.and(Math.min(params.size(), MAX_PARAMS));
  }

  private static List<Syntax> afterName(List<Syntax> parts) {
    boolean named = !parts.isEmpty() && parts.getFirst().value() instanceof Symbol;
    return named ? parts.subList(1, parts.size()) : parts;
  }

  /** {@code ([a] …)} or {@code [a] …} as a list of parameters-and-body. */
  private static List<List<Syntax>> bodies(List<Syntax> parts) {
    if (!parts.isEmpty() && parts.getFirst().value() instanceof EdnVector) {
      return List.of(parts);
    }
    return parts.stream().map(Syntax::children).toList();
  }

  private static int restIndex(List<Syntax> params) {
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).value().equals(Destructuring.REST)) {
        return i;
      }
    }
    return -1;
  }

  private Node fn(Syntax form, List<Syntax> parts, String defaultName, Scope scope) {
    Optional<Symbol> self =
        !parts.isEmpty() && parts.getFirst().value() instanceof Symbol name
            ? Optional.of(name)
            : Optional.empty();
    List<List<Syntax>> bodies = bodies(afterName(parts));
    if (bodies.isEmpty() || bodies.stream().anyMatch(FnForms::hasNoParams)) {
      analyser.fault(form, "(fn name? [params…] body…) expected");
      return Nodes.NIL;
    }
    String name = self.map(Symbol::toString).orElse(defaultName);
    Scope.Captures captures = new Scope.Captures();
    List<Code> codes = new ArrayList<>();
    for (List<Syntax> body : bodies) {
      codes.add(body(body, self, scope.inner(captures)));
    }
    Closure.Template template = template(form, name, codes);
    int[] captured = captures.slots();
    return captured.length == 0
        ? new Nodes.Constant(new Closure(template, new Value[0]))
        : new Nodes.MakeClosure(template, captured);
  }

  private static boolean hasNoParams(List<Syntax> body) {
    return body.isEmpty() || !(body.getFirst().value() instanceof EdnVector);
  }

  private Closure.Template template(Syntax form, String name, List<Code> codes) {
    @Nullable Code[] fixed = new @Nullable Code[MAX_PARAMS + 1];
    @Nullable Code variadic = null;
    Arity arity = Arity.NONE;
    int most = -1;
    for (Code code : codes) {
      if (code.variadic()) {
        if (variadic != null) {
          analyser.fault(form, "fn has two bodies with &");
        }
        variadic = code;
        arity = arity.andFrom(code.params());
      } else {
        if (fixed[code.params()] != null) {
          analyser.fault(form, "fn has two bodies for " + Arity.exactly(code.params()));
        }
        fixed[code.params()] = code;
        arity = arity.and(code.params());
        most = Math.max(most, code.params());
      }
    }
    if (variadic != null && most > variadic.params()) {
      analyser.fault(form, "fn has a body with more parameters than the one with &");
    }
    return new Closure.Template(
        name, analyser.site(form).place(), arity, Arrays.copyOf(fixed, most + 1), variadic);
  }

  private Code body(List<Syntax> parts, Optional<Symbol> self, Scope scope) {
    Syntax vector = parts.getFirst();
    List<Syntax> params = params(vector);
    int rest = restIndex(params);
    int fixed = rest < 0 ? params.size() : rest;
    List<Syntax> patterns = new ArrayList<>(params);
    if (rest >= 0) {
      patterns.remove(rest);
    }
    int[] slots = new int[patterns.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = scope.temp();
    }
    int selfSlot = self.map(scope::declare).orElse(Scope.ABSENT);
    Bindings parted = new Bindings();
    for (int i = 0; i < slots.length; i++) {
      analyser.binding().destructuring().bindSlot(patterns.get(i), slots[i], scope, parted);
    }
    RecurTarget target = new RecurTarget(slots);
    List<Syntax> forms = withoutConditions(parts.subList(1, parts.size()));
    Node body = target.around(parted.around(analyser.body(forms, scope, target)));
    return new Code(
        fixed,
        rest >= 0,
        scope.slots(),
        selfSlot,
        scope.capturedIndexes(),
        scope.capturedSlots(),
        body);
  }

  private List<Syntax> withoutConditions(List<Syntax> forms) {
    if (forms.size() > 1
        && forms.getFirst().value() instanceof EdnMap map
        && (map.containsKey(Keyword.of("pre")) || map.containsKey(Keyword.of("post")))) {
      analyser.fault(forms.getFirst(), ":pre and :post are not part of the language");
    }
    return forms;
  }

  /** The parameters, cut after a fault to what can be analysed. */
  private List<Syntax> params(Syntax vector) {
    List<Syntax> params = vector.children();
    int rest = restIndex(params);
    if (rest >= 0 && rest != params.size() - 2) {
      analyser.fault(vector, "& expects exactly one binding after it, at the end");
      return params.subList(0, Math.min(rest, MAX_PARAMS));
    }
    int fixed = rest < 0 ? params.size() : rest;
    if (fixed > MAX_PARAMS) {
      analyser.fault(vector, "at most " + MAX_PARAMS + " parameters expected, found " + fixed);
      return params.subList(0, MAX_PARAMS);
    }
    return params;
  }

  /** {@code (letfn [(name [params…] body…) …] body…)}. */
  Node letfn(Syntax form, Scope scope, RecurTarget tail) {
    List<Syntax> parts = Analyser.parts(form);
    if (parts.isEmpty()
        || !(parts.getFirst().value() instanceof EdnVector)
        || parts.getFirst().children().stream().anyMatch(f -> !isNamedFn(f))) {
      analyser.fault(form, "(letfn [(name [params…] body…) …] body…) expected");
      return Nodes.NIL;
    }
    Scope.@Nullable Names mark = scope.mark();
    List<Syntax> functions = parts.getFirst().children();
    int[] slots = new int[functions.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = scope.declare((Symbol) functions.get(i).children().getFirst().value());
    }
    Node[] makers = new Node[slots.length];
    for (int i = 0; i < slots.length; i++) {
      makers[i] = fn(functions.get(i), functions.get(i).children(), ANONYMOUS, scope);
    }
    Node body = analyser.body(parts.subList(1, parts.size()), scope, tail);
    scope.release(mark);
    return new Nodes.LetFn(slots, makers, body);
  }

  private static boolean isNamedFn(Syntax form) {
    return form.value() instanceof EdnList
        && !form.children().isEmpty()
        && form.children().getFirst().value() instanceof Symbol;
  }
}
