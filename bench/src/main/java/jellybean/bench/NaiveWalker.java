package jellybean.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * How one writes an interpreter in an afternoon, to compare with: forms are lists and strings,
 * every name is looked up in a chain of maps each time, and there is no fuel and no check of
 * anything.
 */
final class NaiveWalker {
  /** Names and what they stand for, innermost first. */
  private record Scope(Map<String, Object> names, Optional<Scope> outer) {
    static final Scope NONE = new Scope(new HashMap<>(), Optional.empty());

    Object get(String name) {
      Object value = names.get(name);
      return value == null ? outer.orElseThrow().get(name) : value;
    }
  }

  private record Closure(String self, List<?> params, Object body, Scope scope) {}

  private static final Map<String, BinaryOperator<Object>> BUILT_INS =
      Map.of(
          "+", (a, b) -> Math.addExact((Long) a, (Long) b),
          "-", (a, b) -> Math.subtractExact((Long) a, (Long) b),
          "<", (a, b) -> (Long) a < (Long) b);

  private NaiveWalker() {}

  /** A function of one number, {@code [fn self [param] body]}. */
  static Object function(List<?> form) {
    return eval(form, Scope.NONE);
  }

  static Object call(Object function, Object... args) {
    Closure closure = (Closure) function;
    Map<String, Object> names = new HashMap<>();
    names.put(closure.self(), closure);
    for (int i = 0; i < args.length; i++) {
      names.put((String) closure.params().get(i), args[i]);
    }
    return eval(closure.body(), new Scope(names, Optional.of(closure.scope())));
  }

  private static Object eval(Object form, Scope scope) {
    if (form instanceof String name) {
      return BUILT_INS.containsKey(name) ? BUILT_INS.get(name) : scope.get(name);
    }
    if (!(form instanceof List<?> list)) {
      return form;
    }
    return switch (String.valueOf(list.getFirst())) {
      case "fn" -> new Closure((String) list.get(1), (List<?>) list.get(2), list.get(3), scope);
      case "if" -> eval(list.get((Boolean) eval(list.get(1), scope) ? 2 : 3), scope);
      default -> apply(list, scope);
    };
  }

  @SuppressWarnings("unchecked") // Only built-ins are operators.
  private static Object apply(List<?> list, Scope scope) {
    Object function = eval(list.getFirst(), scope);
    Object[] args = new Object[list.size() - 1];
    for (int i = 0; i < args.length; i++) {
      args[i] = eval(list.get(i + 1), scope);
    }
    return function instanceof BinaryOperator<?> operator
        ? ((BinaryOperator<Object>) operator).apply(args[0], args[1])
        : call(function, args);
  }
}
