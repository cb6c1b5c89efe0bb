package jellybean.cluster.majority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import jellybean.cluster.majority.Majority.Permit;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** What a home, its electors and its hosts do, step by step. */
class MajorityTest {
  private static final String S = Stage.SYSTEM;
  private static final LeaseTiming TIMING = Stage.TIMING;
  private static final long LEASE_MS = TIMING.leaseMs();
  private static final long USABLE_MS = TIMING.surelyMs(LEASE_MS);

  /** Three electors; {@code a} is the home. */
  private static Stage homeAtA() {
    Stage stage = new Stage(Rules.STANDARD, "abc", "d").links("ab", "ac", "bc", "ad", "bd", "cd");
    return stage.sees("b", "abcd").sees("c", "abcd").sees("d", "abcd").sees("a", "abc").wants("a");
  }

  private static Optional<Epoch> since(Stage stage, String node) {
    return stage.node(node).permit(S).map(Permit::since);
  }

  @Test
  void whoHasTheVotesOfMostIsTheHomeAndStaysIt() {
    Stage stage = homeAtA();

    assertEquals("a", stage.running());
    assertEquals("a", stage.pass(20 * LEASE_MS).running());
    assertEquals(Optional.of(new Epoch(1, new NodeId("a"))), stage.node("a").homeSince(S));
  }

  @Test
  void aHomeThatIsCutOffPausesBeforeItsLeaseEndsAnywhere() {
    Stage stage = homeAtA().links("bc");

    assertEquals("a", stage.pass(USABLE_MS - TIMING.renewMs()).running());
    assertEquals("", stage.pass(TIMING.renewMs() + 1).running());
  }

  @Test
  void aHomeThatWasCutOffGoesOnInItsTenureIfNobodyFollowed() {
    Stage stage = homeAtA();
    Optional<Epoch> before = since(stage, "a");

    stage.links().pass(3 * LEASE_MS);
    assertEquals("", stage.running());
    stage.links("ab", "ac").pass(TIMING.renewMs());

    assertEquals("a", stage.running());
    assertEquals(before, since(stage, "a"));
  }

  @Test
  void anotherFollowsOnlyWhenTheLeaseHasEndedAtItsElectors() {
    Stage stage = homeAtA().links("bc");
    long cutMs = stage.nowMs();

    stage.sees("b", "bc").sees("c", "bc").wants("b").pass(LEASE_MS - TIMING.renewMs() - 50);
    assertFalse(stage.runs("b"));
    stage.pass(TIMING.renewMs() + 2L * TIMING.retryMs());

    assertEquals("b", stage.running());
    assertTrue(stage.nowMs() - cutMs < LEASE_MS + 3L * TIMING.retryMs());
  }

  @Test
  void aHomeThatHearsOfALaterOneYields() {
    Stage stage = homeAtA().links("bc").sees("b", "bc").sees("c", "bc").wants("b");
    assertEquals("b", stage.pass(2 * LEASE_MS).running());
    assertTrue(stage.node("a").homeSince(S).isPresent());

    stage.links("ab", "bc").sees("b", "abc").pass(2 * LEASE_MS);

    assertEquals(Optional.empty(), stage.node("a").homeSince(S));
    assertEquals("b", stage.running());
  }

  @Test
  void aMinorityHasNoHome() {
    Stage stage = new Stage(Rules.STANDARD, "abcde", "").links("ab");

    stage.sees("a", "ab").sees("b", "ab").wants("a").wants("b").pass(10 * LEASE_MS);

    assertEquals("", stage.running());
  }

  @Test
  void hostsRunOnWhatTheHomeLends() {
    Stage stage = homeAtA().sees("a", "abcd").roll("a", "bd").hosts("b").hosts("c").hosts("d");

    assertEquals("abd", stage.pass(5 * LEASE_MS).running()); // c is not on the roll
    assertEquals(since(stage, "a"), since(stage, "d"));
    assertTrue(
        stage.node("d").permit(S).orElseThrow().untilMs()
            <= stage.node("a").permit(S).orElseThrow().untilMs());
  }

  @Test
  void aHostThatWasTakenOffTheRollIsClearWhenItsLoanHasEnded() {
    Stage stage = homeAtA().sees("a", "abcd").roll("a", "bd").hosts("b").hosts("d").pass(LEASE_MS);

    stage.roll("a", "b").links("ab", "ac");
    long clearMs = stage.node("a").clearMs(S, new NodeId("d"));
    assertTrue(clearMs > stage.nowMs());
    while (stage.runs("d")) {
      stage.pass(10);
    }

    assertTrue(stage.nowMs() <= clearMs, stage.nowMs() + " " + clearMs);
    assertEquals("ab", stage.pass(LEASE_MS).running());
  }

  @Test
  void anElectorThatRestartsWaitsForTheLeaseThatItMayHaveGranted() {
    Stage stage = homeAtA().pass(LEASE_MS).photograph("b").photograph("c");
    stage.links("bc").restart("b").restart("c").sees("b", "bc").sees("c", "bc").wants("b");

    assertEquals("", stage.pass(LEASE_MS - 50).running().replace("a", ""));
    assertEquals("b", stage.pass(LEASE_MS).running());
  }

  @Test
  void anElectorThatRestartsRenewsAtOnceForWhomItPromised() {
    Stage stage = homeAtA().pass(LEASE_MS).photograph("b").restart("b").links("ab").sees("b", "ab");

    assertEquals("a", stage.pass(2 * LEASE_MS).running());
  }

  @Test
  void anElectorThatForgotIsNoneUntilALaterEpochNamesIt() {
    Stage stage = homeAtA().pass(LEASE_MS).restartBlank("b").restartBlank("c");
    stage.links("ab", "ac", "bc").sees("b", "abc").sees("c", "abc").sees("a", "abc");

    assertEquals("", stage.pass(5 * LEASE_MS).running());
  }

  @Test
  void oneOfThreeMayForgetAndIsAnElectorAgainInALaterEpoch() {
    Stage stage = homeAtA().pass(LEASE_MS).restartBlank("b");
    stage.sees("b", "abc").sees("a", "abc").pass(TIMING.settleMs() + 2 * LEASE_MS);

    Configuration now = stage.node("a").activated(S).orElseThrow();

    assertEquals("a", stage.running());
    assertTrue(now.electorate().contains(stage.node("b").elector()));
    assertEquals(Optional.of(new Epoch(1, new NodeId("a"))), since(stage, "a"));
  }

  @Test
  void ofAnEvenNumberOneWhoIsAwayStaysAnElector() {
    Elector a = new Elector(new NodeId("a"), 1);
    Elector b = new Elector(new NodeId("b"), 2);
    Elector c = new Elector(new NodeId("c"), 3);
    Elector again = new Elector(new NodeId("c"), 4);
    Electorate three = Electorate.of(List.of(a, b, c));

    assertEquals(three, three.next(List.of(a, b)));
    assertEquals(Electorate.of(List.of(a, b, again)), three.next(List.of(a, b, again)));
    assertEquals(Electorate.of(List.of(a)), three.next(List.of(a)));
    assertEquals(Electorate.of(List.of(a, b)), Electorate.of(List.of(a)).next(List.of(a, b)));
  }

  @Test
  void whoIsDueIsTheHomeOrWhoFollowsItInRank() {
    Stage stage = homeAtA();
    Moment moment = new Moment(stage.nowMs(), 0);
    assertEquals(Set.of(S), stage.node("a").due(moment));
    assertEquals(Set.of(), stage.node("b").due(moment));

    stage.sees("b", "bc").sees("c", "bc");

    boolean isBDue = stage.node("b").due(moment).contains(S);
    boolean isCDue = stage.node("c").due(moment).contains(S);
    assertTrue(isBDue ^ isCDue);
  }

  @Test
  void aHomeThatLivesButIsNotHeardIsFollowedAfterSomeLeases() {
    Stage stage = homeAtA().links("bc").pass(3 * LEASE_MS);
    Moment early = new Moment(stage.nowMs(), 0);
    assertEquals(Set.of(), stage.node("b").due(early));

    Moment late = new Moment(stage.nowMs() + 4 * LEASE_MS, 0);

    assertEquals(Set.of(S), stage.node("b").due(late));
  }

  @Test
  void whatIsSaidInAnothersNameIsDroppedAndCounted() {
    Stage stage = homeAtA();
    Majority b = stage.node("b");
    Configuration known = b.activated(S).orElseThrow();
    Claim forged = new Claim(S, new Epoch(9, new NodeId("a")), 1, known);

    var outcome = b.received(new NodeId("c"), forged, new Moment(0, 0));

    assertEquals(List.of(), outcome.sends());
    assertEquals(new Ignored(0, 1), outcome.next().ignored());
  }

  @Test
  void aSystemThatIsNotKnownGetsNoVote() {
    Majority b = homeAtA().node("b").forget(S);
    Configuration genesis =
        Configuration.genesis(new NodeId("a"), Electorate.of(List.of(b.elector())));
    Claim claim = new Claim(S, new Epoch(9, new NodeId("a")), 1, genesis);

    var outcome = b.received(new NodeId("a"), claim, new Moment(0, 0));

    assertEquals(List.of(), outcome.sends());
    assertEquals("{:unknown-systems 1, :strange 0}", outcome.next().ignored().toValue().toString());
  }

  @Test
  void moreSystemsThanThereMayBeAreCounted() {
    Majority node = homeAtA().node("a");
    Configuration genesis = node.activated(S).orElseThrow();
    for (int i = 1; i < Majority.MAX_SYSTEMS; i++) {
      node = node.begin("system-" + i, genesis);
    }

    Majority full = node.begin("one-more", genesis);

    assertEquals(Optional.empty(), full.activated("one-more"));
    assertEquals(new Ignored(1, 0), full.ignored());
  }

  @Test
  void renewingChangesNothingThatHasToBeOnDisk() {
    Stage stage = homeAtA();
    var before = stage.node("b").stored();

    stage.pass(10 * LEASE_MS);

    assertEquals(before, stage.node("b").stored());
  }

  @Test
  void aLoanWithAnAnswerFromTheFutureCountsFromNow() {
    Stage stage = homeAtA().hosts("d");
    Majority d = stage.node("d");
    Epoch epoch = d.activated(S).orElseThrow().epoch();
    TreeMap<String, MajorityMessage.Lent> lent = new TreeMap<>();
    lent.put(
        S, new MajorityMessage.Lent(new Epoch(epoch.counter() + 1, new NodeId("a")), epoch, 1_000));
    long life = d.elector().memory();

    var outcome =
        d.received(
            new NodeId("a"), new MajorityMessage.Loan(life, 99_000, lent), new Moment(500, 0));

    assertEquals(1_300, outcome.next().permit(S).orElseThrow().untilMs());
  }

  @Test
  void leasesTooShortToBeLentAreRefused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LeaseTiming("short", 3_000, 1_500, 200, 20, 0));

    assertEquals(
        "bad lease timing short: expected that a host can borrow more than renewMs + retryMs = 1700"
            + " ms, found 720",
        refused.getMessage());
    assertEquals(Optional.of(LeaseTiming.WIFI), LeaseTiming.named("wifi"));
  }
}
