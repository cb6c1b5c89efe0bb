package jellybean.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jellybean.message.NodeId;

/**
 * Dials peers that are wanted, again and again, and gives up what waits too long for them. Owned by
 * the event loop thread.
 */
final class Redial {
  /** Begins a connection; its owner hears what becomes of it. */
  interface Dialler {
    Connection dial(InetSocketAddress to, Dial.Ours dial);

    ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit);
  }

  private final Here here;
  private final Parcels parcels;
  private final Function<NodeId, Optional<InetSocketAddress>> directory;
  private final Dialler dialler;
  private boolean closing;

  Redial(
      Here here,
      Parcels parcels,
      Function<NodeId, Optional<InetSocketAddress>> directory,
      Dialler dialler) {
    this.here = here;
    this.parcels = parcels;
    this.directory = directory;
    this.dialler = dialler;
  }

  /** There is a reason to be connected. */
  void want(PeerState peer) {
    if (here.admission().deniesNode(peer.id)) {
      return;
    }
    if (!peer.wanted) {
      peer.wanted = true;
      peer.apartSinceMs = here.clock().monotonicMs();
    }
    if (peer.connection.isEmpty() && peer.dial.isEmpty() && peer.retry.isEmpty()) {
      dial(peer);
    }
  }

  /** There is none any more. */
  static void forget(PeerState peer) {
    peer.wanted = false;
    cancelRetry(peer);
    dropDial(peer);
  }

  /** Nothing is dialled from now on. */
  void close() {
    closing = true;
  }

  /** Dials now, if the peer is wanted. */
  void dial(PeerState peer) {
    if (closing || !peer.wanted) {
      return;
    }
    Optional<InetSocketAddress> to = directory.apply(peer.id).or(() -> peer.address);
    if (to.isEmpty()) {
      peer.failures++;
      redial(peer);
      return;
    }
    Dial.Ours dial = new Dial.Ours(here.nextNumber(), Optional.of(peer.id));
    peer.dial = Optional.of(dialler.dial(to.get(), dial));
  }

  /** Dials after a while, if the peer is wanted. */
  void redial(PeerState peer) {
    if (closing || !peer.wanted || peer.retry.isPresent()) {
      return;
    }
    giveUpIfApartTooLong(peer);
    long delayMs = here.timings().redial().delayMs(peer.failures, here.randomness().nextLong());
    peer.retry =
        Optional.of(
            dialler.schedule(
                () -> {
                  peer.retry = Optional.empty();
                  if (peer.connection.isEmpty() && peer.dial.isEmpty()) {
                    dial(peer);
                  }
                },
                delayMs,
                TimeUnit.MILLISECONDS));
  }

  private void giveUpIfApartTooLong(PeerState peer) {
    long apartMs = here.clock().monotonicMs() - peer.apartSinceMs;
    if (apartMs < here.timings().giveUpMs() || peer.link.unconfirmed() == 0) {
      return;
    }
    here.noise()
        .warn(
            HandshakeFault.UNREACHABLE,
            () ->
                "no connection with node "
                    + peer.id
                    + " for "
                    + apartMs
                    + " ms: "
                    + peer.link.unconfirmed()
                    + " envelopes are undeliverable");
    parcels.handBack(peer.id, peer.link.abandon(), Reasons.UNREACHABLE);
    parcels.relieve(peer);
  }

  static void cancelRetry(PeerState peer) {
    peer.retry.ifPresent(retry -> retry.cancel(false));
    peer.retry = Optional.empty();
  }

  static void dropDial(PeerState peer) {
    Optional<Connection> dial = peer.dial;
    peer.dial = Optional.empty();
    dial.ifPresent(Connection::close);
  }
}
