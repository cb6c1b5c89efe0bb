package jellybean.net;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import jellybean.cluster.Encounter.Caller;
import jellybean.cluster.Encounter.Present;
import jellybean.cluster.Link;
import jellybean.message.NodeId;
import jellybean.net.Connection.Stage;
import jellybean.wire.Frame;

/** What this node has towards one other. Owned by the event loop thread. */
final class PeerState {
  /** Payloads of the membership protocol that may wait for a connection. */
  static final int MAX_WAITING_PAYLOADS = 4;

  final NodeId id;
  final Link link;
  private final long incarnation;

  /** The one established connection. */
  Optional<Connection> connection = Optional.empty();

  /** The one dial that is under way; never while there is a connection. */
  Optional<Connection> dial = Optional.empty();

  /** The next dial. */
  Optional<ScheduledFuture<?>> retry = Optional.empty();

  /** Where its greeting says it is reached. */
  Optional<InetSocketAddress> address = Optional.empty();

  final Deque<byte[]> payloads = new ArrayDeque<>();

  /** Whether this side dials when there is no connection. */
  boolean wanted;

  /** Attempts in a row that failed. */
  int failures;

  /** Envelopes that arrived and were not confirmed. */
  int toConfirm;

  /** Whether they will be confirmed in a while. */
  boolean confirmsLater;

  boolean wasConnected;
  boolean pressed;
  long connectedAtMs;
  long apartSinceMs;
  private long peerIncarnation;
  private long lastAnswered;

  PeerState(NodeId id, Link link, long incarnation, long nowMs) {
    this.id = id;
    this.link = link;
    this.incarnation = incarnation;
    this.apartSinceMs = nowMs;
  }

  Present present() {
    if (connection.isPresent()) {
      return switch (connection.get().dial()) {
        case Dial.Ours ours -> new Present.DialledHere(ours.number(), peerIncarnation);
        case Dial.Theirs _ -> new Present.DialledByPeer();
      };
    }
    return dial.filter(d -> d.stage() == Stage.GREETING).isPresent()
        ? new Present.Greeting()
        : new Present.Nothing();
  }

  /** What the peer's greeting says about this node's dials. */
  Caller caller(Frame.Hello hello) {
    long answered =
        hello
            .resume()
            .filter(r -> r.incarnation() == incarnation)
            .map(Frame.Resume::dial)
            .orElse(0L);
    return new Caller(hello.incarnation(), answered);
  }

  /** The peer's dial is being answered, or it answered ours. */
  void meet(Frame.Hello hello, boolean theyDialled) {
    if (peerIncarnation != hello.incarnation()) {
      lastAnswered = 0;
    }
    peerIncarnation = hello.incarnation();
    if (theyDialled) {
      lastAnswered = Math.max(lastAnswered, hello.dial());
    }
  }

  /** What to say about the peer in a greeting. */
  Optional<Frame.Resume> resume() {
    return link.greeting()
        .received()
        .map(r -> new Frame.Resume(r.incarnation(), r.stream(), r.last(), lastAnswered));
  }

  static Link.Greeting greeting(Frame.Hello hello) {
    return new Link.Greeting(
        hello.incarnation(),
        hello.stream(),
        hello.resume().map(r -> new Link.Received(r.incarnation(), r.stream(), r.received())));
  }

  /** Whether nothing would be lost, but for the numbers received, if it were forgotten. */
  boolean isIdle() {
    return connection.isEmpty() && dial.isEmpty() && !wanted && link.unconfirmed() == 0;
  }
}
