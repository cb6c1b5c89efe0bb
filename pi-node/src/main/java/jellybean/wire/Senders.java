package jellybean.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import jellybean.message.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the nodes whose datagrams proved authentic: keys and replay windows.
 *
 * <p>Bounded: {@value #MAX_NODES} nodes, the one longest unheard is forgotten first; {@value
 * #MAX_BOOTS} boots of each. Owned by one thread.
 */
final class Senders {
  /** Twice the members a fleet may have. */
  static final int MAX_NODES = 512;

  /** The life that ends and the one that begins. */
  static final int MAX_BOOTS = 2;

  private final Hkdf hkdf;
  private final Map<NodeId, Node> nodes = new Eldest<>(MAX_NODES);

  Senders(Hkdf hkdf) {
    this.hkdf = hkdf;
  }

  boolean admits(NodeId node, Boot boot) {
    return Optional.ofNullable(nodes.get(node))
        .flatMap(known -> known.pinned)
        .map(boot::equals)
        .orElse(true);
  }

  /** Whether something authentic has come from that life. */
  boolean knows(NodeId node, Boot boot) {
    return find(node, boot).isPresent();
  }

  boolean isNew(NodeId node, Boot boot, long counter) {
    return find(node, boot).map(life -> life.window.isNew(counter)).orElse(true);
  }

  /** The key of that life; derived each time until the life has proved authentic. */
  SecretKey key(RingKey key, NodeId node, Boot boot) {
    return find(node, boot)
        .flatMap(life -> Optional.ofNullable(life.keys.get(key.id())))
        .orElseGet(() -> hkdf.subkey(key, node, boot));
  }

  void mark(RingKey key, NodeId node, Boot boot, long counter) {
    Node known = nodes.computeIfAbsent(node, id -> new Node());
    Life life = known.lives.computeIfAbsent(boot, b -> new Life(new ReplayWindow(counter)));
    life.window.mark(counter);
    life.keys.computeIfAbsent(key.id(), id -> hkdf.subkey(key, node, boot));
  }

  void pin(NodeId node, Boot boot) {
    Node known = nodes.computeIfAbsent(node, id -> new Node());
    known.pinned = Optional.of(boot);
    known.lives.keySet().retainAll(Set.of(boot));
  }

  void unpin(NodeId node) {
    Optional.ofNullable(nodes.get(node)).ifPresent(known -> known.pinned = Optional.empty());
  }

  void keepOnly(KeyRing ring) {
    for (Node node : nodes.values()) {
      for (Life life : node.lives.values()) {
        life.keys.keySet().removeIf(id -> ring.find(id).isEmpty());
      }
    }
  }

  int size() {
    return nodes.size();
  }

  private Optional<Life> find(NodeId node, Boot boot) {
    return Optional.ofNullable(nodes.get(node))
        .flatMap(known -> Optional.ofNullable(known.lives.get(boot)));
  }

  private static final class Node {
    final Map<Boot, Life> lives = new Eldest<>(MAX_BOOTS);
    Optional<Boot> pinned = Optional.empty();
  }

  private static final class Life {
    final Map<Integer, SecretKey> keys = new HashMap<>();
    final ReplayWindow window;

    Life(ReplayWindow window) {
      this.window = window;
    }
  }

  /** Forgets what was used longest ago. */
  private static final class Eldest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int max;

    Eldest(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
      return size() > max;
    }
  }
}
