package jellybean.lang;

import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Symbol;
import jellybean.edn.Value;

/** Calls any value that Clojure can call: functions, keywords, symbols, maps, sets, vectors. */
final class Apply {

  private Apply() {}

  static Value call0(Machine m, Value f) {
    if (f instanceof Fn fn) {
      return fn.call0(m);
    }
    throw wrongCount(f, 0);
  }

  static Value call1(Machine m, Value f, Value a) {
    if (f instanceof Fn fn) {
      return fn.call1(m, a);
    }
    m.charge(1);
    return switch (f) {
      case Keyword k -> Lookup.get(m, a, k, Nil.NIL);
      case Symbol s -> Lookup.get(m, a, s, Nil.NIL);
      case EdnMap map -> Lookup.get(m, map, a, Nil.NIL);
      case EdnSet set -> Lookup.get(m, set, a, Nil.NIL);
      case EdnVector vector -> element(vector, a);
      default -> throw LangError.notAFunction(f);
    };
  }

  static Value call2(Machine m, Value f, Value a, Value b) {
    if (f instanceof Fn fn) {
      return fn.call2(m, a, b);
    }
    m.charge(1);
    return switch (f) {
      case Keyword k -> Lookup.get(m, a, k, b);
      case Symbol s -> Lookup.get(m, a, s, b);
      case EdnMap map -> Lookup.get(m, map, a, b);
      default -> throw wrongCount(f, 2);
    };
  }

  static Value call3(Machine m, Value f, Value a, Value b, Value c) {
    if (f instanceof Fn fn) {
      return fn.call3(m, a, b, c);
    }
    throw wrongCount(f, 3);
  }

  static Value call(Machine m, Value f, Value[] args) {
    return switch (args.length) {
      case 0 -> call0(m, f);
      case 1 -> call1(m, f, args[0]);
      case 2 -> call2(m, f, args[0], args[1]);
      case 3 -> call3(m, f, args[0], args[1], args[2]);
      default -> {
        if (f instanceof Fn fn) {
          yield fn.callN(m, args);
        }
        throw wrongCount(f, args.length);
      }
    };
  }

  private static Value element(EdnVector vector, Value key) {
    Value found = Lookup.element(vector, key, Nodes.Again.AGAIN);
    if (found != Nodes.Again.AGAIN) {
      return found;
    }
    throw LangError.sentence(
        "a vector of " + vector.size() + " elements has no element " + Describe.text(key),
        "an index below " + vector.size(),
        key);
  }

  private static LangError wrongCount(Value f, int count) {
    return switch (f) {
      case Keyword _, Symbol _, EdnMap _ ->
          LangError.arity(Describe.text(f), "1 or 2 arguments", count);
      case EdnSet _, EdnVector _ -> LangError.arity(Describe.text(f), "1 argument", count);
      default -> LangError.notAFunction(f);
    };
  }
}
