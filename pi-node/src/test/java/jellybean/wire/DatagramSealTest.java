package jellybean.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import jellybean.message.NodeId;
import jellybean.wire.Opening.Knocked;
import jellybean.wire.Opening.Misdirected;
import jellybean.wire.Opening.Opened;
import jellybean.wire.Opening.Reason;
import jellybean.wire.Opening.Refused;
import org.junit.jupiter.api.Test;

class DatagramSealTest {
  private static final RingKey OLD = key(1);
  private static final RingKey NEW = key(2);
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  private final DatagramSeal a = new DatagramSeal(A, new Boot(1, 1), KeyRing.of(OLD));
  private final DatagramSeal b = new DatagramSeal(B, new Boot(2, 2), KeyRing.of(OLD));

  private static RingKey key(int fill) {
    byte[] secret = new byte[RingKey.BYTES];
    Arrays.fill(secret, (byte) fill);
    return RingKey.of(secret);
  }

  private static void assertOpened(NodeId from, byte[] payload, Opening opening) {
    Opened opened = assertInstanceOf(Opened.class, opening);
    assertEquals(from, opened.from());
    assertArrayEquals(payload, opened.payload());
  }

  private static void assertRefused(Reason reason, Opening opening) {
    assertEquals(reason, assertInstanceOf(Refused.class, opening).reason());
  }

  @Test
  void whatOneMemberSealsAnotherOpens() {
    assertOpened(A, HELLO, b.open(a.seal(b.boot(), HELLO)));
    assertOpened(B, new byte[0], a.open(b.seal(a.boot(), new byte[0])));
  }

  @Test
  void thePayloadIsNotReadableOnTheWay() {
    String sealed = new String(a.seal(b.boot(), HELLO), UTF_8);
    assertFalse(sealed.contains("hello"));
  }

  @Test
  void theLongestPayloadMakesTheLongestDatagram() {
    byte[] longest = new byte[a.maxPayloadBytes()];
    byte[] sealed = a.seal(b.boot(), longest);
    assertEquals(DatagramSeal.MAX_DATAGRAM_BYTES, sealed.length);
    assertOpened(A, longest, b.open(sealed));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> a.seal(b.boot(), new byte[a.maxPayloadBytes() + 1]));
    assertEquals(
        "cannot seal a datagram: expected at most 1135 bytes of payload, found 1136",
        e.getMessage());
  }

  @Test
  void aReplayedDatagramIsRefused() {
    byte[] sealed = a.seal(b.boot(), HELLO);
    b.open(sealed);
    assertRefused(Reason.REPLAYED, b.open(sealed));
    assertOpened(A, HELLO, b.open(a.seal(b.boot(), HELLO)));
  }

  @Test
  void overtakenDatagramsAreOpenedOnceEach() {
    b.open(a.seal(b.boot(), HELLO));
    List<byte[]> sealed = new ArrayList<>();
    for (int i = 0; i < ReplayWindow.WIDTH; i++) {
      sealed.add(a.seal(b.boot(), HELLO));
    }
    Collections.shuffle(sealed, new Random(7));
    sealed.forEach(datagram -> assertOpened(A, HELLO, b.open(datagram)));
    sealed.forEach(datagram -> assertRefused(Reason.REPLAYED, b.open(datagram)));
  }

  @Test
  void whatWasSealedBeforeTheFirstDatagramHeardIsOld() {
    byte[] earlier = a.seal(b.boot(), HELLO);
    b.open(a.seal(b.boot(), HELLO));
    assertRefused(Reason.REPLAYED, b.open(earlier));
  }

  @Test
  void everyChangedBitIsNoticed() {
    byte[] sealed = a.seal(b.boot(), HELLO);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertInstanceOf(Refused.class, b.open(changed), "bit " + bit);
    }
    assertOpened(A, HELLO, b.open(sealed));
  }

  @Test
  void everyTruncationIsNoticed() {
    byte[] sealed = a.seal(b.boot(), HELLO);
    for (int length = 0; length < sealed.length; length++) {
      assertInstanceOf(Refused.class, b.open(Arrays.copyOf(sealed, length)), "length " + length);
    }
    assertRefused(Reason.TOO_LARGE, b.open(new byte[DatagramSeal.MAX_DATAGRAM_BYTES + 1]));
  }

  @Test
  void garbageNeverOccupiesMemory() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] sealed = a.seal(b.boot(), HELLO);
    for (int i = 0; i < 2_000; i++) {
      byte[] forged = sealed.clone();
      random.nextBytes(forged);
      System.arraycopy(sealed, 0, forged, 0, 8);
      assertInstanceOf(Refused.class, b.open(forged));
    }
    assertEquals(0, b.knownSenders());
  }

  @Test
  void theNumberOfSendersIsBounded() {
    for (int i = 0; i < Senders.MAX_NODES + 10; i++) {
      NodeId id = new NodeId("n" + i);
      DatagramSeal sender = new DatagramSeal(id, new Boot(3, i), KeyRing.of(OLD));
      assertOpened(id, HELLO, b.open(sender.seal(b.boot(), HELLO)));
    }
    assertEquals(Senders.MAX_NODES, b.knownSenders());
  }

  @Test
  void whatIsForOneMemberIsNothingToAnother() {
    DatagramSeal c = new DatagramSeal(new NodeId("c"), new Boot(3, 3), KeyRing.of(OLD));
    byte[] sealed = a.seal(b.boot(), HELLO);
    Misdirected found = assertInstanceOf(Misdirected.class, c.open(sealed));
    assertEquals(A, found.from());
    assertEquals(a.boot(), found.boot());
    assertEquals(b.boot(), found.meant());
    assertEquals(0, c.knownSenders());
    assertOpened(A, HELLO, b.open(sealed));
  }

  @Test
  void whatIsForAFormerLifeIsNothingToTheNext() {
    byte[] opened = a.seal(b.boot(), HELLO);
    byte[] heldBack = a.seal(b.boot(), HELLO);
    assertOpened(A, HELLO, b.open(opened));
    DatagramSeal next = new DatagramSeal(B, new Boot(2, 3), KeyRing.of(OLD));
    assertInstanceOf(Misdirected.class, next.open(opened));
    assertInstanceOf(Misdirected.class, next.open(heldBack));
    next.pin(A, a.boot());
    assertInstanceOf(Misdirected.class, next.open(heldBack));
    assertOpened(A, HELLO, next.open(a.seal(next.boot(), HELLO)));
  }

  @Test
  void aKnockIsForAnybodyAndNeverOpened() {
    byte[] knock = a.knock(HELLO);
    for (int i = 0; i < 3; i++) {
      Knocked found = assertInstanceOf(Knocked.class, b.open(knock));
      assertEquals(A, found.from());
      assertEquals(a.boot(), found.boot());
      assertArrayEquals(HELLO, found.payload());
    }
    assertEquals(0, b.knownSenders());
  }

  @Test
  void aKnockCannotBeMadeALetter() {
    byte[] forged = a.knock(HELLO);
    System.arraycopy(b.boot().bytes(), 0, forged, 24, Boot.BYTES);
    assertRefused(Reason.NOT_AUTHENTIC, b.open(forged));
    byte[] opened = a.seal(b.boot(), HELLO);
    Arrays.fill(opened, 24, 24 + Boot.BYTES, (byte) 0);
    assertRefused(Reason.NOT_AUTHENTIC, b.open(opened));
  }

  @Test
  void aDatagramUnderThisNodesOwnNameIsRefused() {
    DatagramSeal mirror = new DatagramSeal(B, new Boot(9, 9), KeyRing.of(OLD));
    assertRefused(Reason.FROM_MYSELF, b.open(mirror.seal(b.boot(), HELLO)));
  }

  @Test
  void aStrangersKeyIsUnknown() {
    DatagramSeal stranger = new DatagramSeal(A, new Boot(1, 1), KeyRing.of(NEW));
    assertRefused(Reason.UNKNOWN_KEY, b.open(stranger.seal(b.boot(), HELLO)));
  }

  @Test
  void aKeyIsChangedWithoutAnInterruption() {
    assertOpened(A, HELLO, b.open(a.seal(b.boot(), HELLO)));
    a.rekey(a.ring().install(NEW));
    b.rekey(b.ring().install(NEW));
    a.rekey(a.ring().use(NEW));
    assertOpened(A, HELLO, b.open(a.seal(b.boot(), HELLO)));
    assertOpened(B, HELLO, a.open(b.seal(a.boot(), HELLO)));
    b.rekey(b.ring().use(NEW));
    byte[] old = new DatagramSeal(A, new Boot(5, 5), KeyRing.of(OLD)).seal(b.boot(), HELLO);
    b.rekey(b.ring().remove(OLD));
    assertRefused(Reason.UNKNOWN_KEY, b.open(old));
    assertOpened(A, HELLO, b.open(a.seal(b.boot(), HELLO)));
  }

  @Test
  void aReplayUnderAnotherKeyOfTheSameLifeIsAReplay() {
    byte[] sealed = a.seal(b.boot(), HELLO);
    b.open(sealed);
    b.rekey(b.ring().install(NEW).use(NEW));
    assertRefused(Reason.REPLAYED, b.open(sealed));
  }

  @Test
  void whileConnectedOnlyTheLifeThatConnectedIsHeard() {
    byte[] formerLife = new DatagramSeal(A, new Boot(7, 7), KeyRing.of(OLD)).seal(b.boot(), HELLO);
    b.pin(A, a.boot());
    assertRefused(Reason.OTHER_BOOT, b.open(formerLife));
    assertOpened(A, HELLO, b.open(a.seal(b.boot(), HELLO)));
    b.unpin(A);
    assertOpened(A, HELLO, b.open(formerLife));
  }

  @Test
  void aRingRefusesWhatWouldLeaveItUnusable() {
    KeyRing ring = KeyRing.of(OLD);
    assertEquals(
        "cannot use " + NEW + ": expected it to be installed first",
        assertThrows(KeyRingException.class, () -> ring.use(NEW)).getMessage());
    assertEquals(
        "cannot remove " + OLD + ": it seals; expected another key to be used first",
        assertThrows(KeyRingException.class, () -> ring.remove(OLD)).getMessage());
    KeyRing full = ring.install(NEW).install(key(3)).install(key(4));
    assertEquals(
        "cannot install " + key(5) + ": expected at most 4 keys, the ring is full",
        assertThrows(KeyRingException.class, () -> full.install(key(5))).getMessage());
    assertEquals(full, full.install(NEW));
  }

  @Test
  void aKeyNeverShowsItsSecret() {
    assertFalse(OLD.toString().contains("01010101"));
  }
}
