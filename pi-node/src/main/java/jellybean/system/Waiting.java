package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * Orders to deploy systems that run only in the majority, and that wait until all live members have
 * said who votes on them.
 *
 * @param orders by system, one for each; with what is deployed no more than there may be systems
 * @param next number of an order
 */
record Waiting(SortedMap<String, Order> orders, long next) {
  static final Waiting NOBODY = new Waiting(new TreeMap<>(), 0);

  /**
   * One of them.
   *
   * @param number by which it is told from a later one for the same system
   * @param asker who waits to hear that the system runs
   */
  record Order(EdnMap order, long number, Optional<ReplyTo> asker) {}

  Waiting {
    orders = Collections.unmodifiableSortedMap(new TreeMap<>(orders));
  }

  boolean isAny() {
    return !orders.isEmpty();
  }

  Optional<Order> find(String system) {
    return Optional.ofNullable(orders.get(system));
  }

  Waiting with(String system, EdnMap order, Optional<ReplyTo> asker) {
    SortedMap<String, Order> more = new TreeMap<>(orders);
    more.put(system, new Order(order, next, asker));
    return new Waiting(more, next + 1);
  }

  Waiting without(String system) {
    SortedMap<String, Order> fewer = new TreeMap<>(orders);
    fewer.remove(system);
    return new Waiting(fewer, next);
  }

  /** What the orders take printed. */
  long bytes() {
    return orders.values().stream().mapToLong(o -> EdnPrinter.toBytes(o.order()).length).sum();
  }

  /** {@code {:waiting {"s" ["kiwi"]} :away [row …]}}, the rows for who lists systems. */
  EdnMap toValue(NodeId self, List<NodeId> silent) {
    Value names = EdnVector.of(silent.stream().<Value>map(n -> new Text(n.value())).toList());
    EdnMap systems = EdnMap.EMPTY;
    List<Value> rows = new ArrayList<>();
    for (String system : orders.keySet()) {
      systems = systems.with(new Text(system), names);
      rows.add(row(system, self, silent));
    }
    return EdnMap.of(Keyword.of("waiting"), systems, Protocol.AWAY, EdnVector.of(rows));
  }

  private static EdnMap row(String system, NodeId self, List<NodeId> silent) {
    return EdnMap.of(
        Keyword.of("address"),
        new Text(Address.of(system).path()),
        Keyword.of("kind"),
        Keyword.of("system"),
        Keyword.of("member"),
        new Text(self.value()),
        Keyword.of("status"),
        Keyword.of("waiting"),
        Protocol.WHY,
        new Text("not begun: these have to say first how they vote: " + silent));
  }
}
