package jellybean.actor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Bool;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.port.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Back-pressure between actors. A mailbox that fills up tells those who go on sending to it, each
 * once, and tells them again when it has emptied. Whoever is told is <em>parked</em>: its own
 * mailbox is not served, so that it fills up in turn, back to where the messages come from. After
 * its time it is served again whatever the receiver does; what finds the mailbox full then is a
 * dead letter {@code :overflow}. So nobody waits for ever, also if two wait for each other.
 *
 * <pre>
 *   receiver's mailbox      0 ─── low ─────── sources ─────── high ─────────── bound
 *                               1/8           1/4             1/2
 *   rising                                    devices parked  all parked       :overflow
 *   falling                     all go on
 * </pre>
 */
final class Parking {
  /** Senders that one mailbox tells; those beyond find it full. */
  static final int MAX_TOLD = 256;

  /** Receivers for whom one actor is parked; of more it is not told. */
  static final int MAX_RECEIVERS = 64;

  private static final int SOURCES_PART = 4;
  private static final int ALL_PART = 2;
  private static final int LOW_PART = 8;
  private static final String DEVICE = "device";

  /** A sender that was told. */
  private record Told(boolean isForAll) {}

  /** Whom a mailbox told that it fills up. */
  static final class Pressing {
    private final Map<Address, Told> told = new HashMap<>();
  }

  /** For whom an actor is parked, or was as long as it may be. */
  static final class Parked {
    private final Map<Address, Timers.Timer> waiting = new HashMap<>();
    private final Set<Address> expired = new HashSet<>();

    private boolean knows(Address receiver) {
      return waiting.containsKey(receiver) || expired.contains(receiver);
    }
  }

  private final Loop loop;

  Parking(Loop loop) {
    this.loop = loop;
  }

  // ---- at the receiver

  /** A message is in a mailbox, or did not find room there. */
  void arrived(LocalActor receiver, Envelope message) {
    if (receiver.waiting() >= mark(receiver, SOURCES_PART)) {
      tell(receiver, message, receiver.waiting() >= mark(receiver, ALL_PART));
    }
  }

  private static int mark(LocalActor receiver, int part) {
    return (receiver.mailboxMessages + part - 1) / part;
  }

  private void tell(LocalActor receiver, Envelope message, boolean isForAll) {
    Address sender = message.from();
    Pressing pressing = receiver.pressing == null ? new Pressing() : receiver.pressing;
    receiver.pressing = pressing;
    Told before = pressing.told.get(sender);
    boolean isNews = before == null || (isForAll && !before.isForAll());
    if (!isNews || sender.equals(receiver.address) || pressing.told.size() >= MAX_TOLD) {
      return;
    }
    Told told = new Told(isForAll);
    pressing.told.put(sender, told);
    say(Signals.PRESSED, receiver.address, sender, told);
  }

  /** A message has left a mailbox that told somebody. */
  void taken(LocalActor receiver) {
    if (receiver.waiting() <= receiver.mailboxMessages / LOW_PART) {
      relieve(receiver);
    }
  }

  /** There is room, or nobody any more who needs it. */
  void relieve(LocalActor receiver) {
    Pressing pressing = receiver.pressing;
    receiver.pressing = null;
    if (pressing != null) {
      pressing.told.forEach(
          (sender, told) -> say(Signals.RELIEVED, receiver.address, sender, told));
    }
  }

  private void say(Keyword signal, Address receiver, Address sender, Told told) {
    Envelope message =
        loop.outbox.envelope(
            Envelope.Kind.MESSAGE,
            receiver,
            sender,
            signal,
            Bool.of(told.isForAll()),
            Optional.empty());
    LocalActor here = loop.node.directory.get(sender);
    if (here == null) {
      elsewhere(message);
    } else if (here.loop == loop) {
      told(here, message);
    } else {
      loop.outbox.toOtherLoop(here.loop, message);
    }
  }

  /** An operator, or who came from nowhere, cannot be parked. */
  private void elsewhere(Envelope message) {
    Address sender = message.to();
    boolean isOperator = sender.path().startsWith("/op/");
    if (!isOperator && loop.node.router().locate(sender) instanceof Router.Place.There there) {
      loop.counters.sentRemote++;
      loop.node.network.send(there.node(), message);
    }
  }

  // ---- at the sender

  /** A receiver says how full it is. */
  void told(LocalActor sender, Envelope signal) {
    if (signal.name() == Signals.RELIEVED) {
      relieved(sender, signal.from());
    } else if (signal.data() == Bool.TRUE || sender.kind.equals(DEVICE)) {
      park(sender, signal.from());
    }
  }

  /** The sender is not served until it is relieved, or its time is up. */
  void park(LocalActor sender, Address receiver) {
    boolean mayBe = sender.parkMs > 0 && sender.status == Status.RUNNING;
    Parked parked = sender.parked == null ? new Parked() : sender.parked;
    if (!mayBe || parked.knows(receiver) || parked.waiting.size() >= MAX_RECEIVERS) {
      return;
    }
    sender.parked = parked;
    sender.isParked = true;
    loop.counters.parked++;
    int life = sender.life;
    parked.waiting.put(
        receiver,
        loop.node.timers.after(
            sender.parkMs, () -> loop.post(_ -> timeIsUp(sender, life, receiver))));
  }

  private void timeIsUp(LocalActor sender, int life, Address receiver) {
    Parked parked = sender.parked;
    if (sender.life == life && parked != null && parked.waiting.remove(receiver) != null) {
      loop.counters.parkedTooLong++;
      if (parked.expired.size() < MAX_RECEIVERS) {
        parked.expired.add(receiver);
      }
      goOn(sender, parked);
    }
  }

  void relieved(LocalActor sender, Address receiver) {
    Parked parked = sender.parked;
    if (parked != null) {
      parked.expired.remove(receiver);
      Timers.@Nullable Timer timer = parked.waiting.remove(receiver);
      if (timer != null) {
        timer.cancel();
      }
      goOn(sender, parked);
    }
  }

  private void goOn(LocalActor sender, Parked parked) {
    if (parked.waiting.isEmpty()) {
      sender.isParked = false;
      sender.parked = parked.expired.isEmpty() ? null : parked;
      if (sender.status == Status.RUNNING && !sender.mailbox.isEmpty()) {
        loop.makeReady(sender);
      }
    }
  }

  /** The sender's life is over. */
  void forget(LocalActor sender) {
    if (sender.parked != null) {
      sender.parked.waiting.values().forEach(Timers.Timer::cancel);
    }
    sender.parked = null;
    sender.isParked = false;
  }
}
