package jellybean.lang;

import jellybean.edn.Value;

/** A whole form, which brings its own frame. */
final class TopForm extends Node {
  private static final Value[] NO_FRAME = {};

  private final Node body;
  private final int slots;

  TopForm(Node body, int slots) {
    this.body = body;
    this.slots = slots;
  }

  @Override
  Value eval(Value[] frame, Machine m) {
    return body.eval(new Value[slots], m);
  }

  /** Evaluates a form from outside a program. */
  static Value run(Node form, Machine m) {
    try {
      return m.bounded(form.eval(NO_FRAME, m));
    } catch (StackOverflowError e) {
      throw LangError.stackFull(0);
    }
  }
}
