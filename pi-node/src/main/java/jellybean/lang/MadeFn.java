package jellybean.lang;

import jellybean.edn.Value;

/** A function that a built-in such as {@code partial} made. A call of it counts as any call. */
final class MadeFn extends Fn {

  /** Java frames between a call of this and the body of a function it calls. */
  private static final int UNITS = 8;

  private final String name;
  private final int least;
  private final Builtin.OpN op;

  MadeFn(String name, int least, Builtin.OpN op) {
    this.name = name;
    this.least = least;
    this.op = op;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(int argCount) {
    return argCount >= least;
  }

  @Override
  public String arity() {
    return Arity.atLeast(least).toString();
  }

  @Override
  Value call0(Machine m) {
    return callN(m, new Value[0]);
  }

  @Override
  Value call1(Machine m, Value a) {
    return callN(m, new Value[] {a});
  }

  @Override
  Value call2(Machine m, Value a, Value b) {
    return callN(m, new Value[] {a, b});
  }

  @Override
  Value call3(Machine m, Value a, Value b, Value c) {
    return callN(m, new Value[] {a, b, c});
  }

  @Override
  Value callN(Machine m, Value[] args) {
    if (args.length < least) {
      throw LangError.arity(name, arity(), args.length);
    }
    m.enter();
    m.push(UNITS);
    Value result = op.apply(m, args);
    m.pop(UNITS);
    m.leave();
    return result;
  }
}
