package jellybean.wire;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.Bytes;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * The fleet's key ring at one version of it: {@code {:keys [#jelly/bytes "…" …] :version [4 "a"]}},
 * the key that seals first. Without a version it is as provisioning made it.
 *
 * <p>All members come to hold the one of the largest version. It is secret: it travels over TLS
 * between members, never in an envelope, whose data may be shown to people.
 */
public record SharedRing(RingVersion version, KeyRing ring) {
  private static final Keyword KEYS = Keyword.of("keys");
  private static final Keyword VERSION = Keyword.of("version");
  private static final String WHAT = "key ring";

  /** As provisioning made it. */
  public static SharedRing first(KeyRing ring) {
    return new SharedRing(RingVersion.FIRST, ring);
  }

  /** The ring after a change that a member makes. */
  public SharedRing changed(NodeId by, KeyRing to) {
    return new SharedRing(version.next(by), to);
  }

  /** With its secrets. */
  public EdnMap toValue() {
    List<Value> keys = new ArrayList<>();
    keys.add(Bytes.of(ring.sealing().secret()));
    ring.keys().stream()
        .filter(key -> !key.equals(ring.sealing()))
        .forEach(key -> keys.add(Bytes.of(key.secret())));
    EdnMap map = EdnMap.of(KEYS, EdnVector.of(keys));
    return version.equals(RingVersion.FIRST) ? map : map.with(VERSION, version.toValue());
  }

  /**
   * Reads what {@link #toValue} made.
   *
   * @throws FrameException if it is something else; no secret is shown
   */
  public static SharedRing of(Value value) {
    if (!(value instanceof EdnMap map) || !(map.get(KEYS, Nil.NIL) instanceof EdnVector keys)) {
      throw notARing();
    }
    boolean isFirst = !map.containsKey(VERSION);
    if (map.size() != (isFirst ? 1 : 2) || keys.size() == 0 || keys.size() > KeyRing.MAX_KEYS) {
      throw notARing();
    }
    RingVersion version =
        isFirst ? RingVersion.FIRST : RingVersion.of(WHAT + " " + VERSION, map.get(VERSION));
    return new SharedRing(version, ring(keys));
  }

  private static KeyRing ring(EdnVector keys) {
    KeyRing ring = KeyRing.of(key(keys.get(0)));
    for (int i = 1; i < keys.size(); i++) {
      try {
        ring = ring.install(key(keys.get(i)));
      } catch (KeyRingException e) {
        throw notARing();
      }
    }
    return ring;
  }

  private static RingKey key(Value value) {
    if (value instanceof Bytes secret && secret.size() == RingKey.BYTES) {
      return RingKey.of(secret.toByteArray());
    }
    throw notARing();
  }

  private static FrameException notARing() {
    return Fields.malformed(
        WHAT,
        "{:keys [#jelly/bytes \"…\" …]} with 1 to "
            + KeyRing.MAX_KEYS
            + " keys of "
            + RingKey.BYTES
            + " bytes",
        "something else");
  }

  /** Without its secrets. */
  @Override
  public String toString() {
    return "key ring " + version + " sealing with " + ring.sealing();
  }
}
