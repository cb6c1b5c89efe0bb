package jellybean.actor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.DuplicateTable.Position;
import jellybean.message.Envelope;
import jellybean.message.Ticket;
import jellybean.message.Ticket.Stream;

/** What the actors of a loop accepted, until it is confirmed at the end of the loop's turn. */
final class Confirmations {
  private record Key(Address receiver, Stream stream) {}

  private record News(Position position, Value data) {}

  private final Loop loop;
  private final Map<Key, News> news = new LinkedHashMap<>();

  Confirmations(Loop loop) {
    this.loop = loop;
  }

  /** An actor has accepted a stream up to there. */
  void add(Address receiver, Stream stream, Position position) {
    news.merge(
        new Key(receiver, stream),
        new News(position, Nil.NIL),
        (old, fresh) -> new News(fresh.position(), old.data()));
  }

  /** The same; what it did not take may come again now. */
  void again(Address receiver, Stream stream, Position position) {
    news.put(new Key(receiver, stream), new News(position, Couriers.AGAIN));
  }

  void flush() {
    if (news.isEmpty()) {
      return;
    }
    Map<Key, News> all = new LinkedHashMap<>(news);
    news.clear();
    all.forEach(this::say);
  }

  private void say(Key key, News each) {
    Stream stream = key.stream();
    Ticket ticket =
        new Ticket(
            stream.from(), stream.isKept(), each.position().epoch(), each.position().last(), 0);
    Envelope confirmation =
        loop.outbox
            .envelope(
                Envelope.Kind.ACCEPTED,
                key.receiver(),
                key.receiver(),
                Signals.ACCEPTED,
                each.data(),
                Optional.empty())
            .with(ticket);
    if (stream.from().equals(loop.node.self)) {
      loop.couriers.accepted(confirmation);
    } else {
      loop.counters.sentRemote++;
      loop.node.network.send(stream.from(), confirmation);
    }
  }
}
