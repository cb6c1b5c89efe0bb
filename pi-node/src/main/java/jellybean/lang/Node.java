package jellybean.lang;

import jellybean.edn.Bool;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * A piece of an analysed program.
 *
 * <p>Nodes are immutable and shared between threads; what varies is the frame (the locals of one
 * activation, by slot) and the machine.
 */
abstract class Node {

  abstract Value eval(Value[] frame, Machine machine);

  /** Whether the value is true; nodes that decide override it to spare the detour. */
  boolean test(Value[] frame, Machine machine) {
    return isTrue(eval(frame, machine));
  }

  static boolean isTrue(Value value) {
    return value != Bool.FALSE && value != Nil.NIL;
  }
}
