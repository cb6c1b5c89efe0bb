package jellybean.wire;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import jellybean.message.NodeId;
import jellybean.wire.Opening.Knocked;
import jellybean.wire.Opening.Misdirected;
import jellybean.wire.Opening.Opened;
import jellybean.wire.Opening.Reason;
import jellybean.wire.Opening.Refused;

/**
 * Seals and opens datagrams with ChaCha20-Poly1305 (RFC 8439) under the fleet's key ring.
 *
 * <pre>
 *  byte 0        1        2        3
 *      +--------+--------+--------+--------+
 *    0 |  'J'   |  'B'   | version| id len |   n = length of the node id, 1..63
 *      +--------+--------+--------+--------+
 *    4 |           ring key id             |
 *      +--------+--------+--------+--------+
 *    8 |      boot: 128 random bits of     |
 *   20 |      the sender's life            |
 *      +--------+--------+--------+--------+
 *   24 |      boot of the receiver's life; |
 *   36 |      zero: a knock                |
 *      +--------+--------+--------+--------+
 *   40 |      counter, from 1, unsigned    |
 *      |      within 63 bits               |
 *      +--------+--------+--------+--------+
 *   48 |  node id, n bytes of ASCII  ...   |   everything up to here is authenticated
 *      +--------+--------+--------+--------+
 * 48+n |  sealed payload, p bytes    ...   |
 *      +--------+--------+--------+--------+
 *      |  Poly1305 tag, 16 bytes           |   64 + n + p &lt;= 1 200
 *      +--------+--------+--------+--------+
 * </pre>
 *
 * All numbers are big-endian. The key is HKDF-SHA256(ring key, boot, node id): no two lives of any
 * two nodes share one, so the counter alone makes a nonce that never repeats.
 *
 * <p>A datagram is sealed for one life of its receiver, whose boot no other node and no other life
 * has: replayed to another member, or to the receiver after a restart, it is refused. Whoever does
 * not know that boot <em>knocks</em>: a knock is sealed for anybody, may be replayed to anybody,
 * and therefore carries nothing but a question that does no harm when it is asked again; the answer
 * is sealed for the life that asked, so it is new to that life.
 *
 * <p>What {@link Opened} proves: a holder of the ring key sealed it, for this life of this node,
 * and it was not opened before. What it does not prove:
 *
 * <ul>
 *   <li>who of the fleet sealed it. All members share the ring key, so one could pose as another;
 *       what must be certain of its sender travels by TCP.
 *   <li>that it was sent just now. Whoever holds a datagram back can deliver it later, once, for as
 *       long as the receiver lives.
 *   <li>that the sender's life goes on. As long as no connection has told which boot is the
 *       sender's ({@link #pin}), what an earlier life of it sealed for this one and was held back
 *       is opened, too; and of a sender whose context was forgotten ({@value Senders#MAX_BOOTS}
 *       lives of {@value Senders#MAX_NODES} nodes are remembered) even what was opened before.
 * </ul>
 *
 * <p>Owned by one thread.
 */
public final class DatagramSeal {
  public static final int MAX_DATAGRAM_BYTES = 1_200;
  public static final int TAG_BYTES = 16;
  public static final int FIXED_HEADER_BYTES = 48;

  private static final int VERSION = 2;
  private static final short MAGIC = ('J' << 8) | 'B';
  private static final int NONCE_BYTES = 12;
  private static final int ID_LENGTH_AT = 3;
  private static final int BOOT_AT = 8;

  /** Of no life. */
  private static final Boot ANYBODY = new Boot(0, 0);

  private final NodeId self;
  private final byte[] selfId;
  private final Boot boot;
  private final Hkdf hkdf = new Hkdf();
  private final Cipher cipher;
  private final Senders senders = new Senders(hkdf);
  private KeyRing ring;
  private SecretKey sealingKey;
  private long counter;

  /**
   * @param boot drawn from a secure source for this life of the node; a boot used twice would
   *     repeat nonces
   */
  public DatagramSeal(NodeId self, Boot boot, KeyRing ring) {
    this.self = self;
    this.selfId = Hkdf.label(self.value());
    this.boot = boot;
    this.ring = ring;
    this.sealingKey = hkdf.subkey(ring.sealing(), self, boot);
    try {
      cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ChaCha20-Poly1305", e);
    }
  }

  /** The longest payload that this node can seal; its own id takes part of the datagram. */
  public int maxPayloadBytes() {
    return MAX_DATAGRAM_BYTES - FIXED_HEADER_BYTES - selfId.length - TAG_BYTES;
  }

  public Boot boot() {
    return boot;
  }

  public KeyRing ring() {
    return ring;
  }

  /** Nodes whose datagrams proved authentic and that are remembered. */
  int knownSenders() {
    return senders.size();
  }

  /** Changes the ring; counters and replay windows go on. */
  public void rekey(KeyRing changed) {
    ring = changed;
    sealingKey = hkdf.subkey(changed.sealing(), self, boot);
    senders.keepOnly(changed);
  }

  /**
   * From now on only the datagrams of this boot are those of {@code node}: it named the boot over
   * an authenticated connection.
   */
  public void pin(NodeId node, Boot boot) {
    senders.pin(node, boot);
  }

  /** The connection is gone: a restarted {@code node} may be heard before it connects again. */
  public void unpin(NodeId node) {
    senders.unpin(node);
  }

  /**
   * Seals {@code payload} into a datagram of its own.
   *
   * @param receiver the life of the node that it is for
   * @throws IllegalArgumentException if it is longer than {@link #maxPayloadBytes}
   */
  public byte[] seal(Boot receiver, byte[] payload) {
    if (payload.length > maxPayloadBytes()) {
      throw new IllegalArgumentException(
          "cannot seal a datagram: expected at most "
              + maxPayloadBytes()
              + " bytes of payload, found "
              + payload.length);
    }
    counter++;
    int headerBytes = FIXED_HEADER_BYTES + selfId.length;
    ByteBuffer out = ByteBuffer.allocate(headerBytes + payload.length + TAG_BYTES);
    out.putShort(MAGIC).put((byte) VERSION).put((byte) selfId.length);
    out.putInt(ring.sealing().id());
    boot.to(out);
    receiver.to(out);
    out.putLong(counter).put(selfId);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, sealingKey, nonce(counter));
      cipher.updateAAD(out.array(), 0, headerBytes);
      cipher.doFinal(payload, 0, payload.length, out.array(), headerBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed on arguments of checked length", e);
    }
    return out.array();
  }

  /** The same for whoever it reaches; see the class about what may be in it. */
  public byte[] knock(byte[] payload) {
    return seal(ANYBODY, payload);
  }

  /**
   * Whether it names a life from which something authentic has come; cheap, and no proof of
   * anything.
   */
  public boolean isOfKnownLife(byte[] datagram) {
    if (datagram.length < FIXED_HEADER_BYTES + 1 + TAG_BYTES) {
      return false;
    }
    int idLength = datagram[ID_LENGTH_AT] & 0xff;
    if (idLength > NodeId.MAX_LENGTH || datagram.length < FIXED_HEADER_BYTES + idLength) {
      return false;
    }
    byte[] id = Arrays.copyOfRange(datagram, FIXED_HEADER_BYTES, FIXED_HEADER_BYTES + idLength);
    Boot life = Boot.from(ByteBuffer.wrap(datagram, BOOT_AT, Boot.BYTES));
    return NodeIds.parse(id).filter(from -> senders.knows(from, life)).isPresent();
  }

  /** Opens what came from the network; never throws, whatever the bytes. */
  public Opening open(byte[] datagram) {
    if (datagram.length > MAX_DATAGRAM_BYTES) {
      return refused(
          Reason.TOO_LARGE,
          "expected at most " + MAX_DATAGRAM_BYTES + " bytes, found " + datagram.length);
    }
    if (datagram.length < FIXED_HEADER_BYTES + 1 + TAG_BYTES) {
      return refused(
          Reason.TRUNCATED,
          "expected at least "
              + (FIXED_HEADER_BYTES + 1 + TAG_BYTES)
              + " bytes, found "
              + datagram.length);
    }
    return openHeader(datagram);
  }

  private Opening openHeader(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram);
    short magic = in.getShort();
    int version = in.get();
    int idLength = in.get() & 0xff;
    if (magic != MAGIC || version != VERSION) {
      return refused(
          Reason.BAD_HEADER,
          "expected 4a 42 02, found " + HexFormat.ofDelimiter(" ").formatHex(datagram, 0, 3));
    }
    if (idLength < 1 || idLength > NodeId.MAX_LENGTH) {
      return refused(
          Reason.BAD_HEADER,
          "expected a node id of 1 to " + NodeId.MAX_LENGTH + " bytes, found " + idLength);
    }
    if (datagram.length < FIXED_HEADER_BYTES + idLength + TAG_BYTES) {
      return refused(
          Reason.TRUNCATED, "the node id and tag do not fit " + datagram.length + " bytes");
    }
    Optional<RingKey> key = ring.find(in.getInt());
    Boot senderBoot = Boot.from(in);
    Boot receiver = Boot.from(in);
    long senderCounter = in.getLong();
    byte[] id = new byte[idLength];
    in.get(id);
    Optional<NodeId> from = NodeIds.parse(id);
    if (from.isEmpty() || senderCounter < 1) {
      return refused(Reason.BAD_HEADER, "expected a node id and a counter above 0");
    }
    if (key.isEmpty()) {
      return refused(Reason.UNKNOWN_KEY, "sealed by " + from.get() + " with a key not installed");
    }
    return openChecked(
        datagram, new Header(from.get(), senderBoot, receiver, senderCounter, key.get()));
  }

  private record Header(NodeId from, Boot boot, Boot receiver, long counter, RingKey key) {
    int bytes() {
      return FIXED_HEADER_BYTES + from.value().length();
    }
  }

  private Opening openChecked(byte[] datagram, Header header) {
    if (header.from.equals(self)) {
      return refused(Reason.FROM_MYSELF, "sealed with this node's own id " + self);
    }
    return header.receiver.equals(boot) ? openOwn(datagram, header) : openForeign(datagram, header);
  }

  private Opening openOwn(byte[] datagram, Header header) {
    if (!senders.admits(header.from, header.boot)) {
      return refused(
          Reason.OTHER_BOOT, header.from + " is connected with another boot than " + header.boot);
    }
    if (!senders.isNew(header.from, header.boot, header.counter)) {
      return refused(Reason.REPLAYED, header.from + " counter " + header.counter + " was seen");
    }
    Optional<byte[]> payload = decrypt(datagram, header);
    if (payload.isEmpty()) {
      return notAuthentic(header);
    }
    // Only now: bytes that are not authentic must not occupy a context or move a window.
    senders.mark(header.key, header.from, header.boot, header.counter);
    return new Opened(header.from, header.boot, payload.get());
  }

  /** Neither does what is for somebody else, of which there is enough on the air to replay. */
  private Opening openForeign(byte[] datagram, Header header) {
    Optional<byte[]> payload = decrypt(datagram, header);
    if (payload.isEmpty()) {
      return notAuthentic(header);
    }
    return header.receiver.equals(ANYBODY)
        ? new Knocked(header.from, header.boot, payload.get())
        : new Misdirected(header.from, header.boot, header.receiver, payload.get());
  }

  private Optional<byte[]> decrypt(byte[] datagram, Header header) {
    try {
      cipher.init(
          Cipher.DECRYPT_MODE,
          senders.key(header.key, header.from, header.boot),
          nonce(header.counter));
      cipher.updateAAD(datagram, 0, header.bytes());
      return Optional.of(
          cipher.doFinal(datagram, header.bytes(), datagram.length - header.bytes()));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening failed on arguments of checked length", e);
    }
  }

  private static Refused notAuthentic(Header header) {
    return refused(
        Reason.NOT_AUTHENTIC, "expected to be sealed by " + header.from + " with " + header.key);
  }

  private static Refused refused(Reason reason, String detail) {
    return new Refused(reason, detail);
  }

  /** Four zero bytes, then the counter. */
  private static IvParameterSpec nonce(long counter) {
    return new IvParameterSpec(ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(counter).array());
  }
}
