package jellybean.net;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import jellybean.cluster.FleetTime.Reading;
import jellybean.message.NodeId;
import jellybean.net.Connection.Stage;
import jellybean.net.Counters.Count;
import jellybean.wire.DatagramSeal;
import jellybean.wire.DenyListException;
import jellybean.wire.Frame;
import jellybean.wire.RingVersion;
import jellybean.wire.SharedRing;
import jellybean.wire.SignedDenyList;

/**
 * What keeps the fleet closed, as this node holds it: the deny-list and the key ring. It takes what
 * is newer and gives what others lack, over TLS alone, and never to who is denied.
 *
 * <pre>
 *   a holds list 3                       b holds list 2
 *     │ holding 3 ───────────────────────▶ │   when they connect, and when it changes
 *     │ ◀─────────────────────── holding 2 │
 *     │ denied {list 3, signature} ──────▶ │   b checks the signature, cuts who is denied
 *     │ ◀─────────────────────── holding 3 │   that confirms it
 * </pre>
 *
 * Now and then a datagram tells some member what this one holds; who finds that the other holds
 * something else connects. It also judges the connections there are, again and again. Owned by the
 * event loop thread.
 */
final class Guard {
  private static final Frame.Holding NOTHING =
      new Frame.Holding(0, new RingVersion(-1, ""), OptionalLong.empty());

  private final Here here;
  private final SaneClock clock;
  private final DatagramSeal seal;
  private final Peers peers;
  private final SecurityFiles files;
  private final Set<Connection> connections = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Connection, Frame.Holding> owed = new IdentityHashMap<>();
  private final Map<NodeId, Frame.Holding> told = new HashMap<>();
  private List<PublicKey> authorities;
  private volatile Optional<SignedDenyList> denied = Optional.empty();
  // Read by any thread for display.
  private volatile SharedRing ring;
  private Set<NodeId> members = Set.of();
  private boolean wasSure;

  Guard(
      Here here,
      SaneClock clock,
      DatagramSeal seal,
      Peers peers,
      SecurityFiles files,
      Identity identity,
      SharedRing ring) {
    this.here = here;
    this.clock = clock;
    this.seal = seal;
    this.peers = peers;
    this.files = files;
    this.authorities = authorities(identity);
    this.ring = files.ring().filter(kept -> isNewer(kept, ring)).orElse(ring);
    seal.rekey(this.ring.ring());
    files.denied(here.fleet(), authorities).ifPresent(this::install);
    wasSure = clock.read().isSure();
  }

  private static boolean isNewer(SharedRing ring, SharedRing than) {
    return ring.version().isNewerThan(than.version());
  }

  private static List<PublicKey> authorities(Identity identity) {
    return identity.authorities().stream().map(each -> each.getPublicKey()).toList();
  }

  // What this node is told by its own.

  void trust(Identity changed) {
    authorities = authorities(changed);
  }

  /** Who lives, this node included. */
  void members(Set<NodeId> live) {
    members = Set.copyOf(live);
    Set<NodeId> present = new HashSet<>(members);
    established().forEach(connection -> nodeOf(connection).ifPresent(present::add));
    told.keySet().retainAll(present);
  }

  /** Those to reach: live, not this node, and not denied. */
  Set<NodeId> others() {
    Set<NodeId> others = new TreeSet<>(members);
    others.remove(here.self());
    others.removeIf(here.admission()::deniesNode);
    return others;
  }

  /** What a member said last that it holds. */
  Frame.Holding heldBy(NodeId member) {
    return told.getOrDefault(member, NOTHING);
  }

  SharedRing ring() {
    return ring;
  }

  long deniedVersion() {
    return denied.map(held -> held.list().version()).orElse(0L);
  }

  int deniedEntries() {
    return denied.map(held -> held.list().denied().size()).orElse(0);
  }

  /**
   * A deny-list from an operator, or from a file.
   *
   * @throws DenyListException if it is not newer, or not this fleet's: nothing is changed
   */
  void deny(SignedDenyList list) {
    list.verify(here.fleet(), authorities);
    list.checkNewerThan(deniedVersion());
    adopt(list);
    push();
  }

  /** A ring that this node made, or that was put into its files; older ones are not taken. */
  void publish(SharedRing changed) {
    if (isNewer(changed, ring)) {
      adopt(changed);
      push();
    }
  }

  /** Sees to it that every member comes to hold what this one does. */
  void push() {
    for (NodeId member : others()) {
      peers.connect(member);
    }
    for (Connection connection : established()) {
      answer(connection, heldBy(nodeOf(connection).orElseThrow()));
    }
  }

  // What connections tell.

  /** Its other side is known; it is judged again and again from now on. */
  void secured(Connection connection) {
    connections.add(connection);
  }

  void closed(Connection connection) {
    connections.remove(connection);
    owed.remove(connection);
  }

  void established(Connection connection) {
    tell(connection);
  }

  void writable(Connection connection) {
    Frame.Holding waiting = owed.remove(connection);
    if (waiting != null) {
      answer(connection, waiting);
    }
  }

  /** Whether the frame was for the guard. */
  boolean frame(Connection connection, NodeId from, Frame frame) {
    switch (frame) {
      case Frame.Holding holding -> heard(connection, from, holding);
      case Frame.Denied list -> offered(connection, list.list());
      case Frame.Ring offer -> offered(connection, offer.ring());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void heard(Connection connection, NodeId from, Frame.Holding holding) {
    if (told.size() < PeerTable.MAX_PEERS || told.containsKey(from)) {
      told.put(from, holding);
    }
    if (holding.timeMs().isPresent() && !clock.heard(from, holding.timeMs().getAsLong())) {
      here.counters().add(Count.TIMES_REFUSED);
    }
    answer(connection, holding);
  }

  private void offered(Connection connection, SharedRing offer) {
    if (!isNewer(offer, ring)) {
      tell(connection);
    } else if (offer.version().isPlausibleAfter(ring.version())) {
      adopt(offer);
    } else {
      here.counters().add(Count.RINGS_REFUSED);
      here.noise()
          .warn(
              Count.RINGS_REFUSED,
              () ->
                  connection
                      + ": refused key ring "
                      + offer.version()
                      + ": expected at most "
                      + RingVersion.MAX_BEHIND
                      + " changes after "
                      + ring.version());
    }
  }

  private void offered(Connection connection, SignedDenyList list) {
    if (list.list().version() <= deniedVersion()) {
      tell(connection);
      return;
    }
    try {
      list.verify(here.fleet(), authorities);
      adopt(list);
    } catch (DenyListException e) {
      here.counters().add(Count.DENY_LISTS_REFUSED);
      here.noise().warn(HandshakeFault.DENIED, () -> connection + ": " + e.getMessage());
    }
  }

  /** Somebody, as far as a datagram can prove, holds something else. */
  void hinted(NodeId from, byte[] content) {
    if (!others().contains(from) || Arrays.equals(content, hint())) {
      return;
    }
    peers.connect(from);
    established().stream()
        .filter(connection -> nodeOf(connection).equals(Optional.of(from)))
        .forEach(this::tell);
  }

  // What this node says.

  private Frame.Holding holding() {
    Reading now = clock.read();
    return new Frame.Holding(
        deniedVersion(),
        ring.version(),
        now.isSure() ? OptionalLong.of(now.timeMs()) : OptionalLong.empty());
  }

  /** What a datagram says of it: equal bytes for whoever holds the same. */
  byte[] hint() {
    return (deniedVersion() + " " + ring.version()).getBytes(StandardCharsets.US_ASCII);
  }

  private void tell(Connection connection) {
    if (connection.isWritable()) {
      connection.write(holding());
      connection.flush();
    } else {
      owed.put(connection, NOTHING);
    }
  }

  /** Gives the other side what it lacks, and asks for what this one lacks. */
  private void answer(Connection connection, Frame.Holding theirs) {
    if (!connection.isWritable()) {
      owed.put(connection, theirs);
      return;
    }
    if (theirs.denied() < deniedVersion()) {
      connection.write(new Frame.Denied(denied.orElseThrow()));
    }
    if (ring.version().isNewerThan(theirs.ring())) {
      connection.write(new Frame.Ring(ring));
    }
    if (theirs.denied() > deniedVersion() || theirs.ring().isNewerThan(ring.version())) {
      connection.write(holding());
    }
    connection.flush();
  }

  private void tellAll() {
    established().forEach(this::tell);
  }

  private List<Connection> established() {
    List<Connection> nodes = new ArrayList<>();
    for (Connection connection : connections) {
      if (connection.stage() == Stage.ESTABLISHED && nodeOf(connection).isPresent()) {
        nodes.add(connection);
      }
    }
    return nodes;
  }

  private static Optional<NodeId> nodeOf(Connection connection) {
    return connection.principal() instanceof Principal.Node node
        ? Optional.of(node.id())
        : Optional.empty();
  }

  // What changes here.

  private void adopt(SignedDenyList list) {
    install(list);
    files.keep(list);
    judge();
    peers.expel(here.admission()::deniesNode);
    tellAll();
  }

  private void install(SignedDenyList list) {
    denied = Optional.of(list);
    here.admission().deny(list.list());
    if (here.admission().deniesNode(here.self())) {
      long version = list.list().version();
      here.noise().warn(HandshakeFault.DENIED, () -> "this node is on deny-list " + version);
    }
  }

  private void adopt(SharedRing changed) {
    ring = changed;
    seal.rekey(changed.ring());
    files.keep(changed);
    here.counters().add(Count.RINGS_TAKEN);
    tellAll();
  }

  /** Judges every connection again; who comes to know the time tells it. */
  void judge() {
    boolean isSure = clock.read().isSure();
    List.copyOf(connections).forEach(Connection::judgeAgain);
    if (isSure && !wasSure) {
      tellAll();
    }
    wasSure = isSure;
  }

  /** One of the others, whichever. */
  Optional<NodeId> anyOther() {
    List<NodeId> others = List.copyOf(others());
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(Math.floorMod(here.randomness().nextLong(), others.size())));
  }
}
