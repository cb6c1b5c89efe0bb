package jellybean.sim.link;

import java.util.Optional;
import jellybean.cluster.Encounter.Caller;
import jellybean.cluster.Encounter.Present;
import jellybean.cluster.Link;
import jellybean.message.NodeId;
import jellybean.port.Timers.Timer;
import jellybean.sim.link.Session.Stage;

/** What a node has towards one other. */
final class PeerLink {
  final NodeId id;
  final Link link;
  private final long incarnation;

  /** The one established connection. */
  Optional<Session> session = Optional.empty();

  /** The one dial that is under way. */
  Optional<Session> dial = Optional.empty();

  /** The next dial. */
  Optional<Timer> retry = Optional.empty();

  boolean wanted;
  boolean wasMet;
  int failures;
  long connectedAtMs;
  long apartSinceMs;
  private long peerIncarnation;
  private long lastAnswered;

  PeerLink(NodeId id, Link link, long incarnation, long nowMs) {
    this.id = id;
    this.link = link;
    this.incarnation = incarnation;
    this.apartSinceMs = nowMs;
  }

  Present present() {
    if (session.isPresent()) {
      return session.get().isOurs()
          ? new Present.DialledHere(session.get().dial(), peerIncarnation)
          : new Present.DialledByPeer();
    }
    return dial.filter(d -> d.stage() == Stage.GREETING).isPresent()
        ? new Present.Greeting()
        : new Present.Nothing();
  }

  Caller caller(Said.Hello hello) {
    long answered =
        hello
            .resume()
            .filter(r -> r.incarnation() == incarnation)
            .map(Said.Resume::dial)
            .orElse(0L);
    return new Caller(hello.incarnation(), answered);
  }

  void meet(Said.Hello hello, boolean theyDialled) {
    if (peerIncarnation != hello.incarnation()) {
      lastAnswered = 0;
    }
    peerIncarnation = hello.incarnation();
    wasMet = true;
    if (theyDialled) {
      lastAnswered = Math.max(lastAnswered, hello.dial());
    }
  }

  Said.Hello hello(NodeId self, long dialNumber, boolean forgets) {
    Link.Greeting mine = link.greeting();
    return new Said.Hello(
        self,
        incarnation,
        dialNumber,
        mine.stream(),
        mine.received()
            .map(
                r ->
                    new Said.Resume(
                        r.incarnation(), r.stream(), forgets ? 0 : r.last(), lastAnswered)));
  }

  static Link.Greeting greeting(Said.Hello hello) {
    return new Link.Greeting(
        hello.incarnation(),
        hello.stream(),
        hello.resume().map(r -> new Link.Received(r.incarnation(), r.stream(), r.received())));
  }
}
