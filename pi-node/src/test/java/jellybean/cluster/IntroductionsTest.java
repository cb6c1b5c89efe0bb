package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

class IntroductionsTest {
  private static final Members ALONE = Members.of(member("self"));

  private final Introductions introductions = new Introductions();

  private static Member member(String node) {
    return new Member(new NodeId(node), 1, "10.0.0.1", 7_000, EdnMap.EMPTY);
  }

  private static Peer peer(String node) {
    return new Peer(new NodeId(node), "10.0.0.1", 7_000);
  }

  private List<String> round(List<Peer> found, Members members) {
    introductions.beginRound();
    return introductions.next(found, members).stream().map(each -> each.node().value()).toList();
  }

  @Test
  void aFoundPeerIsTriedAtGrowingDistances() {
    List<Integer> rounds = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      if (!round(List.of(peer("b")), ALONE).isEmpty()) {
        rounds.add(i);
      }
    }
    assertEquals(List.of(1, 2, 4, 8, 16, 32, 64, 96), rounds);
  }

  @Test
  void aPeerThatDoesNotUnderstandTwoAttemptsIsHardToReachUntilItIsFoundAgain() {
    round(List.of(peer("b")), ALONE);
    round(List.of(peer("b")), ALONE);
    assertFalse(introductions.isHardToReach(peer("b")));
    round(List.of(peer("b")), ALONE);
    round(List.of(peer("b")), ALONE);
    assertTrue(introductions.isHardToReach(peer("b")));
    introductions.found(peer("b"));
    assertFalse(introductions.isHardToReach(peer("b")));
  }

  @Test
  void aPeerFoundAgainIsTriedAtOnce() {
    for (int i = 0; i < 50; i++) {
      round(List.of(peer("b")), ALONE);
    }
    assertEquals(List.of(), round(List.of(peer("b")), ALONE));
    introductions.found(peer("b"));
    assertEquals(List.of("b"), round(List.of(peer("b")), ALONE));
  }

  @Test
  void aRoundIsNeverLargerThanItsBoundAndEverybodyGetsATurn() {
    List<Peer> many = IntStream.range(0, 20).mapToObj(i -> peer("n" + i)).toList();
    List<String> tried = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<String> now = round(many, ALONE);
      assertTrue(now.size() <= Introductions.MAX_PER_ROUND, now.toString());
      tried.addAll(now);
    }
    assertEquals(20, tried.stream().distinct().count(), tried.toString());
  }

  @Test
  void whoAnsweredIsAskedOnceMoreAndThenLeftAlone() {
    assertEquals(List.of("b"), round(List.of(peer("b")), ALONE));
    Members both = ALONE.seen(member("b")).members();
    introductions.up(member("b"));
    assertEquals(List.of(), round(List.of(peer("b")), both));
    assertEquals(List.of("b"), round(List.of(peer("b")), both));
    assertEquals(List.of(), round(List.of(peer("b")), both));
    assertEquals(List.of(), round(List.of(peer("b")), both));
  }

  @Test
  void whoWasLostIsLookedForThoughNobodyFindsIt() {
    introductions.down(member("b"), MemberEvent.Reason.UNREACHABLE);
    assertEquals(List.of("b"), round(List.of(), ALONE));
  }

  @Test
  void whoLeftIsNotLookedFor() {
    introductions.down(member("b"), MemberEvent.Reason.UNREACHABLE);
    introductions.down(member("b"), MemberEvent.Reason.LEFT);
    assertEquals(List.of(), round(List.of(), ALONE));
  }

  @Test
  void theLongestLostAreForgottenFirst() {
    for (int i = 0; i <= Introductions.MAX_LOST; i++) {
      introductions.down(member("n" + i), MemberEvent.Reason.UNREACHABLE);
    }
    List<String> tried = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      tried.addAll(round(List.of(), ALONE));
    }
    assertEquals(Introductions.MAX_LOST, tried.stream().distinct().count());
    assertTrue(!tried.contains("n0"), "the first one lost");
  }
}
