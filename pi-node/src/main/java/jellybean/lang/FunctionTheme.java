package jellybean.lang;

import java.util.Arrays;
import jellybean.edn.Bool;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/** Calling functions and making them from others. */
final class FunctionTheme implements Theme {

  /** The number of predicates up to which {@code some-fn} answers what the last one gave. */
  private static final int SOME_FN_PLAIN = 3;

  @Override
  public String table() {
    return """
    apply | f coll, f args… coll | Calls f with the elements of the last argument as arguments.
    identity | x | x itself.
    constantly | x | A function that always gives x.
    complement | f | A function that gives the opposite of f.
    partial | f args… | A function that calls f with these and then its own arguments.
    comp | functions… | A function that calls the last, then the one before with its result, ….
    juxt | f functions… | A function that gives a vector of what all functions give.
    fnil | f x, f x y, f x y z | f, but with x, y, z for first arguments that are nil.
    every-pred | pred preds… | Whether all predicates are true for all arguments.
    some-fn | pred preds… | The first true value a predicate gives for an argument.
    comparator | pred | A function that compares by a predicate such as <: -1, 1 or 0.
    trampoline | f args… | Calls f, and what it returns as long as that is a function.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "apply" -> make.callingBack().onMore(2, FunctionTheme::apply);
      case "identity" -> make.on1((_, x) -> x);
      case "constantly" -> make.on1((_, x) -> made("constantly", 0, (_, _) -> x));
      case "complement" ->
          make.on1(
              (_, f) ->
                  made(
                      "complement", 0, (m, args) -> Bool.of(!Node.isTrue(Apply.call(m, f, args)))));
      case "partial" -> make.onMore(1, (_, all) -> partial(all));
      case "comp" ->
          make.on0(_ -> made("comp", 0, FunctionTheme::same))
              .on1((_, f) -> f)
              .onMore(2, (_, all) -> made("comp", 0, (m, args) -> composed(m, all, args)));
      case "juxt" ->
          make.onMore(1, (_, all) -> made("juxt", 0, (m, args) -> juxtaposed(m, all, args)));
      case "fnil" ->
          make.on2((_, f, x) -> fnil(f, x))
              .on3((_, f, x, y) -> fnil(f, x, y))
              .onExactly(4, (_, all) -> fnil(all[0], all[1], all[2], all[3]));
      case "every-pred" ->
          make.onMore(
              1, (_, all) -> made("every-pred", 0, (m, args) -> Bool.of(every(m, all, args))));
      case "some-fn" ->
          make.onMore(1, (_, all) -> made("some-fn", 0, (m, args) -> some(m, all, args)));
      case "comparator" ->
          make.on1((_, pred) -> made("comparator", 0, (m, args) -> compared(m, pred, args)));
      case "trampoline" -> make.callingBack().onMore(1, FunctionTheme::trampoline);
      default -> throw Theme.unlinked(name);
    };
  }

  private static Fn made(String name, int least, Builtin.OpN op) {
    return new MadeFn(name, least, op);
  }

  private static Value apply(Machine m, Value[] all) {
    Value[] last = Seqs.array(m, all[all.length - 1]);
    int before = all.length - 2;
    Value[] args = new Value[before + last.length];
    System.arraycopy(all, 1, args, 0, before);
    System.arraycopy(last, 0, args, before, last.length);
    return Apply.call(m, all[0], args);
  }

  private static Value compared(Machine m, Value pred, Value[] args) {
    if (args.length != 2) {
      throw LangError.arity("comparator", "2 arguments", args.length);
    }
    boolean before = Node.isTrue(Apply.call2(m, pred, args[0], args[1]));
    return Int.of(before ? -1 : Node.isTrue(Apply.call2(m, pred, args[1], args[0])) ? 1 : 0);
  }

  private static Value trampoline(Machine m, Value[] all) {
    Value result = Apply.call(m, all[0], Arrays.copyOfRange(all, 1, all.length));
    while (result instanceof Fn next) {
      result = next.call0(m);
    }
    return result;
  }

  private static Value same(Machine m, Value[] args) {
    if (args.length != 1) {
      throw LangError.arity("identity", "1 argument", args.length);
    }
    return args[0];
  }

  private static Value partial(Value[] all) {
    if (all.length == 1) {
      return all[0];
    }
    return made(
        "partial",
        0,
        (m, args) -> {
          Value[] passed = Arrays.copyOfRange(all, 1, all.length + args.length);
          System.arraycopy(args, 0, passed, all.length - 1, args.length);
          m.charge(passed.length);
          return Apply.call(m, all[0], passed);
        });
  }

  private static Value composed(Machine m, Value[] functions, Value[] args) {
    Value result = Apply.call(m, functions[functions.length - 1], args);
    for (int i = functions.length - 2; i >= 0; i--) {
      result = Apply.call1(m, functions[i], result);
    }
    return result;
  }

  private static Value juxtaposed(Machine m, Value[] functions, Value[] args) {
    Value[] results = new Value[functions.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = Apply.call(m, functions[i], args.clone());
    }
    return m.bounded(EdnVector.of(results));
  }

  private static Value fnil(Value f, Value... defaults) {
    return made(
        "fnil",
        defaults.length,
        (m, args) -> {
          Value[] passed = args.clone();
          for (int i = 0; i < defaults.length; i++) {
            passed[i] = passed[i] == Nil.NIL ? defaults[i] : passed[i];
          }
          return Apply.call(m, f, passed);
        });
  }

  private static boolean every(Machine m, Value[] preds, Value[] args) {
    for (Value pred : preds) {
      for (Value arg : args) {
        if (!Node.isTrue(Apply.call1(m, pred, arg))) {
          return false;
        }
      }
    }
    return true;
  }

  private static Value some(Machine m, Value[] preds, Value[] args) {
    Value last = Nil.NIL;
    for (Value pred : preds) {
      for (Value arg : args) {
        last = Apply.call1(m, pred, arg);
        if (Node.isTrue(last)) {
          return last;
        }
      }
    }
    boolean plain = preds.length <= SOME_FN_PLAIN && args.length <= SOME_FN_PLAIN;
    return plain ? last : Nil.NIL;
  }
}
