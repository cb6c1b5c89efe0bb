package jellybean.bench;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * The least that actors on one loop can be: envelopes, mailboxes and who is ready. No bounds, no
 * history, no failures, no names; what a node does beside this is what it costs more.
 */
final class BareLoop {
  private final Map<Address, Actor> actors = new HashMap<>();
  private final Queue<Actor> ready = new ArrayDeque<>();

  /** A message on its way. */
  record Letter(Address from, Address to, long id, Keyword name, Value data) {}

  /** What an actor does with a message: it sends one to the next, and one to a receiver if any. */
  private static final class Actor {
    private final Address self;
    private final Address next;
    private final Optional<Address> receiver;
    private final Queue<Letter> mailbox = new ArrayDeque<>();
    private Int handled = Int.of(0);

    Actor(Address self, Address next, Optional<Address> receiver) {
      this.self = self;
      this.next = next;
      this.receiver = receiver;
    }
  }

  private long sent;

  /** An actor that passes on to the next. */
  void start(String address, Address next) {
    Address self = new Address(address);
    actors.put(self, new Actor(self, next, Optional.empty()));
  }

  /** An actor that sends to a receiver and to itself. */
  void startSender(String address, Address receiver) {
    Address self = new Address(address);
    actors.put(self, new Actor(self, self, Optional.of(receiver)));
  }

  void send(String to, long count) {
    Address address = new Address(to);
    post(new Letter(address, address, ++sent, OneLoop.GO, OneLoop.message(count)));
  }

  private void post(Letter letter) {
    Actor actor = actors.get(letter.to());
    if (actor == null) {
      throw new IllegalArgumentException("nobody at " + letter.to());
    }
    if (actor.mailbox.isEmpty()) {
      ready.add(actor);
    }
    actor.mailbox.add(letter);
  }

  /** Until nothing is left to do. */
  void run() {
    Actor actor = ready.poll();
    while (actor != null) {
      Letter letter = actor.mailbox.poll();
      while (letter != null) {
        handle(actor, letter);
        letter = actor.mailbox.poll();
      }
      actor = ready.poll();
    }
  }

  private void handle(Actor actor, Letter letter) {
    actor.handled = Int.of(actor.handled.value() + 1);
    long left = OneLoop.count(letter.data()) - 1;
    if (left >= 0) {
      if (actor.receiver.isPresent()) {
        EdnMap nothing = OneLoop.message(0);
        post(new Letter(actor.self, actor.receiver.get(), ++sent, letter.name(), nothing));
      }
      EdnMap data = OneLoop.message(left);
      post(new Letter(actor.self, actor.next, ++sent, letter.name(), data));
    }
  }
}
