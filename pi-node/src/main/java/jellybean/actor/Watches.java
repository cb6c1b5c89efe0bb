package jellybean.actor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.actor.LocalActor.Watcher;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/**
 * Who is told when an actor ends.
 *
 * <p>A watch travels to the watched actor as {@link Envelope.Kind#WATCH}; its end comes back as a
 * message {@link Signals#ENDED}, which becomes {@link Signals#DOWN} at a watcher that still
 * watches. The watcher's node remembers where the watched one lives, for when that node dies.
 */
final class Watches {
  private final Loop loop;

  Watches(Loop loop) {
    this.loop = loop;
  }

  // ---- at the watcher

  void watch(LocalActor watcher, Address target) {
    if (watcher.watching.putIfAbsent(target, Optional.empty()) == null) {
      loop.outbox.dispatch(request(Envelope.Kind.WATCH, watcher, target));
    }
  }

  /** The envelope goes to another node; if it is a watch, that node's death ends it. */
  void aboutToSend(Envelope envelope, NodeId node) {
    if (envelope.kind() == Envelope.Kind.WATCH) {
      loop.node
          .directory
          .find(envelope.from())
          .ifPresent(watcher -> watcher.watching.replace(envelope.to(), Optional.of(node)));
    }
  }

  /** A watched actor may live elsewhere now; with that node it would die. */
  void moved(Address target, NodeId to) {
    Optional<NodeId> place = to.equals(loop.node.self) ? Optional.empty() : Optional.of(to);
    for (LocalActor actor : loop.node.directory.of(loop)) {
      actor.watching.replace(target, place);
    }
  }

  void unwatch(LocalActor watcher, Address target) {
    if (watcher.watching.remove(target) != null) {
      loop.outbox.dispatch(request(Envelope.Kind.UNWATCH, watcher, target));
    }
  }

  /** The watcher's life ends, and with it its watches. */
  void forget(LocalActor watcher) {
    List.copyOf(watcher.watching.keySet()).forEach(target -> unwatch(watcher, target));
  }

  private Envelope request(Envelope.Kind kind, LocalActor watcher, Address target) {
    return loop.outbox.envelope(
        kind, watcher.address, target, Signals.WATCH, Nil.NIL, Optional.empty());
  }

  /** A watched actor says that it ended. */
  void ended(LocalActor watcher, Envelope notice) {
    if (watcher.watching.remove(notice.from()) == null) {
      loop.counters.ignoredLate++;
      return;
    }
    loop.mailboxes.acceptAnyway(
        watcher,
        Envelope.message(
            notice.from(),
            watcher.address,
            notice.id(),
            Signals.DOWN,
            notice.data(),
            notice.timeMs(),
            notice.seed()));
  }

  /** A node died: so did all that lived there, and all there who watched. */
  void nodeDown(NodeId node, Value reason) {
    for (LocalActor actor : loop.node.directory.of(loop)) {
      actor.watchers.removeIf(watcher -> watcher.node().equals(node));
      List<Address> lost =
          actor.watching.entrySet().stream()
              .filter(watch -> watch.getValue().filter(node::equals).isPresent())
              .map(Map.Entry::getKey)
              .toList();
      lost.forEach(address -> ended(actor, notice(address, actor.address, reason)));
    }
  }

  /** A request to watch did not reach the watched one's node. */
  void undeliverable(Envelope request, Keyword reason) {
    LocalActor watcher = loop.node.directory.get(request.from());
    if (watcher != null && watcher.loop == loop) {
      ended(watcher, notice(request.to(), request.from(), reason));
    }
  }

  private Envelope notice(Address ended, Address watcher, Value reason) {
    return loop.outbox.message(ended, watcher, Signals.ENDED, Shown.down(ended, reason));
  }

  // ---- at the watched

  void watched(LocalActor target, Envelope request) {
    Watcher watcher = new Watcher(request.from(), request.id().node());
    if (target.watchers.size() < loop.node.limits.watches()) {
      target.watchers.add(watcher);
    } else {
      loop.bury(request, Reasons.OVERFLOW, Nil.NIL);
      answer(request, Reasons.OVERFLOW);
    }
  }

  void unwatched(LocalActor target, Envelope request) {
    target.watchers.remove(new Watcher(request.from(), request.id().node()));
  }

  /** There is nobody to be watched. */
  void answer(Envelope request, Keyword reason) {
    tell(new Watcher(request.from(), request.id().node()), request.to(), reason);
  }

  /** The actor has ended. */
  void fire(LocalActor ended, Value reason) {
    ended.watchers.forEach(watcher -> tell(watcher, ended.address, reason));
    ended.watchers.clear();
  }

  private void tell(Watcher watcher, Address ended, Value reason) {
    Envelope notice = notice(ended, watcher.address(), reason);
    if (watcher.node().equals(loop.node.self)) {
      tellHere(notice);
    } else {
      loop.counters.sentRemote++;
      loop.node.network.send(watcher.node(), notice);
    }
  }

  private void tellHere(Envelope notice) {
    LocalActor watcher = loop.node.directory.get(notice.to());
    if (watcher != null && watcher.loop == loop) {
      loop.receive(watcher, notice);
    } else if (watcher != null) {
      loop.outbox.toOtherLoop(watcher.loop, notice);
    }
  }
}
