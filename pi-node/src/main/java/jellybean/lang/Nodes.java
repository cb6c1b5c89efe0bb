package jellybean.lang;

import jellybean.edn.Nil;
import jellybean.edn.Opaque;
import jellybean.edn.Value;

/** Nodes for constants, names and control flow. */
final class Nodes {

  private Nodes() {}

  static final Node NIL = new Constant(Nil.NIL);

  /** A value known when the program is analysed. */
  static final class Constant extends Node {
    final Value value;

    Constant(Value value) {
      this.value = value;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return value;
    }
  }

  /** A local name. */
  static final class Local extends Node {
    final int slot;

    Local(int slot) {
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return frame[slot];
    }
  }

  /** A name defined by the document or the session. */
  static final class GlobalName extends Node {
    final Global global;
    private final Site site;

    GlobalName(Global global, Site site) {
      this.global = global;
      this.site = site;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return global.value(site);
    }
  }

  /** {@code (if test then else)}. */
  static final class If extends Node {
    private final Node test;
    private final Node then;
    private final Node otherwise;

    If(Node test, Node then, Node otherwise) {
      this.test = test;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      return test.test(frame, m) ? then.eval(frame, m) : otherwise.eval(frame, m);
    }
  }

  /** {@code cond}: the answer of the first test that holds, else the last node's. */
  static final class Cond extends Node {
    private final Node[] tests;
    private final Node[] answers;
    private final Node otherwise;

    Cond(Node[] tests, Node[] answers, Node otherwise) {
      this.tests = tests;
      this.answers = answers;
      this.otherwise = otherwise;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (int i = 0; i < tests.length; i++) {
        if (tests[i].test(frame, m)) {
          return answers[i].eval(frame, m);
        }
      }
      return otherwise.eval(frame, m);
    }
  }

  /** {@code do}: all in order, the last one's value. */
  static final class Do extends Node {
    private final Node[] before;
    private final Node last;

    Do(Node[] before, Node last) {
      this.before = before;
      this.last = last;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (Node node : before) {
        node.eval(frame, m);
      }
      return last.eval(frame, m);
    }
  }

  /** {@code and}: the first value that is not true, else the last. */
  static final class And extends Node {
    private final Node[] before;
    private final Node last;

    And(Node[] before, Node last) {
      this.before = before;
      this.last = last;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (Node node : before) {
        Value value = node.eval(frame, m);
        if (!isTrue(value)) {
          return value;
        }
      }
      return last.eval(frame, m);
    }

    @Override
    boolean test(Value[] frame, Machine m) {
      for (Node node : before) {
        if (!node.test(frame, m)) {
          return false;
        }
      }
      return last.test(frame, m);
    }
  }

  /** {@code or}: the first value that is true, else the last. */
  static final class Or extends Node {
    private final Node[] before;
    private final Node last;

    Or(Node[] before, Node last) {
      this.before = before;
      this.last = last;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (Node node : before) {
        Value value = node.eval(frame, m);
        if (isTrue(value)) {
          return value;
        }
      }
      return last.eval(frame, m);
    }

    @Override
    boolean test(Value[] frame, Machine m) {
      for (Node node : before) {
        if (node.test(frame, m)) {
          return true;
        }
      }
      return last.test(frame, m);
    }
  }

  /** Locals in order, then a body: {@code let} and everything that destructures. */
  static final class Let extends Node {
    private final int[] slots;
    private final Node[] values;
    private final Node body;

    Let(int[] slots, Node[] values, Node body) {
      this.slots = slots;
      this.values = values;
      this.body = body;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (int i = 0; i < slots.length; i++) {
        frame[slots[i]] = values[i].eval(frame, m);
      }
      return body.eval(frame, m);
    }
  }

  /** Marks that a {@code recur} has filled the slots of its target, which takes the next turn. */
  static final class Again implements Opaque {
    static final Again AGAIN = new Again();

    private Again() {}

    @Override
    public int weightBytes() {
      return 0;
    }
  }

  /** Runs a body until it ends without {@code recur}. */
  static final class Repeat extends Node {
    private final Node body;

    Repeat(Node body) {
      this.body = body;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value value;
      do {
        value = body.eval(frame, m);
      } while (value == Again.AGAIN);
      return value;
    }
  }

  /** {@code recur}: all values first, then the slots, then the next turn. */
  static final class Recur extends Node {
    private final int[] slots;
    private final Node[] values;
    private final Site site;

    Recur(int[] slots, Node[] values, Site site) {
      this.slots = slots;
      this.values = values;
      this.site = site;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      try {
        m.charge(1);
      } catch (LangError e) {
        throw e.at(site);
      }
      int count = slots.length;
      if (count == 1) {
        frame[slots[0]] = values[0].eval(frame, m);
        return Again.AGAIN;
      }
      Value[] next = new Value[count];
      for (int i = 0; i < count; i++) {
        next[i] = values[i].eval(frame, m);
      }
      for (int i = 0; i < count; i++) {
        frame[slots[i]] = next[i];
      }
      return Again.AGAIN;
    }
  }

  /** {@code fn}: a closure over the current values of what it captures. */
  static final class MakeClosure extends Node {
    private final Closure.Template template;
    private final int[] captured;

    MakeClosure(Closure.Template template, int[] captured) {
      this.template = template;
      this.captured = captured;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      m.chargeSlots(captured.length);
      Value[] values = new Value[captured.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = frame[captured[i]];
      }
      return new Closure(template, values);
    }
  }

  /** {@code letfn}: closures that may capture one another. */
  static final class LetFn extends Node {
    private final int[] slots;
    private final Node[] makers;
    private final Node body;

    LetFn(int[] slots, Node[] makers, Node body) {
      this.slots = slots;
      this.makers = makers;
      this.body = body;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (int i = 0; i < slots.length; i++) {
        frame[slots[i]] = makers[i].eval(frame, m);
      }
      for (int i = 0; i < slots.length; i++) {
        if (frame[slots[i]] instanceof Closure made && makers[i] instanceof MakeClosure maker) {
          made.recapture(frame, maker.captured);
        }
      }
      return body.eval(frame, m);
    }
  }
}
