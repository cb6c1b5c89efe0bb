package jellybean.system;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.message.Address;
import jellybean.message.ReplyTo;

/**
 * What operators ordered of the bodies of a supervisor.
 *
 * @param stopped those that stay stopped until they are ordered to start
 * @param waiting who wants to hear that a body has stopped or runs, by body
 */
record Ordered(SortedSet<Address> stopped, SortedMap<Address, Waiting> waiting) {
  /** Orders whose end is waited for; more are refused. */
  static final int MAX_WAITING = 64;

  static final Ordered NOTHING = new Ordered(new TreeSet<>(), new TreeMap<>());

  /** Whoever ordered it, and whether it is to run then. */
  record Waiting(ReplyTo asker, boolean runs) {}

  Ordered {
    stopped = Collections.unmodifiableSortedSet(new TreeSet<>(stopped));
    waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
  }

  Ordered stopped(SortedSet<Address> bodies) {
    TreeSet<Address> all = new TreeSet<>(stopped);
    all.addAll(bodies);
    return new Ordered(all, waiting);
  }

  Ordered stopped(Address body) {
    TreeSet<Address> all = new TreeSet<>(stopped);
    all.add(body);
    return new Ordered(all, waiting);
  }

  Ordered started(Address body) {
    TreeSet<Address> rest = new TreeSet<>(stopped);
    rest.remove(body);
    return new Ordered(rest, waiting);
  }

  Ordered awaiting(Address body, Waiting who) {
    TreeMap<Address, Waiting> all = new TreeMap<>(waiting);
    all.put(body, who);
    return new Ordered(stopped, all);
  }

  Ordered answered(Address body) {
    TreeMap<Address, Waiting> rest = new TreeMap<>(waiting);
    rest.remove(body);
    return new Ordered(stopped, rest);
  }
}
