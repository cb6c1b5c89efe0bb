package jellybean.lang;

import java.util.Iterator;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Opaque;
import jellybean.edn.Sequential;
import jellybean.edn.Value;

/** Bringing a collection down to one value. */
final class FoldTheme implements Theme {

  private static final Int ONE = Int.of(1);

  /** A value that ends the fold it is given to. */
  private record Reduced(Value value) implements Opaque {
    @Override
    public int weightBytes() {
      return value.weightBytes();
    }

    @Override
    public int depth() {
      return value.depth();
    }
  }

  @Override
  public String table() {
    return """
    reduce | f coll, f init coll | The elements put together by f, from the left.
    reduce-kv | f init map | The keys and values put together by f, called with three values.
    reductions | f coll, f init coll | A list of what reduce gives after each element.
    reduced | x | Ends the reduce whose function returns it, with x.
    reduced? | x | Whether it is what reduced returns.
    unreduced | x | The x in what reduced returns; anything else itself.
    some | pred coll | The first true value that pred gives, else nil.
    every? | pred coll | Whether pred is true for all.
    not-any? | pred coll | Whether pred is true for none.
    not-every? | pred coll | Whether pred is not true for some.
    group-by | f coll | A map from what f gives to vectors of the elements.
    frequencies | coll | A map from the elements to how often they occur.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name).callingBack();
    return switch (name) {
      case "reduce" -> make.on2(FoldTheme::reduce).on3(FoldTheme::reduceFrom);
      case "reduce-kv" -> make.on3(FoldTheme::reduceKv);
      case "reductions" -> make.on2(FoldTheme::reductions).on3(FoldTheme::reductionsFrom);
      case "reduced" -> make.on1((_, x) -> new Reduced(x));
      case "reduced?" -> make.on1((_, x) -> Bool.of(x instanceof Reduced));
      case "unreduced" -> make.on1((_, x) -> unreduced(x));
      case "some" -> make.on2(FoldTheme::some);
      case "every?" -> make.on2((m, f, coll) -> Bool.of(every(m, f, coll)));
      case "not-any?" -> make.on2((m, f, coll) -> Bool.of(!Node.isTrue(some(m, f, coll))));
      case "not-every?" -> make.on2((m, f, coll) -> Bool.of(!every(m, f, coll)));
      case "group-by" -> make.on2(FoldTheme::groupBy);
      case "frequencies" -> make.on1(FoldTheme::frequencies);
      default -> throw Theme.unlinked(name);
    };
  }

  private static Value unreduced(Value x) {
    return x instanceof Reduced reduced ? reduced.value : x;
  }

  private static Value reduce(Machine m, Value f, Value coll) {
    Iterator<Value> elements = Seqs.each(coll).iterator();
    if (!elements.hasNext()) {
      return Apply.call0(m, f);
    }
    if (coll instanceof Sequential) {
      requireCallable(f);
    }
    return fold(m, f, elements.next(), elements);
  }

  /** Also where it is not called in the end. */
  private static void requireCallable(Value f) {
    if (f != Nil.NIL && !PredicateTheme.isCallable(f)) {
      throw LangError.expected("a function", f);
    }
  }

  private static Value reduceFrom(Machine m, Value f, Value init, Value coll) {
    if (coll instanceof EdnVector) {
      requireCallable(f);
    }
    return fold(m, f, init, Seqs.each(coll).iterator());
  }

  private static Value fold(Machine m, Value f, Value init, Iterator<Value> elements) {
    Value result = init;
    while (elements.hasNext()) {
      result = Apply.call2(m, f, result, elements.next());
      if (result instanceof Reduced reduced) {
        return reduced.value;
      }
    }
    return result;
  }

  private static Value reduceKv(Machine m, Value f, Value init, Value coll) {
    if (coll instanceof EdnMap || coll instanceof EdnVector) {
      requireCallable(f);
    }
    Value result = init;
    long index = 0;
    for (Value element : Seqs.each(coll)) {
      result =
          switch (coll) {
            case EdnVector _ -> Apply.call3(m, f, result, Int.of(index++), element);
            default -> {
              EdnVector entry = entry(element);
              yield Apply.call3(m, f, result, entry.get(0), entry.get(1));
            }
          };
      if (result instanceof Reduced reduced) {
        return reduced.value;
      }
    }
    return result;
  }

  private static EdnVector entry(Value value) {
    if (value instanceof EdnVector pair && pair.size() == 2) {
      return pair;
    }
    throw LangError.expected("a map, a vector or entries", value);
  }

  private static Value reductions(Machine m, Value f, Value coll) {
    Iterator<Value> elements = Seqs.each(coll).iterator();
    if (!elements.hasNext()) {
      Out out = new Out(m);
      out.add(Apply.call0(m, f));
      return out.list();
    }
    return steps(m, f, elements.next(), elements);
  }

  private static Value reductionsFrom(Machine m, Value f, Value init, Value coll) {
    return steps(m, f, init, Seqs.each(coll).iterator());
  }

  private static Value steps(Machine m, Value f, Value init, Iterator<Value> elements) {
    Out out = new Out(m);
    Value result = init;
    while (!(result instanceof Reduced)) {
      out.add(result);
      if (!elements.hasNext()) {
        return out.list();
      }
      result = Apply.call2(m, f, result, elements.next());
    }
    out.add(unreduced(result));
    return out.list();
  }

  private static Value some(Machine m, Value pred, Value coll) {
    for (Value element : Seqs.each(coll)) {
      Value answer = Apply.call1(m, pred, element);
      if (Node.isTrue(answer)) {
        return answer;
      }
    }
    return Nil.NIL;
  }

  private static boolean every(Machine m, Value pred, Value coll) {
    for (Value element : Seqs.each(coll)) {
      if (!Node.isTrue(Apply.call1(m, pred, element))) {
        return false;
      }
    }
    return true;
  }

  private static Value groupBy(Machine m, Value f, Value coll) {
    EdnMap groups = EdnMap.EMPTY;
    for (Value element : Seqs.each(coll)) {
      Value key = Apply.call1(m, f, element);
      EdnVector group = (EdnVector) groups.get(key, EdnVector.EMPTY);
      groups = Maps.put(m, groups, key, group.append(element));
    }
    return groups;
  }

  private static Value frequencies(Machine m, Value coll) {
    EdnMap counts = EdnMap.EMPTY;
    for (Value element : Seqs.paid(m, coll)) {
      Value count = counts.get(element, Int.of(0));
      counts = Maps.put(m, counts, element, Numbers.add(m, count, ONE));
    }
    return counts;
  }
}
