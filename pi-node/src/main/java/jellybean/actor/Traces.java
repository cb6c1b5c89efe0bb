package jellybean.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.Trace;

/**
 * What became of messages that somebody follows, on one loop: a ring within bounds. It costs
 * nothing while nobody does: a message without a mark never comes here. Owned by its loop.
 */
final class Traces {
  /** Messages that are remembered. */
  static final int MAX_ENTRIES = 1_024;

  /** What they may weigh together. */
  static final long MAX_BYTES = 256 << 10;

  /** Actors whose next message is waited for. */
  static final int MAX_AWAITED = 64;

  private static final Keyword ID = Keyword.of("id");
  private static final Keyword CAUSE = Keyword.of("cause");
  private static final Keyword HOPS = Keyword.of("hops");
  private static final Keyword REASON = Keyword.of("reason");
  private static final Keyword HANDLED = Keyword.of("handled");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<Address, Awaited> awaited = new LinkedHashMap<>();
  private long bytes;
  private long dropped;

  /**
   * @param reason why nobody handled it
   */
  private record Entry(Envelope message, Trace trace, long timeMs, Optional<Keyword> reason) {}

  private record Awaited(Optional<Keyword> name, String trace) {}

  void handled(Envelope message, Trace trace, long timeMs) {
    add(new Entry(message, trace, timeMs, Optional.empty()));
  }

  void died(Envelope message, Trace trace, Keyword reason, long timeMs) {
    add(new Entry(message, trace, timeMs, Optional.of(reason)));
  }

  private void add(Entry entry) {
    entries.addLast(entry);
    bytes += entry.message().weightBytes();
    while (entries.size() > MAX_ENTRIES || bytes > MAX_BYTES && entries.size() > 1) {
      bytes -= entries.removeFirst().message().weightBytes();
      dropped++;
    }
  }

  void await(Address actor, Optional<Keyword> name, String trace) {
    awaited.put(actor, new Awaited(name, trace));
    if (awaited.size() > MAX_AWAITED) {
      awaited.remove(awaited.keySet().iterator().next());
      dropped++;
    }
  }

  boolean awaitsNobody() {
    return awaited.isEmpty();
  }

  /** The message itself, marked if it is the one that was waited for. */
  Envelope marked(Envelope message) {
    Awaited wanted = awaited.get(message.to());
    boolean isIt =
        wanted != null
            && message.kind() == Envelope.Kind.MESSAGE
            && wanted.name().filter(name -> !name.equals(message.name())).isEmpty();
    if (!isIt || wanted == null) {
      return message;
    }
    awaited.remove(message.to());
    return message.with(message.via().traced(Trace.begun(wanted.trace())));
  }

  /** What belongs to one trace, oldest first. */
  List<EdnMap> show(String trace) {
    List<EdnMap> rows = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.trace().id().equals(trace)) {
        rows.add(show(entry));
      }
    }
    return rows;
  }

  /** Messages and actors that found no room, of any trace. */
  long dropped() {
    return dropped;
  }

  private static EdnMap show(Entry entry) {
    Envelope message = entry.message();
    Value outcome = entry.reason().isPresent() ? entry.reason().get() : HANDLED;
    return EdnMap.of(
            ID,
            new Text(message.id().toString()),
            CAUSE,
            new Text(entry.trace().cause()),
            HOPS,
            Int.of(entry.trace().hops()),
            Keyword.of("time"),
            Shown.time(entry.timeMs()),
            FROM,
            Shown.text(message.from()),
            ACTOR,
            Shown.text(message.to()),
            NAME,
            message.name(),
            DATA,
            message.data())
        .with(REASON, outcome);
  }
}
