package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import jellybean.cluster.FleetTime.Bounds;
import jellybean.cluster.FleetTime.Reading;
import jellybean.cluster.FleetTime.Source;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** What time a board takes it to be. */
class FleetTimeTest {
  private static final long IN_1970 = 60_000;
  private static final long NOW = 1_800_000_000_000L;
  private static final long IN_2100 = 4_102_444_800_000L;
  private static final long DAY = 86_400_000L;
  private static final Bounds BOUNDS = new Bounds(NOW - 30 * DAY, NOW + 300 * DAY);

  private final FleetTime time = new FleetTime(BOUNDS);

  private Reading read(long systemMs, long monotonicMs) {
    return time.read(systemMs, monotonicMs);
  }

  private static NodeId peer(int number) {
    return new NodeId("p" + number);
  }

  @Test
  void aClockWithinTheBoundsIsBelievedWhateverPeersSay() {
    assertTrue(time.heard(peer(1), NOW + 10 * DAY, 5));
    assertEquals(new Reading(NOW, Source.SYSTEM, BOUNDS), read(NOW, 5));
  }

  @Test
  void in1970NothingIsKnownButTheBounds() {
    assertEquals(new Reading(BOUNDS.fromMs(), Source.UNKNOWN, BOUNDS), read(IN_1970, 5));
    assertFalse(read(IN_1970, 5).isSure());
    assertEquals(BOUNDS.fromMs() + 70, read(IN_1970, 75).timeMs(), "it goes on all the same");
  }

  @Test
  void in1970AndIn2100ThePeersTellTheTimeAndItGoesOn() {
    time.heard(peer(1), NOW, 1_000);
    for (long system : new long[] {IN_1970, IN_2100}) {
      assertEquals(new Reading(NOW + 7_000, Source.PEERS, BOUNDS), read(system, 8_000));
    }
  }

  @Test
  void aPeerCannotPushTheTimeOutOfTheBounds() {
    assertFalse(time.heard(peer(1), IN_1970, 5));
    assertFalse(time.heard(peer(2), IN_2100, 5));
    assertFalse(time.heard(peer(3), BOUNDS.untilMs() + 1, 5));
    assertFalse(time.heard(peer(3), BOUNDS.fromMs() - 1, 5));
    assertFalse(read(IN_1970, 6).isSure());
    assertTrue(time.heard(peer(3), BOUNDS.untilMs(), 5));
  }

  @Test
  void oneLiarAmongThreeIsOutvoted() {
    time.heard(peer(1), NOW + 299 * DAY, 0);
    time.heard(peer(2), NOW, 0);
    time.heard(peer(3), NOW + 1_000, 0);
    assertEquals(NOW + 1_000, read(IN_1970, 0).timeMs());
  }

  @Test
  void aPeerHasOneWordTheLatest() {
    for (int i = 0; i < 100; i++) {
      time.heard(peer(1), NOW + 299 * DAY, 0);
    }
    time.heard(peer(2), NOW, 0);
    time.heard(peer(1), NOW + 2, 0);
    assertEquals(NOW, read(IN_1970, 0).timeMs());
  }

  @Test
  void theClockStepsAndTheTimeDoesNot() {
    time.heard(peer(1), NOW, 0);
    assertEquals(NOW + 1_000, read(IN_1970, 1_000).timeMs());
    // NTP comes.
    assertEquals(new Reading(NOW + 2_050, Source.SYSTEM, BOUNDS), read(NOW + 2_050, 2_000));
    // The clock's battery is empty, or somebody plays with it.
    assertEquals(new Reading(NOW + 3_000, Source.PEERS, BOUNDS), read(IN_2100, 3_000));
    assertEquals(new Reading(NOW + 4_000, Source.PEERS, BOUNDS), read(IN_1970, 4_000));
  }

  @Test
  void aClockThatGoesOnPastTheEndOfTheCertificateIsStillBelieved() {
    long end = BOUNDS.untilMs();
    assertTrue(read(end - 1_000, 0).isSure());
    assertEquals(new Reading(end + 4_000, Source.SYSTEM, BOUNDS), read(end + 4_000, 5_000));
    assertEquals(Source.UNKNOWN, read(end + DAY, 6_000).source(), "it was set");
  }

  @Test
  void aClockThatBeginsPastTheEndIsNotBelieved() {
    assertFalse(read(BOUNDS.untilMs() + 4_000, 0).isSure());
  }

  @Test
  void anotherCertificateHasOtherBounds() {
    time.rebound(new Bounds(NOW + 200 * DAY, NOW + 600 * DAY));
    assertFalse(read(NOW, 0).isSure());
    assertTrue(read(NOW + 400 * DAY, 0).isSure());
  }

  @Test
  void whateverPeersSayTheTimeIsTheWordOfOneOfThemAndMemoryIsBounded() {
    long seed = 0x7e11;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      long said = BOUNDS.fromMs() + random.nextLong(BOUNDS.untilMs() - BOUNDS.fromMs());
      assertTrue(time.heard(peer(random.nextInt(100)), said, 0), "seed " + seed);
      long read = read(IN_1970, 0).timeMs();
      assertTrue(BOUNDS.fromMs() <= read && read <= BOUNDS.untilMs(), "seed " + seed);
    }
  }
}
