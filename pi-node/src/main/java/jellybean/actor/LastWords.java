package jellybean.actor;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What actors of a loop said before they left for other nodes: each goes on only when all of that
 * has come to the nodes of those to whom it was said, so that nothing it says there overtakes it.
 *
 * <pre>
 *   old node                                   node of a receiver
 *   the actor stands still here
 *   {:last-words n}, behind all that it said → where that has come by then
 *                                            ← the same
 *   it goes
 * </pre>
 */
final class LastWords {
  /** Then it goes, whatever has come. */
  static final long WITHIN_MS = 10_000;

  /** Between looking and looking again whether what it said waits for fences. */
  static final long LOOK_MS = 20;

  private final Loop loop;
  private final Actors node;
  private final Map<Address, Leaving> leaving = new HashMap<>();

  /** An actor that waits. */
  private static final class Leaving {
    final Departure departure;
    final Set<NodeId> awaited;
    final Runnable rest;

    /** Whether something of it may not be accepted yet by who confirms. */
    boolean isUnconfirmed = true;

    /** Whether something of it may still wait here for fences. */
    boolean isHeld = true;

    Leaving(Departure departure, Set<NodeId> awaited, Runnable rest) {
      this.departure = departure;
      this.awaited = new TreeSet<>(awaited);
      this.rest = rest;
    }
  }

  LastWords(Loop loop) {
    this.loop = loop;
    this.node = loop.node;
  }

  /**
   * @param heardBy nodes to which something that the actor said was sent
   */
  void await(Address actor, Departure departure, Set<NodeId> heardBy, Runnable rest) {
    Leaving now = new Leaving(departure, heardBy, rest);
    now.awaited.removeIf(node::isDown);
    leaving.put(actor, now);
    EdnMap data = EdnMap.of(Departure.MOVE, Int.of(departure.move));
    for (NodeId other : now.awaited) {
      node.network.send(other, loop.outbox.message(actor, actor, Signals.LAST_WORDS, data));
    }
    node.timers.after(WITHIN_MS, () -> loop.post(own -> own.lastWords.isLate(actor, now)));
    look(actor, now);
    lookAtHeld(actor, now);
  }

  /**
   * A node asks whether all has come that an actor said there; it has, as this came behind it. But
   * what waits here for fences must not be overtaken by what the actor says at its new place and
   * sends to the old one of its receiver.
   */
  void asked(Address actor, NodeId from, EdnMap data) {
    answer(actor, from, data, node.clock.monotonicMs() + WITHIN_MS);
  }

  private void answer(Address actor, NodeId from, EdnMap data, long untilMs) {
    everywhere(
        other -> other.arrivals.holds(actor),
        isAny -> {
          if (isAny && node.clock.monotonicMs() < untilMs) {
            node.timers.after(
                LOOK_MS, () -> loop.post(own -> own.lastWords.answer(actor, from, data, untilMs)));
          } else {
            node.network.send(from, loop.outbox.message(actor, actor, Signals.HEARD, data));
          }
        });
  }

  /** Whether something is so for any loop of this node. */
  private void everywhere(Predicate<Loop> question, Consumer<Boolean> rest) {
    everywhere(question, (_, done) -> done.run(), rest);
  }

  /**
   * The same, but the rest comes when each loop has called what it is given.
   *
   * @param then what a loop does when it was asked
   */
  private void everywhere(
      Predicate<Loop> question, BiConsumer<Loop, Runnable> then, Consumer<Boolean> rest) {
    AtomicInteger left = new AtomicInteger(node.loops());
    AtomicBoolean isAny = new AtomicBoolean();
    Runnable done =
        () -> {
          if (left.decrementAndGet() == 0) {
            loop.post(_ -> rest.accept(isAny.get()));
          }
        };
    onAllLoops(
        other -> {
          isAny.compareAndSet(false, question.test(other));
          then.accept(other, done);
        });
  }

  private void onAllLoops(Consumer<Loop> task) {
    for (int i = 0; i < node.loops(); i++) {
      node.loop(i).post(task::accept);
    }
  }

  void heard(Address actor, long move, NodeId by) {
    Leaving now = leaving.get(actor);
    if (now != null && now.departure.move == move) {
      now.awaited.remove(by);
      settle(actor, now);
    }
  }

  void nodeDown(NodeId down) {
    Map.copyOf(leaving)
        .forEach(
            (actor, now) -> {
              now.awaited.remove(down);
              settle(actor, now);
            });
  }

  /** Whether something of it waits here for who is to come. */
  private void lookAtHeld(Address actor, Leaving now) {
    everywhere(
        other -> other.arrivals.holds(actor),
        isAny -> {
          now.isHeld = isAny;
          if (isAny && leaving.get(actor) == now) {
            node.timers.after(
                LOOK_MS, () -> loop.post(own -> own.lastWords.lookAtHeld(actor, now)));
          } else {
            settle(actor, now);
          }
        });
  }

  /** Every loop says when it keeps nothing of it any more for who confirms. */
  private void look(Address actor, Leaving now) {
    if (node.postage.isEmpty()) {
      now.isUnconfirmed = false;
      settle(actor, now);
      return;
    }
    everywhere(
        other -> other.couriers.hasOf(actor),
        (other, done) -> other.couriers.whenNoneOf(actor, done),
        wasAny -> looked(actor, now, wasAny));
  }

  /** If a loop kept some, another one may have got some since then that had none. */
  private void looked(Address actor, Leaving now, boolean wasUnconfirmed) {
    if (leaving.get(actor) != now) {
      return;
    }
    if (wasUnconfirmed) {
      look(actor, now);
    } else {
      now.isUnconfirmed = false;
      settle(actor, now);
    }
  }

  private void settle(Address actor, Leaving now) {
    if (now.awaited.isEmpty() && !now.isUnconfirmed && !now.isHeld && leaving.remove(actor, now)) {
      now.rest.run();
    }
  }

  private void isLate(Address actor, Leaving now) {
    if (leaving.remove(actor, now)) {
      onAllLoops(other -> other.couriers.awaitNoMore(actor));
      loop.counters.unfenced++;
      now.rest.run();
    }
  }
}
