package jellybean.lang;

import jellybean.edn.Value;

/**
 * Nodes that call: any value ({@code Invoke…}) or a built-in known when the program is analysed
 * ({@code Direct…}). Each places the errors of what it calls.
 */
final class Calls {

  /** Up to so many arguments a call has a node of its own. */
  static final int MAX_UNROLLED = 3;

  /** Java frames between a call node and the body of the function it calls. */
  private static final int CALL_UNITS = 2;

  /** Java frames between a call of a built-in and the body of a function the built-in calls. */
  private static final int CALLBACK_UNITS = 10;

  private Calls() {}

  /** {@code nesting}: nodes above this one within its function. */
  static Node invoke(Site site, int nesting, Node f, Node[] args) {
    int units = nesting + CALL_UNITS;
    return switch (args.length) {
      case 1 -> new Invoke1(site, units, f, args[0]);
      case 2 -> new Invoke2(site, units, f, args[0], args[1]);
      case 3 -> new Invoke3(site, units, f, args[0], args[1], args[2]);
      default -> new InvokeN(site, units, f, args);
    };
  }

  static Node direct(Site site, int nesting, Builtin f, Node[] args) {
    int units = f.callsBack ? nesting + CALLBACK_UNITS : 0;
    if (args.length == 1 && f.op1 != null) {
      return new Direct1(site, units, f.name(), f.op1, args[0]);
    }
    if (args.length == 2 && f.op2 != null) {
      return new Direct2(site, units, f.name(), f.op2, args[0], args[1]);
    }
    if (args.length == 3 && f.op3 != null) {
      return new Direct3(site, units, f.name(), f.op3, args[0], args[1], args[2]);
    }
    return new DirectN(site, units, f, args);
  }

  static Value[] evalAll(Node[] nodes, Value[] frame, Machine m) {
    Value[] values = new Value[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      values[i] = nodes[i].eval(frame, m);
    }
    return values;
  }

  private static final class Invoke1 extends Node {
    private final Site site;
    private final int units;
    private final Node f;
    private final Node a;

    Invoke1(Site site, int units, Node f, Node a) {
      this.site = site;
      this.units = units;
      this.f = f;
      this.a = a;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value target = f.eval(frame, m);
      Value x = a.eval(frame, m);
      try {
        m.push(units);
        Value result = Apply.call1(m, target, x);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  private static final class Invoke2 extends Node {
    private final Site site;
    private final int units;
    private final Node f;
    private final Node a;
    private final Node b;

    Invoke2(Site site, int units, Node f, Node a, Node b) {
      this.site = site;
      this.units = units;
      this.f = f;
      this.a = a;
      this.b = b;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value target = f.eval(frame, m);
      Value x = a.eval(frame, m);
      Value y = b.eval(frame, m);
      try {
        m.push(units);
        Value result = Apply.call2(m, target, x, y);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  private static final class Invoke3 extends Node {
    private final Site site;
    private final int units;
    private final Node f;
    private final Node a;
    private final Node b;
    private final Node c;

    Invoke3(Site site, int units, Node f, Node a, Node b, Node c) {
      this.site = site;
      this.units = units;
      this.f = f;
      this.a = a;
      this.b = b;
      this.c = c;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value target = f.eval(frame, m);
      Value x = a.eval(frame, m);
      Value y = b.eval(frame, m);
      Value z = c.eval(frame, m);
      try {
        m.push(units);
        Value result = Apply.call3(m, target, x, y, z);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  private static final class InvokeN extends Node {
    private final Site site;
    private final int units;
    private final Node f;
    private final Node[] args;

    InvokeN(Site site, int units, Node f, Node[] args) {
      this.site = site;
      this.units = units;
      this.f = f;
      this.args = args;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value target = f.eval(frame, m);
      Value[] values = evalAll(args, frame, m);
      try {
        m.push(units);
        Value result = Apply.call(m, target, values);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }

  private static final class Direct1 extends Node {
    private final Site site;
    private final int units;
    private final String name;
    private final Builtin.Op1 op;
    private final Node a;

    Direct1(Site site, int units, String name, Builtin.Op1 op, Node a) {
      this.site = site;
      this.units = units;
      this.name = name;
      this.op = op;
      this.a = a;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value x = a.eval(frame, m);
      try {
        m.charge(1);
        m.push(units);
        Value result = op.apply(m, x);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.in(name).at(site);
      }
    }
  }

  private static final class Direct2 extends Node {
    private final Site site;
    private final int units;
    private final String name;
    private final Builtin.Op2 op;
    private final Node a;
    private final Node b;

    Direct2(Site site, int units, String name, Builtin.Op2 op, Node a, Node b) {
      this.site = site;
      this.units = units;
      this.name = name;
      this.op = op;
      this.a = a;
      this.b = b;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value x = a.eval(frame, m);
      Value y = b.eval(frame, m);
      try {
        m.charge(1);
        m.push(units);
        Value result = op.apply(m, x, y);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.in(name).at(site);
      }
    }
  }

  private static final class Direct3 extends Node {
    private final Site site;
    private final int units;
    private final String name;
    private final Builtin.Op3 op;
    private final Node a;
    private final Node b;
    private final Node c;

    Direct3(Site site, int units, String name, Builtin.Op3 op, Node a, Node b, Node c) {
      this.site = site;
      this.units = units;
      this.name = name;
      this.op = op;
      this.a = a;
      this.b = b;
      this.c = c;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value x = a.eval(frame, m);
      Value y = b.eval(frame, m);
      Value z = c.eval(frame, m);
      try {
        m.charge(1);
        m.push(units);
        Value result = op.apply(m, x, y, z);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.in(name).at(site);
      }
    }
  }

  private static final class DirectN extends Node {
    private final Site site;
    private final int units;
    private final Builtin f;
    private final Node[] args;

    DirectN(Site site, int units, Builtin f, Node[] args) {
      this.site = site;
      this.units = units;
      this.f = f;
      this.args = args;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value[] values = evalAll(args, frame, m);
      try {
        m.push(units);
        Value result = f.apply(m, values);
        m.pop(units);
        return result;
      } catch (LangError e) {
        throw e.at(site);
      }
    }
  }
}
