package jellybean.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.message.NodeId;
import jellybean.wire.RingRotation.Verdict;
import org.junit.jupiter.api.Test;

/** A rotation of keys as its driver sees it, in virtual time. */
class RingRotationTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final RingKey OLD = key(1);
  private static final RingKey NEW = key(2);

  private long nowMs;
  private SharedRing ring = SharedRing.first(KeyRing.of(OLD));
  private RingRotation rotation = new RingRotation(A, ring, NEW, 0);

  private static RingKey key(int content) {
    byte[] secret = new byte[RingKey.BYTES];
    Arrays.fill(secret, (byte) content);
    return RingKey.of(secret);
  }

  private Verdict next(NodeId... live) {
    return rotation.next(Set.of(live), nowMs);
  }

  /** All who live hold what was published, for as long as it takes. */
  private Verdict settled(NodeId... live) {
    for (NodeId member : live) {
      rotation.holds(member, ring.version());
    }
    next(live);
    nowMs += RingRotation.SETTLE_MS;
    Verdict verdict = next(live);
    if (verdict instanceof Verdict.Publish publish) {
      ring = publish.ring();
    }
    return verdict;
  }

  @Test
  void installUseRemoveEachWhenAllHoldTheOneBefore() {
    assertInstanceOf(Verdict.Waiting.class, next(A, B, C));

    settled(A, B, C);
    assertEquals(List.of(OLD, NEW), ring.ring().keys());
    assertEquals(OLD, ring.ring().sealing());

    rotation.holds(B, ring.version());
    nowMs += RingRotation.SETTLE_MS;
    assertInstanceOf(Verdict.Waiting.class, next(A, B, C), "c has not installed it");

    settled(A, B, C);
    assertEquals(NEW, ring.ring().sealing());
    assertEquals(2, ring.ring().keys().size());

    settled(A, B, C);
    assertEquals(List.of(NEW), ring.ring().keys());
    assertEquals(new RingVersion(3, "a"), ring.version());

    assertInstanceOf(Verdict.Done.class, settled(A, B, C));
  }

  @Test
  void theNextRoundWaitsUntilWhatWasSealedBeforeHasArrived() {
    rotation.holds(B, ring.version());
    assertInstanceOf(Verdict.Waiting.class, next(A, B));
    nowMs += RingRotation.SETTLE_MS - 1;
    assertInstanceOf(Verdict.Waiting.class, next(A, B));
    nowMs++;
    assertInstanceOf(Verdict.Publish.class, next(A, B));
  }

  @Test
  void whoDiesIsNotWaitedForAndWhoJoinsIs() {
    settled(A, B);
    assertInstanceOf(Verdict.Publish.class, settled(A, C), "b is gone, c holds it");
    assertInstanceOf(Verdict.Waiting.class, next(A, C, B), "b is back, and holds nothing");
  }

  @Test
  void whoDoesNotFollowStopsIt() {
    settled(A, B, C);
    nowMs += RingRotation.ROUND_MS + 1;
    rotation.holds(B, ring.version());
    assertEquals(new Verdict.Stuck(Set.of(C)), next(A, B, C));
  }

  @Test
  void anotherRotationThatIsAheadEndsThisOne() {
    settled(A, B);
    RingVersion newer = new RingVersion(2, "b");
    rotation.holds(B, newer);
    assertEquals(new Verdict.Superseded(newer), next(A, B));
  }

  @Test
  void whatAnUnfinishedRotationLeftIsRemovedFirst() {
    RingKey third = key(3);
    ring = new SharedRing(new RingVersion(8, "b"), KeyRing.of(OLD).install(NEW).use(NEW));
    rotation = new RingRotation(A, ring, third, 0);
    settled(A, B);
    assertEquals(2, ring.ring().keys().size(), "published once more, as it is");
    settled(A, B);
    assertEquals(List.of(NEW), ring.ring().keys());
    settled(A, B);
    settled(A, B);
    settled(A, B);
    assertEquals(List.of(third), ring.ring().keys());
    assertInstanceOf(Verdict.Done.class, settled(A, B));
  }

  @Test
  void aMemberAloneRotatesByItself() {
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Verdict.Publish.class, settled(A));
    }
    assertInstanceOf(Verdict.Done.class, settled(A));
  }

  /** Members take what is published in any order and at any time, and may fall behind. */
  @Test
  void atNoTimeDoesAnybodySealWithAKeyThatALiveMemberLacks() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<NodeId, SharedRing> held = new HashMap<>();
      SharedRing first = SharedRing.first(KeyRing.of(OLD));
      Set<NodeId> live = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        live.add(new NodeId("n" + i));
      }
      live.forEach(member -> held.put(member, first));
      NodeId driver = new NodeId("n0");
      RingRotation machine = new RingRotation(driver, first, NEW, 0);
      SharedRing published = first;
      boolean isDone = false;
      for (long ms = 0; ms < 100_000 && !isDone; ms += 1 + random.nextInt(200)) {
        for (NodeId member : live) {
          if (random.nextInt(3) == 0) {
            held.put(member, published);
            machine.holds(member, published.version());
          }
        }
        switch (machine.next(live, ms)) {
          case Verdict.Publish publish -> {
            published = publish.ring();
            held.put(driver, published);
          }
          case Verdict.Done _ -> isDone = true;
          case Verdict.Waiting _ -> {}
          case Verdict.Superseded _, Verdict.Stuck _ -> throw new AssertionError("seed " + seed);
        }
        for (SharedRing sealing : held.values()) {
          for (SharedRing opening : held.values()) {
            int id = sealing.ring().sealing().id();
            assertTrue(opening.ring().find(id).isPresent(), "seed " + seed + " at " + ms);
          }
        }
      }
      assertTrue(isDone, "seed " + seed);
    }
  }
}
