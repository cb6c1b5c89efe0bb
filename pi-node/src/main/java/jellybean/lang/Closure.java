package jellybean.lang;

import java.util.Arrays;
import jellybean.edn.EdnList;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/** A function written in the language, together with the values it captured when it was made. */
final class Closure extends Fn {

  /**
   * What all closures made by one {@code fn} form share.
   *
   * @param place where the form stands, {@code file:line:column}
   * @param fixed bodies by number of arguments; absent ones are null
   * @param variadic the body with a rest parameter, if any
   */
  record Template(
      String name, String place, Arity arity, @Nullable Code[] fixed, @Nullable Code variadic) {}

  private static final int ONE = 1;
  private static final int TWO = 2;
  private static final int THREE = 3;

  private final Template template;
  private final Value[] captured;

  Closure(Template template, Value[] captured) {
    this.template = template;
    this.captured = captured;
  }

  /** Fills in what was not there when the closure was made: its siblings in {@code letfn}. */
  void recapture(Value[] frame, int[] slots) {
    for (int i = 0; i < slots.length; i++) {
      captured[i] = frame[slots[i]];
    }
  }

  @Override
  public String name() {
    return template.name;
  }

  @Override
  public String place() {
    return template.place;
  }

  @Override
  public boolean accepts(int argCount) {
    return template.arity.accepts(argCount);
  }

  @Override
  public String arity() {
    return template.arity.toString();
  }

  @Override
  Value call0(Machine m) {
    Code code = fixed(0);
    return code == null ? callRest(m) : run(m, code, frame(m, code));
  }

  @Override
  Value call1(Machine m, Value a) {
    Code code = fixed(ONE);
    if (code == null) {
      return callRest(m, a);
    }
    Value[] frame = frame(m, code);
    frame[0] = a;
    return run(m, code, frame);
  }

  @Override
  Value call2(Machine m, Value a, Value b) {
    Code code = fixed(TWO);
    if (code == null) {
      return callRest(m, a, b);
    }
    Value[] frame = frame(m, code);
    frame[0] = a;
    frame[1] = b;
    return run(m, code, frame);
  }

  @Override
  Value call3(Machine m, Value a, Value b, Value c) {
    Code code = fixed(THREE);
    if (code == null) {
      return callRest(m, a, b, c);
    }
    Value[] frame = frame(m, code);
    frame[0] = a;
    frame[1] = b;
    frame[2] = c;
    return run(m, code, frame);
  }

  @Override
  Value callN(Machine m, Value[] args) {
    Code code = fixed(args.length);
    if (code == null) {
      return callRest(m, args);
    }
    Value[] frame = frame(m, code);
    System.arraycopy(args, 0, frame, 0, args.length);
    return run(m, code, frame);
  }

  private @Nullable Code fixed(int count) {
    @Nullable Code[] bodies = template.fixed;
    return count < bodies.length ? bodies[count] : null;
  }

  private Value callRest(Machine m, Value... args) {
    Code code = template.variadic;
    if (code == null || args.length < code.params()) {
      throw LangError.arity(name(), arity(), args.length);
    }
    m.charge(args.length);
    Value[] frame = frame(m, code);
    int params = code.params();
    System.arraycopy(args, 0, frame, 0, params);
    frame[params] =
        args.length == params
            ? Nil.NIL
            : EdnList.of(Arrays.asList(args).subList(params, args.length));
    return run(m, code, frame);
  }

  private Value[] frame(Machine m, Code code) {
    m.chargeSlots(code.frameSlots());
    Value[] frame = new Value[code.frameSlots()];
    int[] from = code.captured();
    int[] to = code.capturedSlots();
    for (int i = 0; i < from.length; i++) {
      frame[to[i]] = captured[from[i]];
    }
    if (code.selfSlot() >= 0) {
      frame[code.selfSlot()] = this;
    }
    return frame;
  }

  private static Value run(Machine m, Code code, Value[] frame) {
    m.enter();
    Value result = code.body().eval(frame, m);
    m.leave();
    return result;
  }
}
