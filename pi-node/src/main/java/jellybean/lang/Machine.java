package jellybean.lang;

import jellybean.edn.Coll;
import jellybean.edn.Decimal;
import jellybean.edn.KeyOrder;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * The meter of one evaluation: what is left of its {@link Budget}.
 *
 * <p>Make one for each message; it belongs to the thread that evaluates. After a {@link LangError}
 * it is spent and must not be used again.
 */
public final class Machine implements KeyOrder {

  /**
   * Bound on nested Java frames, counted in nodes. Measured on a 64-bit JVM (interpreter, C1, C2),
   * a stack of 512 KiB overflows at 2 300 of them or more; the rest is for comparing and printing
   * values that nest as deep as they may. A 32-bit JVM needs half of that.
   */
  static final int STACK_UNITS = 1_800;

  /** Bytes of a text, or of a big value that is hashed or compared, which one unit pays for. */
  static final int BYTES_PER_FUEL = 64;

  /** Slots of a frame, or captured values, which one unit pays for. */
  private static final int SLOTS_PER_FUEL = 64;

  private final Budget budget;
  private long fuel;
  private int depth;
  private int stack;

  public Machine(Budget budget) {
    LangError.prepare();
    this.budget = budget;
    this.fuel = budget.fuel();
  }

  /** Units used so far. */
  public long fuelUsed() {
    return budget.fuel() - Math.max(fuel, 0);
  }

  void charge(long units) {
    if (units > fuel) {
      fuel = 0;
      throw LangError.outOfFuel(budget.fuel());
    }
    fuel -= units;
  }

  /** Refuses work that is sure to use up the fuel, before anything is allocated for it. */
  void require(long units) {
    if (units > fuel) {
      charge(units);
    }
  }

  void chargeBytes(long bytes) {
    charge(bytes / BYTES_PER_FUEL);
  }

  /** Pays for a frame or the captured values of a closure: nothing for the usual ones. */
  void chargeSlots(int slots) {
    charge(slots / SLOTS_PER_FUEL);
  }

  /** Pays for hashing or comparing a value: nothing for the small ones. */
  void chargeKey(Value key) {
    if (key instanceof Coll || key instanceof Text || key instanceof Decimal) {
      chargeBytes(key.weightBytes());
    }
  }

  @Override
  public int compare(Value comparator, Value left, Value right) {
    return Sorting.compare(this, comparator, left, right);
  }

  @Override
  public void copying(int nodes) {
    charge(nodes);
  }

  @Override
  public RuntimeException contradiction() {
    return Sorting.contradiction();
  }

  /** A call begins: charges it and counts it as active. */
  void enter() {
    charge(1);
    if (++depth > budget.callDepth()) {
      throw LangError.tooDeep(budget.callDepth());
    }
  }

  void leave() {
    depth--;
  }

  /** The Java stack below a call site that may call back grows by so many nodes. */
  void push(int units) {
    stack += units;
    if (stack > STACK_UNITS) {
      throw LangError.stackFull(depth);
    }
  }

  void pop(int units) {
    stack -= units;
  }

  /** Refuses a value beyond the bound. */
  <V extends Value> V bounded(V value) {
    if (value.weightBytes() > budget.valueBytes()) {
      throw LangError.tooLarge(budget.valueBytes(), value.weightBytes());
    }
    if (value.depth() > EdnLimits.DEPTH) {
      throw LangError.nestedTooDeeply(EdnLimits.DEPTH);
    }
    return value;
  }

  /** Refuses to build something beyond the bound, before it is allocated. */
  void checkBytes(long bytes) {
    if (bytes > budget.valueBytes()) {
      throw LangError.tooLarge(budget.valueBytes(), bytes);
    }
  }
}
