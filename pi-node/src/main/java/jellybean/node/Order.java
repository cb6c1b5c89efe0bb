package jellybean.node;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;

/**
 * A message that an operator wants to be sent or asked: {@code {:to "/a/b" :name :n :data d
 * :within-ms 100}}.
 *
 * @param value as it came
 */
record Order(Address to, Keyword name, Value data, long withinMs, EdnMap value) {
  /** How long an actor has to answer, if the shell does not say. */
  static final long ASK_WITHIN_MS = 10_000;

  /** The longest that a shell may wait for an answer: a day. */
  static final long MAX_ASK_WITHIN_MS = 86_400_000;

  /** By its names the machine's own parts talk to each other, and they trust each other. */
  private static final String RESERVED = "jelly";

  private static final Keyword TO = Keyword.of("to");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword WITHIN_MS = Keyword.of("within-ms");

  /**
   * Reads one.
   *
   * @throws BadNameException if it is none, or not for operators to give
   */
  static Order of(Value data) {
    if (!(data instanceof EdnMap map)
        || !(map.get(ShellProtocol.NAME) instanceof Keyword name)
        || !(map.get(WITHIN_MS, Int.of(ASK_WITHIN_MS)) instanceof Int within)) {
      throw new BadNameException(
          "cannot send: expected {:to \"/an/actor\" :name :a-keyword :data d :within-ms n}, found "
              + data);
    }
    if (name.namespace().filter(RESERVED::equals).isPresent()) {
      throw new BadNameException(
          "cannot send "
              + name
              + ": expected a name outside the namespace "
              + RESERVED
              + ", which is the machine's own");
    }
    long withinMs = Math.clamp(within.value(), 0, MAX_ASK_WITHIN_MS);
    return new Order(receiver(map.get(TO)), name, map.get(DATA, Nil.NIL), withinMs, map);
  }

  private static Address receiver(Value to) {
    Address address = Listings.address(to);
    boolean ofSystem = !address.isRoot() && !address.segments().getFirst().equals("sys");
    if (!ofSystem && !isMetrics(address)) {
      throw new BadNameException(
          "cannot send to " + address + ": expected a system or an actor of one");
    }
    return address;
  }

  /** The one part of a node that does nothing but answer. */
  private static boolean isMetrics(Address address) {
    return address.segments().size() == 3 && address.name().equals("metrics");
  }
}
