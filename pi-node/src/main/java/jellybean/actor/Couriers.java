package jellybean.actor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Router.Place;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.message.Ticket;
import jellybean.port.Journal;
import jellybean.port.Journal.Failed;
import jellybean.port.Journal.Progress;
import jellybean.port.Journal.Settled;
import jellybean.port.Journal.Written;
import jellybean.port.JournalException;
import jellybean.port.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages to actors of other nodes who confirm what they accept, as durable ones do. What a
 * durable actor said is in the journal until then. All that goes to one receiver, from whatever
 * actor of this node, is with the loop that the receiver would belong to.
 */
final class Couriers {
  /** What nobody knows a place for is given up after so long. */
  static final long GIVE_UP_MS = 600_000;

  /** Why the network can never take a message. */
  private static final Set<Keyword> NEVER = Set.of(Keyword.of("too-large"), Keyword.of("not-data"));

  /** "Not that much; but I have room again." */
  static final Keyword AGAIN = Keyword.of("again");

  private record Key(Address to, boolean isKept) {}

  private static final class Post {
    final Key key;
    final Courier courier = new Courier();
    Timers.@Nullable Timer timer;
    boolean isAnswered;

    /** Actors of this node that are parked until less waits. */
    final Set<Address> parked = new HashSet<>();

    long nowhereSinceMs = -1;

    Post(Key key) {
      this.key = key;
    }
  }

  private final Loop loop;
  private final Actors node;
  private final Map<Key, Post> posts = new HashMap<>();

  /** What is to be done when nothing is left here that an actor said, which leaves this node. */
  private final Map<Address, Runnable> awaited = new HashMap<>();

  Couriers(Loop loop) {
    this.loop = loop;
    this.node = loop.node;
  }

  // ---- at the sender's loop

  /** The same message with a ticket that has no number yet; for {@link Postage}. */
  Envelope stamped(Envelope message, boolean isKept) {
    return message.with(new Ticket(node.self, isKept, node.incarnation, 0, 0));
  }

  /** Takes a message that is to be confirmed. */
  void send(Envelope message) {
    LocalActor sender = node.directory.get(message.from());
    boolean isKept = sender != null && sender.durable != null && sender.durable.keepsMailbox;
    Envelope stamped = stamped(message, isKept);
    if (!node.postage.take(stamped)) {
      loop.bury(message, Reasons.OVERFLOW, Errors.error(Postage.TOO_MUCH));
    } else if (isKept) {
      keep(stamped);
    } else {
      hand(stamped);
    }
    if (sender != null) {
      press(sender, message.to());
    }
  }

  /** Whoever fills up what waits for a receiver is parked. */
  void press(LocalActor sender, Address to) {
    if (sender.loop == loop && sender.parkMs > 0 && node.postage.isHigh(to)) {
      loop.parking.park(sender, to);
      node.loopOf(to).post(other -> other.couriers.pressed(sender.address, to));
    }
  }

  private void pressed(Address sender, Address to) {
    if (node.postage.isLow(to)) {
      relieve(sender, to);
      return;
    }
    for (boolean isKept : new boolean[] {true, false}) {
      Post post = posts.get(new Key(to, isKept));
      if (post != null && post.parked.size() < Parking.MAX_TOLD) {
        post.parked.add(sender);
      }
    }
  }

  private void relieve(Post post) {
    if (!post.parked.isEmpty() && node.postage.isLow(post.key.to())) {
      post.parked.forEach(sender -> relieve(sender, post.key.to()));
      post.parked.clear();
    }
  }

  private void relieve(Address address, Address to) {
    LocalActor sender = node.directory.get(address);
    if (sender != null) {
      sender.loop.post(own -> own.parking.relieved(sender, to));
    }
  }

  private void keep(Envelope stamped) {
    Progress entry =
        new Progress(stamped.from(), List.of(), Optional.empty(), List.of(), List.of(stamped));
    try {
      var unused =
          node.journal.append(
              entry,
              answer -> {
                switch (answer) {
                  case Written written -> written.messages().forEach(this::hand);
                  case Failed failed -> loop.post(_ -> notKept(stamped, failed.why()));
                  case Journal.Kept _ -> throw new IllegalStateException("an answer to a load");
                }
              });
    } catch (JournalException e) {
      notKept(stamped, String.valueOf(e.getMessage()));
    }
  }

  private void notKept(Envelope stamped, String why) {
    node.postage.give(stamped);
    loop.bury(stamped, Reasons.NOT_KEPT, Errors.error(why));
  }

  /** Any thread: to the loop that sends it. */
  void hand(Envelope stamped) {
    node.loopOf(stamped.to()).post(other -> other.couriers.add(stamped));
  }

  // ---- at the loop of the receiver

  private void add(Envelope stamped) {
    Ticket ticket = stamped.ticket().orElseThrow();
    Envelope numbered =
        ticket.isKept()
            ? stamped
            : stamped.with(new Ticket(ticket.from(), false, ticket.epoch(), node.nextTicket(), 0));
    Post post = posts.computeIfAbsent(new Key(stamped.to(), ticket.isKept()), Post::new);
    post.courier.add(numbered);
    transmit(post);
  }

  /** What was kept when the node's last life ended. */
  void restore(Envelope kept) {
    node.postage.takeAnyway(kept);
    add(kept);
  }

  private void transmit(Post post) {
    switch (node.router().locate(post.key.to())) {
      case Place.There there when node.isDown(there.node()) -> post.nowhereSinceMs = -1;
      case Place.There there -> {
        post.nowhereSinceMs = -1;
        for (Envelope message : post.courier.toSend()) {
          loop.counters.sentRemote++;
          node.network.send(there.node(), message);
        }
        arm(post);
      }
      case Place.Here _ -> {
        post.nowhereSinceMs = -1;
        post.courier.toSend().forEach(loop::receive);
        arm(post);
      }
      case Place.Nowhere _ -> nowhere(post);
    }
  }

  private void nowhere(Post post) {
    if (post.nowhereSinceMs < 0) {
      post.nowhereSinceMs = node.clock.monotonicMs();
    }
    if (node.clock.monotonicMs() - post.nowhereSinceMs >= GIVE_UP_MS) {
      List<Envelope> gone = post.courier.giveUp();
      gone.forEach(message -> lost(message, Reasons.NO_SUCH_ACTOR, Nil.NIL));
      left(gone);
      relieve(post);
    }
    arm(post);
  }

  private void arm(Post post) {
    if (post.timer == null && !post.courier.isEmpty()) {
      post.timer = node.timers.after(post.courier.retryMs(), () -> loop.post(_ -> timeIsUp(post)));
    }
  }

  private void timeIsUp(Post post) {
    post.timer = null;
    if (post.courier.isEmpty()) {
      posts.remove(post.key, post);
    } else if (post.isAnswered) {
      post.isAnswered = false;
      arm(post);
    } else {
      loop.counters.resent++;
      post.courier.noAnswer();
      transmit(post);
    }
  }

  /** A receiver confirms. */
  void accepted(Envelope confirmation) {
    Ticket ticket = confirmation.ticket().orElseThrow();
    Post post = posts.get(new Key(confirmation.to(), ticket.isKept()));
    if (post == null) {
      return;
    }
    List<Envelope> gone = post.courier.accepted(ticket);
    gone.forEach(node.postage::give);
    relieve(post);
    if (!gone.isEmpty()) {
      post.isAnswered = true;
      settle(gone.getFirst(), gone.getLast());
      left(gone);
    }
    if (confirmation.data() == AGAIN) {
      post.courier.hope();
    }
    transmit(post);
  }

  private void settle(Envelope first, Envelope last) {
    Ticket from = first.ticket().orElseThrow();
    if (from.isKept()) {
      long upTo = last.ticket().orElseThrow().number();
      var unused = node.journal.append(new Settled(first.to(), from.number(), upTo), _ -> {});
    }
  }

  /** The network did not take a message, or lost it with the receiver's node. */
  void undeliverable(Envelope message, Keyword reason, Value detail) {
    Ticket ticket = message.ticket().orElseThrow();
    Post post = posts.get(new Key(message.to(), ticket.isKept()));
    if (post != null && NEVER.contains(reason)) {
      Optional<Envelope> gone = post.courier.giveUp(ticket);
      gone.ifPresent(never -> lost(never, reason, detail));
      left(gone.stream().toList());
      relieve(post);
      transmit(post);
    }
  }

  private void lost(Envelope message, Keyword reason, Value detail) {
    node.postage.give(message);
    settle(message, message);
    loop.bury(message, reason, detail);
  }

  /** A node is there, perhaps again. */
  void nodeUp(NodeId up) {
    for (Post post : List.copyOf(posts.values())) {
      if (node.router().locate(post.key.to()) instanceof Place.There there
          && there.node().equals(up)) {
        post.courier.hope();
        transmit(post);
      }
    }
  }

  /** Whether something that an actor said is not accepted yet. */
  boolean hasOf(Address sender) {
    return posts.values().stream().anyMatch(post -> post.courier.hasOf(sender));
  }

  /** Does that when {@link #hasOf} says no, perhaps at once; one such wish for each actor. */
  void whenNoneOf(Address sender, Runnable then) {
    if (hasOf(sender)) {
      awaited.put(sender, then);
    } else {
      then.run();
    }
  }

  void awaitNoMore(Address sender) {
    awaited.remove(sender);
  }

  /** These are accepted, or given up. */
  private void left(List<Envelope> gone) {
    if (awaited.isEmpty()) {
      return; // as nearly always
    }
    for (Envelope message : gone) {
      Runnable then = awaited.get(message.from());
      if (then != null && !hasOf(message.from())) {
        awaited.remove(message.from());
        then.run();
      }
    }
  }

  /** Receivers may be somewhere else now. */
  void rerouted() {
    List.copyOf(posts.values()).forEach(this::transmit);
  }
}
