package jellybean.sim.link;

import java.util.List;
import java.util.Optional;
import jellybean.cluster.Encounter;
import jellybean.cluster.Link.Greeted;
import jellybean.cluster.Link.Role;
import jellybean.edn.Keyword;
import jellybean.sim.Flaw;
import jellybean.sim.link.Session.Stage;

/** Turns a connection into the one established one of its link, as {@code net.Greeter} does. */
final class Greeting {
  private static final Keyword TIE = Keyword.of("tie");
  private static final Keyword SUPERSEDED = Keyword.of("superseded");

  private final Links links;

  Greeting(Links links) {
    this.links = links;
  }

  /** A dial of this side got through: says the greeting, unless there is a connection by now. */
  void dialled(Session session, PeerLink peer) {
    boolean other = peer.dial.filter(d -> d != session).isPresent();
    if (peer.dial.isEmpty() || peer.session.isPresent() || other) {
      session.bye(TIE);
      return;
    }
    session.write(hello(peer, session.dial()));
  }

  private Said.Hello hello(PeerLink peer, long dial) {
    boolean forgets = links.flaws.contains(Flaw.NO_DUPLICATE_TABLE);
    return peer.hello(links.node.id(), dial, forgets);
  }

  /** The peer's greeting came. */
  void greeted(Session session, PeerLink peer, Said.Hello hello) {
    if (session.stage() != Stage.GREETING) {
      session.fail();
    } else if (session.isOurs()) {
      answered(session, peer, hello);
    } else {
      answer(session, peer, hello);
    }
  }

  private void answer(Session session, PeerLink peer, Said.Hello hello) {
    if (!Encounter.answers(links.node.id(), peer.id, peer.present(), peer.caller(hello))) {
      session.bye(TIE);
      return;
    }
    switch (peer.link.greeted(PeerLink.greeting(hello), Role.ACCEPTOR)) {
      case Greeted.Stale _ -> session.fail();
      case Greeted.Again again -> establish(session, peer, hello, again.lost());
      case Greeted.Ready ready -> establish(session, peer, hello, ready.lost());
    }
  }

  private void answered(Session session, PeerLink peer, Said.Hello hello) {
    if (peer.dial.filter(d -> d == session).isEmpty() || hello.dial() != session.dial()) {
      session.fail();
      return;
    }
    switch (peer.link.greeted(PeerLink.greeting(hello), Role.DIALLER)) {
      case Greeted.Stale _ -> session.fail();
      case Greeted.Again again -> {
        peer.meet(hello, false);
        links.handBack(peer.id, again.lost(), Links.MEMBER_LOST);
        peer.dial = Optional.empty();
        session.bye(SUPERSEDED);
        links.dial(peer);
      }
      case Greeted.Ready ready -> establish(session, peer, hello, ready.lost());
    }
  }

  private void establish(Session session, PeerLink peer, Said.Hello hello, List<byte[]> lost) {
    boolean theyDialled = !session.isOurs();
    if (peer.wasMet) {
      links.reconnected();
    }
    replace(peer, session);
    peer.meet(hello, theyDialled);
    if (theyDialled) {
      session.write(hello(peer, hello.dial()));
    }
    session.established();
    peer.session = Optional.of(session);
    peer.connectedAtMs = links.node.monotonicMs();
    links.met(peer.id, hello.incarnation());
    links.handBack(peer.id, lost, Links.MEMBER_LOST);
    links.pump(peer);
  }

  private static void replace(PeerLink peer, Session by) {
    Links.cancelRetry(peer);
    Optional<Session> oldDial = peer.dial.filter(d -> d != by);
    Optional<Session> old = peer.session;
    peer.dial = Optional.empty();
    peer.session = Optional.empty();
    oldDial.ifPresent(d -> d.bye(TIE));
    old.ifPresent(s -> s.bye(SUPERSEDED));
  }
}
