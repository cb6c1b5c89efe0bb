package jellybean.lang;

import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/** A function of the language itself: one operation for each number of arguments it accepts. */
final class Builtin extends Fn {

  /** What {@link Builtin} does when called with so many arguments. */
  interface Op0 {
    Value apply(Machine m);
  }

  /** With one argument. */
  interface Op1 {
    Value apply(Machine m, Value a);
  }

  /** With two arguments. */
  interface Op2 {
    Value apply(Machine m, Value a, Value b);
  }

  /** With three arguments. */
  interface Op3 {
    Value apply(Machine m, Value a, Value b, Value c);
  }

  /** With any number of arguments; the array is the operation's own. */
  interface OpN {
    Value apply(Machine m, Value[] args);
  }

  private final String name;
  private final Arity arity;
  final boolean callsBack;
  final @Nullable Op0 op0;
  final @Nullable Op1 op1;
  final @Nullable Op2 op2;
  final @Nullable Op3 op3;
  final @Nullable OpN opN;

  private Builtin(Maker maker) {
    this.name = maker.name;
    this.arity = maker.arity;
    this.callsBack = maker.callsBack;
    this.op0 = maker.op0;
    this.op1 = maker.op1;
    this.op2 = maker.op2;
    this.op3 = maker.op3;
    this.opN = maker.opN;
  }

  static Maker named(String name) {
    return new Maker(name);
  }

  /** Collects the operations of one built-in. */
  static final class Maker {
    private final String name;
    private Arity arity = Arity.NONE;
    private boolean callsBack;
    private @Nullable Op0 op0;
    private @Nullable Op1 op1;
    private @Nullable Op2 op2;
    private @Nullable Op3 op3;
    private @Nullable OpN opN;

    private Maker(String name) {
      this.name = name;
    }

    /** It calls functions that it is given, so its place on the Java stack counts. */
    Maker callingBack() {
      callsBack = true;
      return this;
    }

    Maker on0(Op0 op) {
      op0 = op;
      arity = arity.and(0);
      return this;
    }

    Maker on1(Op1 op) {
      op1 = op;
      arity = arity.and(1);
      return this;
    }

    Maker on2(Op2 op) {
      op2 = op;
      arity = arity.and(2);
      return this;
    }

    Maker on3(Op3 op) {
      op3 = op;
      arity = arity.and(3);
      return this;
    }

    /** For every number of arguments from {@code least} on that has no operation of its own. */
    Maker onMore(int least, OpN op) {
      opN = op;
      arity = arity.andFrom(least);
      return this;
    }

    /** For exactly {@code count} arguments, four or more. */
    Maker onExactly(int count, OpN op) {
      opN = op;
      arity = arity.and(count);
      return this;
    }

    Builtin make() {
      return new Builtin(this);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(int argCount) {
    return arity.accepts(argCount);
  }

  @Override
  public String arity() {
    return arity.toString();
  }

  @Override
  Value call0(Machine m) {
    m.charge(1);
    try {
      return op0 != null ? op0.apply(m) : many(m);
    } catch (LangError e) {
      throw e.in(name);
    }
  }

  @Override
  Value call1(Machine m, Value a) {
    m.charge(1);
    try {
      return op1 != null ? op1.apply(m, a) : many(m, a);
    } catch (LangError e) {
      throw e.in(name);
    }
  }

  @Override
  Value call2(Machine m, Value a, Value b) {
    m.charge(1);
    try {
      return op2 != null ? op2.apply(m, a, b) : many(m, a, b);
    } catch (LangError e) {
      throw e.in(name);
    }
  }

  @Override
  Value call3(Machine m, Value a, Value b, Value c) {
    m.charge(1);
    try {
      return op3 != null ? op3.apply(m, a, b, c) : many(m, a, b, c);
    } catch (LangError e) {
      throw e.in(name);
    }
  }

  @Override
  Value callN(Machine m, Value[] args) {
    m.charge(1);
    try {
      return many(m, args);
    } catch (LangError e) {
      throw e.in(name);
    }
  }

  Value many(Machine m, Value... args) {
    if (opN == null || !accepts(args.length)) {
      throw LangError.arity(name, arity.toString(), args.length);
    }
    return opN.apply(m, args);
  }
}
