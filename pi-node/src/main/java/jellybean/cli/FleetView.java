package jellybean.cli;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;

/**
 * What the nodes of a demo have told so far. Events come on the threads that read the nodes'
 * outputs; the demo's own thread takes them one by one.
 */
final class FleetView {
  /** Events that nobody has taken; the oldest are forgotten, as the summary below holds. */
  static final int MAX_WAITING = 1_024;

  private static final Keyword EVENT = Keyword.of("event");
  private static final Keyword MEMBER = Keyword.of("member");
  private static final Keyword READY = Keyword.of("ready");
  private static final Keyword UP = Keyword.of("member-up");
  private static final Keyword DOWN = Keyword.of("member-down");
  private static final long NANOS_PER_MS = 1_000_000;

  /** An event and the node that told it. */
  record Told(String node, EdnMap event) {}

  private final Queue<Told> waiting = new ArrayDeque<>();
  private final SortedMap<String, HostPort> ready = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> seen = new TreeMap<>();

  /** Takes an event in; wakes whoever waits for one. */
  synchronized void accept(String node, EdnMap event) {
    if (waiting.size() == MAX_WAITING) {
      waiting.remove();
    }
    waiting.add(new Told(node, event));
    keep(node, event);
    notifyAll();
  }

  private void keep(String node, EdnMap event) {
    Object kind = event.get(EVENT, Nil.NIL);
    SortedSet<String> members = seen.computeIfAbsent(node, n -> new TreeSet<>());
    if (kind == READY) {
      members.add(node);
      ready.put(node, new HostPort(text(event, "host"), port(event)));
    } else if (kind == UP) {
      members.add(text(event, MEMBER.name()));
    } else if (kind == DOWN) {
      members.remove(text(event, MEMBER.name()));
    }
  }

  /** The next event, or none within {@code withinMs}. */
  synchronized Optional<Told> next(long withinMs) {
    long deadline = System.nanoTime() + withinMs * NANOS_PER_MS;
    long left = withinMs;
    try {
      while (waiting.isEmpty() && left > 0) {
        wait(left);
        left = (deadline - System.nanoTime()) / NANOS_PER_MS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(waiting.poll());
  }

  /** The nodes that are ready, and where they listen. */
  synchronized Map<String, HostPort> ready() {
    return Map.copyOf(ready);
  }

  /** Whether each of {@code nodes} nodes sees all of them. */
  synchronized boolean isComplete(int nodes) {
    return seen.size() == nodes && seen.values().stream().allMatch(m -> m.size() == nodes);
  }

  /** Who sees whom, for a message. */
  synchronized String summary() {
    return seen.isEmpty() ? "no node has said anything" : "seen so far: " + seen;
  }

  private static String text(EdnMap event, String key) {
    return event.get(Keyword.of(key), Nil.NIL) instanceof Text text ? text.value() : "";
  }

  private static int port(EdnMap event) {
    return event.get(Keyword.of("tcp"), Nil.NIL) instanceof Int port ? (int) port.value() : 0;
  }
}
