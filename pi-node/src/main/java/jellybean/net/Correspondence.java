package jellybean.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.Boot;
import jellybean.wire.DatagramSeal;
import org.jspecify.annotations.Nullable;

/**
 * Which life of which node is at which address, for a datagram is sealed for one life. Where nobody
 * is known, a knock asks, and what was to be sent waits for the answer. Owned by the event loop
 * thread.
 *
 * <pre>
 *   this node                                the node at an address
 *       │ knock 7 ──────────────────────────────▶ │
 *       │ ◀─────── here 7, for the life that asks │
 *       │ what waited, for the life that is here ▶│
 *       │                                         ✕ it restarts
 *       │ what is for its former life ──────────▶ │
 *       │ ◀────────────────────── gone: that life │
 *       │ knock 8 ──────────────────────────────▶ │
 * </pre>
 */
final class Correspondence {
  /** Addresses and nodes remembered; of more, the one longest unused is forgotten. */
  static final int MAX_KNOWN = 512;

  /** Addresses where a knock may be unanswered; of more, the oldest is given up. */
  static final int MAX_KNOCKS = 64;

  /** Datagrams that may wait for an answer from one address; of more, the newest say most. */
  static final int MAX_WAITING = 4;

  /** After that time without an answer the next datagram knocks again. */
  static final long KNOCK_MS = 1_000;

  /** The payload of a knock: its lane and its number. */
  static final int KNOCK_BYTES = 1 + Long.BYTES;

  /** What to send to an address now. */
  record Mail(InetSocketAddress to, List<byte[]> datagrams) {}

  private static final class Knock {
    final Deque<byte[]> waiting = new ArrayDeque<>();
    final long number;
    long atMs;

    Knock(long number, long atMs) {
      this.number = number;
      this.atMs = atMs;
    }
  }

  private final Here here;
  private final DatagramSeal seal;
  private final Map<InetSocketAddress, NodeId> residents = new Bounded<>(MAX_KNOWN);
  private final Map<NodeId, Boot> lives = new Bounded<>(MAX_KNOWN);
  // In the order of the first knock.
  private final Map<InetSocketAddress, Knock> knocks = new LinkedHashMap<>();

  Correspondence(Here here, DatagramSeal seal) {
    this.here = here;
    this.seal = seal;
  }

  /** Addresses where somebody was asked for and has not answered. */
  int knocks() {
    return knocks.size();
  }

  /** Has something to say to whoever lives at an address. */
  Mail say(InetSocketAddress to, byte[] payload) {
    Optional<Boot> life =
        Optional.ofNullable(residents.get(to))
            .flatMap(node -> Optional.ofNullable(lives.get(node)));
    if (life.isPresent()) {
      return new Mail(to, List.of(seal.seal(life.get(), payload)));
    }
    Knock knock = knockAt(to);
    if (knock.waiting.size() >= MAX_WAITING) {
      knock.waiting.removeFirst();
      dropped(1);
    }
    knock.waiting.addLast(payload);
    long nowMs = here.clock().monotonicMs();
    if (nowMs - knock.atMs < KNOCK_MS) {
      return new Mail(to, List.of());
    }
    knock.atMs = nowMs;
    return new Mail(to, List.of(seal.knock(Lane.KNOCK.payload(bytes(knock.number)))));
  }

  private Knock knockAt(InetSocketAddress to) {
    Knock known = knocks.get(to);
    if (known != null) {
      return known;
    }
    if (knocks.size() >= MAX_KNOCKS) {
      Iterator<Knock> oldest = knocks.values().iterator();
      dropped(oldest.next().waiting.size());
      oldest.remove();
    }
    Knock fresh = new Knock(here.nextNumber(), here.clock().monotonicMs() - KNOCK_MS);
    knocks.put(to, fresh);
    return fresh;
  }

  /**
   * A knock of this life was answered.
   *
   * @param number that of the knock
   */
  Optional<Mail> answered(NodeId node, Boot life, byte[] number) {
    for (Map.Entry<InetSocketAddress, Knock> each : knocks.entrySet()) {
      Knock knock = each.getValue();
      if (ByteBuffer.wrap(bytes(knock.number)).equals(ByteBuffer.wrap(number))) {
        InetSocketAddress at = each.getKey();
        knocks.remove(at);
        met(at, node, life);
        return Optional.of(
            new Mail(at, knock.waiting.stream().map(p -> seal.seal(life, p)).toList()));
      }
    }
    return Optional.empty();
  }

  /** Answers a knock. */
  byte[] here(Boot asking, byte[] number) {
    return seal.seal(asking, Lane.HERE.payload(number));
  }

  /** Answers what was meant for another life. */
  byte[] gone(Boot asking, Boot meant) {
    return seal.seal(asking, Lane.GONE.payload(meant.bytes()));
  }

  /** A life of a node is at an address, says that life. */
  void met(InetSocketAddress at, NodeId node, Boot life) {
    residents.put(at, node);
    lives.put(node, life);
  }

  /**
   * Something for this life of this node came from that life, which is therefore the present one.
   */
  void heard(NodeId node, Boot life) {
    lives.put(node, life);
  }

  /** A life is over, says whoever got what was meant for it. */
  void ended(byte[] boot) {
    if (boot.length == Boot.BYTES) {
      lives.values().remove(Boot.from(ByteBuffer.wrap(boot)));
    }
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private void dropped(int count) {
    here.counters().add(Count.DATAGRAMS_DROPPED, count);
  }

  /** Forgets what was used longest ago. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int max;

    Bounded(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
      return size() > max;
    }
  }
}
