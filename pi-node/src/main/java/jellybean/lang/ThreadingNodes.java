package jellybean.lang;

import jellybean.edn.Nil;
import jellybean.edn.Value;

/** Nodes of the threading forms that decide at each step. */
final class ThreadingNodes {

  private ThreadingNodes() {}

  /** {@code some->}. */
  static final class Some extends Node {
    private final Node start;
    private final int slot;
    private final Node[] steps;

    Some(Node start, int slot, Node[] steps) {
      this.start = start;
      this.slot = slot;
      this.steps = steps;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value value = start.eval(frame, m);
      for (int i = 0; i < steps.length && value != Nil.NIL; i++) {
        frame[slot] = value;
        value = steps[i].eval(frame, m);
      }
      return value;
    }
  }

  /** {@code cond->}. */
  static final class Conditional extends Node {
    private final Node start;
    private final int slot;
    private final Node[] tests;
    private final Node[] steps;

    Conditional(Node start, int slot, Node[] tests, Node[] steps) {
      this.start = start;
      this.slot = slot;
      this.tests = tests;
      this.steps = steps;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      frame[slot] = start.eval(frame, m);
      for (int i = 0; i < tests.length; i++) {
        if (tests[i].test(frame, m)) {
          frame[slot] = steps[i].eval(frame, m);
        }
      }
      return frame[slot];
    }
  }
}
