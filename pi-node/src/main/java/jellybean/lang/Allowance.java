package jellybean.lang;

import jellybean.edn.Value;

/**
 * What analysing the functions of one document may cost beyond reading through them: whoever writes
 * a document decides how many constants it has, and how many names in it are wrong. Belongs to one
 * thread.
 */
public final class Allowance {

  /** For all constants together; each has at most the fuel of a message. */
  public static final long FUEL = 5 * Budget.DEFAULT_FUEL;

  /** Unknown names after these are reported without a search for what was meant. */
  static final int HINTS = 100;

  private long fuel = FUEL;
  private int hints = HINTS;

  /** Whether there may be one more search. */
  boolean takeHint() {
    return hints-- > 0;
  }

  /**
   * Evaluates a constant.
   *
   * @throws LangError if it fails or if its fuel, or that of all constants, is used up
   */
  Value evaluate(Node form) {
    long bound = Math.min(fuel, Budget.DEFAULT_FUEL);
    Machine machine = new Machine(Budget.DEFAULT.withFuel(bound));
    try {
      return TopForm.run(form, machine);
    } catch (LangError e) {
      boolean last = bound < Budget.DEFAULT_FUEL && machine.fuelUsed() == bound;
      throw last ? LangError.outOfFuelTogether(FUEL) : e;
    } finally {
      fuel -= machine.fuelUsed();
    }
  }
}
