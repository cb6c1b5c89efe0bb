package jellybean.lang;

import jellybean.edn.Opaque;
import jellybean.edn.Value;

/**
 * A function: something a program can call and an actor can have as its behaviour.
 *
 * <p>Immutable and shareable between threads; two functions are equal only if they are the same.
 */
public abstract class Fn implements Opaque {

  /** Weight of a function inside other values, in bytes; what it captured is not counted. */
  static final int WEIGHT_BYTES = 48;

  /** Its name in messages; {@code fn} if it has none. */
  public abstract String name();

  /** Where it is written, {@code file:line:column}; empty for a function of the language itself. */
  public String place() {
    return "";
  }

  /** Whether it can be called with so many arguments. */
  public abstract boolean accepts(int argCount);

  /** The numbers of arguments it accepts, in words: {@code 2 or 3 arguments}. */
  public abstract String arity();

  /**
   * Calls it from outside a program.
   *
   * @param machine the meter, used by this call alone
   * @throws LangError if the function fails or uses up its budget; also if the result is too large
   */
  public final Value call(Machine machine, Value... args) {
    try {
      return machine.bounded(apply(machine, args.clone()));
    } catch (StackOverflowError e) {
      throw LangError.stackFull(0).in(name());
    } catch (LangError e) {
      throw e.in(name());
    }
  }

  /** Calls with any number of arguments; the array is given away. */
  final Value apply(Machine m, Value[] args) {
    return switch (args.length) {
      case 0 -> call0(m);
      case 1 -> call1(m, args[0]);
      case 2 -> call2(m, args[0], args[1]);
      case 3 -> call3(m, args[0], args[1], args[2]);
      default -> callN(m, args);
    };
  }

  abstract Value call0(Machine m);

  abstract Value call1(Machine m, Value a);

  abstract Value call2(Machine m, Value a, Value b);

  abstract Value call3(Machine m, Value a, Value b, Value c);

  /** More than three arguments; the array is given away. */
  abstract Value callN(Machine m, Value[] args);

  @Override
  public int weightBytes() {
    return WEIGHT_BYTES;
  }

  @Override
  public String toString() {
    return "#jelly/fn " + name();
  }
}
