package jellybean.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import jellybean.cluster.Link.Greeted;
import jellybean.cluster.Link.Receipt;
import jellybean.cluster.Link.Role;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final int WINDOW_BYTES = 1_000;

  private final Link left = link(1);
  private final Link right = link(2);

  private static Link link(long incarnation) {
    return new Link(incarnation, WINDOW_BYTES, counter());
  }

  private static LongSupplier counter() {
    long[] last = {0};
    return () -> ++last[0];
  }

  private static byte[] parcel(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<String> texts(List<byte[]> parcels) {
    return parcels.stream().map(parcel -> new String(parcel, UTF_8)).toList();
  }

  private static Greeted connect(Link dialler, Link acceptor) {
    Link.Greeting first = dialler.greeting();
    assertInstanceOf(Greeted.Ready.class, acceptor.greeted(first, Role.ACCEPTOR));
    return dialler.greeted(acceptor.greeting(), Role.DIALLER);
  }

  private static List<String> transmit(Link from, Link to) {
    List<String> delivered = new ArrayList<>();
    for (var next = from.next(); next.isPresent(); next = from.next()) {
      if (to.received(next.get().sequence()) == Receipt.DELIVER) {
        delivered.add(new String(next.get().parcel(), UTF_8));
      }
    }
    return delivered;
  }

  @Test
  void whatIsOfferedBeforeTheFirstConnectionIsDeliveredInOrder() {
    left.offer(parcel("a"));
    left.offer(parcel("b"));
    assertTrue(left.next().isEmpty());
    connect(left, right);
    left.offer(parcel("c"));
    assertEquals(List.of("a", "b", "c"), transmit(left, right));
  }

  @Test
  void whatIsConfirmedLeavesTheWindow() {
    connect(left, right);
    left.offer(parcel("a"));
    transmit(left, right);
    assertEquals(OptionalLong.of(1), right.confirmation());
    assertEquals(OptionalLong.empty(), right.confirmation());
    assertTrue(left.confirmed(1));
    assertEquals(0, left.unconfirmed());
    assertEquals(0, left.unconfirmedBytes());
  }

  @Test
  void whatWasReceivedButNotConfirmedIsNotSentAgain() {
    connect(left, right);
    left.offer(parcel("a"));
    transmit(left, right);
    left.offer(parcel("b"));
    left.next();
    left.closed();
    connect(right, left);
    assertEquals(List.of("b"), transmit(left, right));
  }

  @Test
  void aFullWindowRefusesUntilSomethingIsConfirmed() {
    connect(left, right);
    byte[] big = new byte[WINDOW_BYTES - Link.PARCEL_OVERHEAD_BYTES];
    assertTrue(left.offer(big));
    assertFalse(left.offer(parcel("")));
    left.next();
    assertTrue(left.confirmed(1));
    assertTrue(left.offer(parcel("")));
  }

  @Test
  void aNewLifeOfThePeerHandsBackEverythingAndStartsAfresh() {
    connect(left, right);
    left.offer(parcel("a"));
    left.next();
    left.offer(parcel("b"));
    Link reborn = link(3);
    Link.Greeting hello = reborn.greeting();
    Greeted.Ready ready = assertInstanceOf(Greeted.Ready.class, left.greeted(hello, Role.ACCEPTOR));
    assertEquals(List.of("a", "b"), texts(ready.lost()));
    reborn.greeted(left.greeting(), Role.DIALLER);
    left.offer(parcel("c"));
    assertEquals(List.of("c"), transmit(left, reborn));
  }

  @Test
  void whatIsOfferedWhenALifeIsKnownToBeOverGoesToTheNextOne() {
    for (boolean dials : new boolean[] {true, false}) {
      Link one = link(1);
      connect(one, right);
      one.offer(parcel("a"));
      one.next();
      assertEquals(List.of("a"), texts(one.over()));
      one.offer(parcel("b"));
      Link reborn = link(3);
      Greeted greeted = dials ? connect(one, reborn) : connect(reborn, one);
      assertEquals(new Greeted.Ready(List.of()), greeted);
      assertEquals(List.of("b"), transmit(one, reborn));
    }
  }

  @Test
  void whatWasOfferedToALifeThatIsOverIsHandedBackEvenIfTheOneBeforeWasOverToo() {
    connect(left, right);
    left.over();
    Link second = link(3);
    connect(left, second);
    left.closed();
    left.offer(parcel("for the second"));
    Greeted.Ready ready =
        assertInstanceOf(Greeted.Ready.class, left.greeted(link(4).greeting(), Role.ACCEPTOR));
    assertEquals(List.of("for the second"), texts(ready.lost()));
  }

  @Test
  void aDiallerThatMeetsANewLifeConnectsAgainWithANewStream() {
    connect(left, right);
    left.offer(parcel("a"));
    left.next();
    Link reborn = link(3);
    Greeted.Again again = assertInstanceOf(Greeted.Again.class, connect(left, reborn));
    assertEquals(List.of("a"), texts(again.lost()));
    assertFalse(left.isOpen());
    left.offer(parcel("b"));
    assertEquals(new Greeted.Ready(List.of()), connect(left, reborn));
    assertEquals(List.of("b"), transmit(left, reborn));
  }

  @Test
  void afterAbandoningALivingPeerNewParcelsAreNotTakenForOldOnes() {
    connect(left, right);
    left.offer(parcel("a"));
    left.offer(parcel("b"));
    transmit(left, right);
    assertEquals(List.of("a", "b"), texts(left.abandon()));
    left.offer(parcel("c"));
    connect(right, left);
    assertEquals(List.of("c"), transmit(left, right));
  }

  @Test
  void abandoningDoesNotForgetWhatWasReceived() {
    connect(left, right);
    right.offer(parcel("a"));
    transmit(right, left);
    left.abandon();
    connect(left, right);
    right.offer(parcel("b"));
    assertEquals(List.of("b"), transmit(right, left));
  }

  @Test
  void anOldGreetingIsStale() {
    Link.Greeting old = left.greeting();
    connect(left, right);
    left.offer(parcel("a"));
    left.next();
    left.abandon();
    connect(left, right);
    Greeted.Stale stale = assertInstanceOf(Greeted.Stale.class, right.greeted(old, Role.ACCEPTOR));
    assertEquals("expected stream 2 or later, found 1", stale.detail());
  }

  @Test
  void aNumberThatSkipsIsAGap() {
    connect(left, right);
    assertEquals(Receipt.GAP, right.received(2));
    assertEquals(Receipt.DELIVER, right.received(1));
    assertEquals(Receipt.DUPLICATE, right.received(1));
    assertEquals(Receipt.DUPLICATE, right.received(-7));
  }

  @Test
  void aConfirmationOfWhatWasNeverTransmittedIsRefused() {
    connect(left, right);
    left.offer(parcel("a"));
    assertFalse(left.confirmed(1));
    assertEquals(1, left.unconfirmed());
  }

  @Test
  void whatAForgetfulPeerMayHaveReceivedIsHandedBackAndNotRepeated() {
    connect(left, right);
    left.offer(parcel("a"));
    transmit(left, right);
    left.offer(parcel("b"));
    left.confirmed(1);
    long[] streams = {10};
    Link forgetful = new Link(2, WINDOW_BYTES, () -> ++streams[0]);
    Greeted.Ready ready =
        assertInstanceOf(Greeted.Ready.class, left.greeted(forgetful.greeting(), Role.ACCEPTOR));
    assertEquals(List.of("b"), texts(ready.lost()));
    forgetful.greeted(left.greeting(), Role.DIALLER);
    left.offer(parcel("c"));
    assertEquals(List.of("c"), transmit(left, forgetful));
  }

  @Test
  void aGreetingThatTheOtherSideNeverHeardLosesNothing() {
    left.offer(parcel("a"));
    left.greeted(right.greeting(), Role.ACCEPTOR);
    left.next();
    left.closed();
    connect(right, left);
    assertEquals(List.of("a"), transmit(left, right));
  }
}
