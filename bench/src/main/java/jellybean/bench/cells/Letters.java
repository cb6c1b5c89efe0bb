package jellybean.bench.cells;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * Gathers dead letters while there are any: a node keeps the last ones only. Asks one node of every
 * cell, which asks those that it sees.
 */
final class Letters implements AutoCloseable {
  private static final int EVERY_MS = 2_000;
  private static final long WITHIN_MS = 15_000;

  private final Plan plan;
  private final Fleet fleet;
  private final Set<Deliveries.Sent> seen = new HashSet<>();
  private final Map<String, Operator> operators = new TreeMap<>();
  private final Thread thread;
  private volatile boolean closed;

  Letters(Plan plan, Fleet fleet) {
    this.plan = plan;
    this.fleet = fleet;
    this.thread = Thread.ofPlatform().daemon().name("dead-letters").start(this::gather);
  }

  Set<Deliveries.Sent> seen() {
    synchronized (seen) {
      return Set.copyOf(seen);
    }
  }

  private void gather() {
    try {
      while (!closed) {
        plan.cells().forEach(cell -> ask(cell.nodes()));
        Wait.ms(EVERY_MS);
      }
    } catch (RigException e) {
      closed = true; // Interrupted: the rig ends.
    }
  }

  /** Whoever of them answers will do; one that is dead or cut off has no answer. */
  private void ask(Collection<String> nodes) {
    for (String node : nodes) {
      if (fleet.names().contains(node) && answered(node)) {
        return;
      }
    }
  }

  private boolean answered(String node) {
    try {
      Operator operator = operators.computeIfAbsent(node, fleet::operator);
      add(operator.ask("dead-letters", Nil.NIL, WITHIN_MS));
      return true;
    } catch (RuntimeException e) {
      Operator broken = operators.remove(node);
      if (broken != null) {
        broken.close();
      }
      return false;
    }
  }

  private void add(Value answer) {
    Value rows =
        answer instanceof EdnMap map ? map.get(jellybean.edn.Keyword.of("rows"), Nil.NIL) : answer;
    if (rows instanceof EdnVector letters) {
      synchronized (seen) {
        for (Value letter : letters) {
          if (letter instanceof EdnMap map) {
            seen.addAll(Deliveries.Sent.of(map));
          }
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
