package jellybean.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that datagrams are opened with, and the one of them that seals. Immutable.
 *
 * <p>A key is changed without interruption in three rounds over the fleet: {@link #install} it
 * everywhere, then {@link #use} it everywhere, then {@link #remove} the old one everywhere.
 *
 * <p>Source: the key ring of hashicorp/memberlist and Serf.
 */
public final class KeyRing {
  /** More are never needed: old, current, next, and one to spare. */
  public static final int MAX_KEYS = 4;

  private final RingKey sealing;
  private final List<RingKey> keys;

  private KeyRing(RingKey sealing, List<RingKey> keys) {
    this.sealing = sealing;
    this.keys = keys;
  }

  /** A ring of one key, which seals. */
  public static KeyRing of(RingKey key) {
    return new KeyRing(key, List.of(key));
  }

  /** The key that seals. */
  public RingKey sealing() {
    return sealing;
  }

  /** All keys, in the order of their installation. */
  public List<RingKey> keys() {
    return keys;
  }

  public Optional<RingKey> find(int keyId) {
    return keys.stream().filter(key -> key.id() == keyId).findFirst();
  }

  /**
   * Adds a key that opens; nothing changes if the ring has it.
   *
   * @throws KeyRingException if the ring is full, or has another key of the same id
   */
  public KeyRing install(RingKey key) {
    if (keys.contains(key)) {
      return this;
    }
    if (find(key.id()).isPresent()) {
      throw new KeyRingException(
          "cannot install " + key + ": expected an id of its own, found another key with that id");
    }
    if (keys.size() == MAX_KEYS) {
      throw new KeyRingException(
          "cannot install " + key + ": expected at most " + MAX_KEYS + " keys, the ring is full");
    }
    List<RingKey> more = new ArrayList<>(keys);
    more.add(key);
    return new KeyRing(sealing, List.copyOf(more));
  }

  /**
   * Seals with an installed key from now on.
   *
   * @throws KeyRingException if it is not installed
   */
  public KeyRing use(RingKey key) {
    if (!keys.contains(key)) {
      throw new KeyRingException("cannot use " + key + ": expected it to be installed first");
    }
    return new KeyRing(key, keys);
  }

  /**
   * Forgets a key; nothing changes if it is not installed.
   *
   * @throws KeyRingException if it is the one that seals
   */
  public KeyRing remove(RingKey key) {
    if (key.equals(sealing)) {
      throw new KeyRingException(
          "cannot remove " + key + ": it seals; expected another key to be used first");
    }
    return new KeyRing(sealing, keys.stream().filter(k -> !k.equals(key)).toList());
  }

  @Override
  public String toString() {
    return keys + ", sealing with " + sealing;
  }
}
