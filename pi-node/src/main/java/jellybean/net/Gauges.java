package jellybean.net;

import jellybean.cluster.Link;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/**
 * How full what has a bound is at the moment. The event loop thread looks now and then, since all
 * of it is its own; any thread reads what it saw last.
 */
final class Gauges {
  /** Between two looks. */
  static final long LOOK_MS = 1_000;

  private final PeerTable peers;
  private final Lobby lobby;
  private final Operators operators;
  private final Outbox outbox;
  private final Correspondence correspondence;
  private final Udp udp;
  private final MembershipFrames frames;
  private volatile EdnMap seen = EdnMap.EMPTY;

  Gauges(
      PeerTable peers,
      Lobby lobby,
      Operators operators,
      Outbox outbox,
      Correspondence correspondence,
      Udp udp,
      MembershipFrames frames) {
    this.peers = peers;
    this.lobby = lobby;
    this.operators = operators;
    this.outbox = outbox;
    this.correspondence = correspondence;
    this.udp = udp;
    this.frames = frames;
  }

  /** What there may be at most of what {@link #toMap} tells. */
  static EdnMap limits() {
    return EdnMap.EMPTY
        .with(Keyword.of("peers"), Int.of(PeerTable.MAX_PEERS))
        .with(Keyword.of("link-window-bytes"), Int.of(Link.WINDOW_BYTES))
        .with(Keyword.of("links-unconfirmed-bytes"), Int.of(Parcels.POOL_BYTES))
        .with(Keyword.of("links-outbox-bytes"), Int.of(Outbox.MAX_BYTES))
        .with(Keyword.of("strangers"), Int.of(Lobby.PORCH.all() + Lobby.HALL.all()))
        .with(Keyword.of("operators"), Int.of(Operators.MAX_OPERATORS))
        .with(Keyword.of("knocks"), Int.of(Correspondence.MAX_KNOCKS))
        .with(Keyword.of("datagrams-waiting"), Int.of(Udp.MAX_WAITING))
        .with(Keyword.of("membership-dials"), Int.of(MembershipFrames.MAX_DIALS));
  }

  /** Event loop thread. */
  void look() {
    long connected = 0;
    long unconfirmed = 0;
    for (PeerState peer : peers.all()) {
      connected += peer.connection.isPresent() ? 1 : 0;
      unconfirmed += peer.link.unconfirmed();
    }
    seen =
        EdnMap.EMPTY
            .with(Keyword.of("peers"), Int.of(peers.size()))
            .with(Keyword.of("connected"), Int.of(connected))
            .with(Keyword.of("unconfirmed"), Int.of(unconfirmed))
            .with(Keyword.of("unconfirmed-bytes"), Int.of(peers.unconfirmedBytes()))
            .with(Keyword.of("outbox-bytes"), Int.of(outbox.waitingBytes()))
            .with(Keyword.of("strangers"), Int.of(lobby.size()))
            .with(Keyword.of("operators"), Int.of(operators.size()))
            .with(Keyword.of("knocks"), Int.of(correspondence.knocks()))
            .with(Keyword.of("datagrams-waiting"), Int.of(udp.waiting()))
            .with(Keyword.of("membership-dials"), Int.of(frames.dials()));
  }

  /** Any thread. */
  EdnMap toMap() {
    return seen;
  }
}
