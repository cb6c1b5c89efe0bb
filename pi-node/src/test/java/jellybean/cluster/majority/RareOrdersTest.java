package jellybean.cluster.majority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jellybean.cluster.majority.MajorityMessage.Activation;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import org.junit.jupiter.api.Test;

/**
 * Orders of events that chance seldom finds, each played with the rules as they are, and with the
 * one rule left out that keeps two homes from running.
 */
class RareOrdersTest {
  private static final long SHORT_MS = 500;
  private static final long LEASE_MS = Stage.TIMING.leaseMs();
  private static final String BOTH = "ac";

  /** The home moved to electors whom the others have never heard of. */
  private static Stage homeAmongNewElectors(Rules rules) {
    return acceptedByB(new Stage(rules, "abc", "de")).links("ad", "ae").sees("a", "ade");
  }

  /** {@code a} is the home with {@code a d e}; of the old electors {@code b} accepted that. */
  private static Stage acceptedByB(Stage stage) {
    stage.links("ab").sees("a", "abde").wants("a"); // b has promised
    stage.links("ad", "ae").sees("a", "ade").pass(SHORT_MS); // d and e have accepted
    return stage
        .links("ab")
        .losing(m -> m instanceof Activation)
        .sees("a", "abde")
        .losing(_ -> false);
  }

  private static String runningWhenAStrangerClaims(Stage stage) {
    stage.pass(2 * LEASE_MS); // what b granted has ended
    assertEquals("a", stage.running());
    stage.links("ad", "ae", "bc").sees("b", "bc").sees("c", "bc").wants("c");
    return stage.pass(2 * LEASE_MS).running();
  }

  @Test
  void anEpochThatWasAcceptedIsFoundByWhoHasNeverHeardOfIt() {
    assertEquals("a", runningWhenAStrangerClaims(homeAmongNewElectors(Rules.STANDARD)));
  }

  @Test
  void elseTwoHomesRunBecauseTheClaimantGoesByWhatItKnew() {
    Rules stale =
        new Rules() {
          @Override
          boolean isHeeded(Configuration reported) {
            return false;
          }
        };
    assertEquals(BOTH, runningWhenAStrangerClaims(homeAmongNewElectors(stale)));
  }

  @Test
  void elseTwoHomesRunBecauseADoubtIsPassedOver() {
    Rules careless =
        new Rules() {
          @Override
          boolean isProposedAgain(Configuration doubt) {
            return false;
          }
        };
    assertEquals(BOTH, runningWhenAStrangerClaims(homeAmongNewElectors(careless)));
  }

  @Test
  void whatWasOnDiskBeforeTheAnswerIsRememberedAfterAPowerCut() {
    Stage stage = homeAmongNewElectors(Rules.STANDARD).photograph("b").restart("b");
    assertEquals("a", runningWhenAStrangerClaims(stage));
  }

  @Test
  void elseTwoHomesRunBecauseTheAnswerLeftBeforeItWasOnDisk() {
    Stage stage = new Stage(Rules.STANDARD, "abc", "de").photograph("b");
    acceptedByB(stage).links("ad", "ae").sees("a", "ade").restart("b");
    assertEquals(BOTH, runningWhenAStrangerClaims(stage));
  }

  /** {@code a}'s proposal reaches {@code b} after {@code b} has promised {@code c} more. */
  private static String runningAfterALateProposal(Rules rules) {
    Stage stage = new Stage(rules, "abc", "defg");
    stage.links("ab").sees("a", "abde").wants("a");
    stage.losing(m -> m instanceof Proposal);
    stage.links("ad", "ae").sees("a", "ade").pass(SHORT_MS);
    stage.losing(_ -> false);
    stage.links("cb").sees("c", "cbfg").wants("c").pass(SHORT_MS); // overtaken once
    stage.links("cf", "cg").sees("c", "cfg").pass(SHORT_MS);
    stage.links("cb").sees("c", "cbfg").links("cf", "cg").sees("c", "cfg");
    assertEquals("c", stage.pass(LEASE_MS + SHORT_MS).running()); // what b granted has ended
    stage.links("ab", "ad", "ae", "cf", "cg").sees("a", "abde");
    return stage.pass(SHORT_MS).running();
  }

  @Test
  void aProposalThatComesTooLateIsRefused() {
    assertEquals("c", runningAfterALateProposal(Rules.STANDARD));
  }

  @Test
  void elseTwoHomesRunBecauseLessIsAcceptedThanWasPromised() {
    Rules forgiving =
        new Rules() {
          @Override
          boolean mayAccept(Epoch proposed, Epoch promised) {
            return true;
          }
        };
    assertEquals(BOTH, runningAfterALateProposal(forgiving));
  }

  /** The old home claims again past a new one, and does not hear the answers. */
  private static String runningWhenAnOldHomeRenews(Rules rules) {
    Stage stage = new Stage(rules, "abd", "cfghi");
    stage.links("ab", "ad").sees("a", "abd").wants("a");
    assertEquals("a", stage.running());
    stage.links().pass(LEASE_MS + SHORT_MS);
    stage.links("cb", "cd").sees("c", "cbdfghi").wants("c");
    stage.links("cf", "cg").sees("c", "cfg").pass(SHORT_MS);
    stage.losing(m -> m instanceof Claim).links("ab").pass(SHORT_MS); // hears that it is outbid
    stage.losing(m -> m instanceof Activation);
    stage.links("cb", "cd").sees("c", "cbdfg");
    stage.losing(_ -> false).links("cf", "cg").sees("c", "cfg");
    assertEquals("c", stage.pass(LEASE_MS + SHORT_MS).running());
    stage.losing(m -> m instanceof Promise || m instanceof Refusal r && r.accepted().isPresent());
    stage.links("ab", "ad", "cf", "cg");
    return stage.pass(2 * LEASE_MS).running();
  }

  @Test
  void aLeaseIsNotRenewedOnceSomebodyElseWasPromisedMore() {
    assertEquals("c", runningWhenAnOldHomeRenews(Rules.STANDARD));
  }

  @Test
  void elseTwoHomesRunBecauseAnOldLeaseIsRenewed() {
    Rules forgiving =
        new Rules() {
          @Override
          boolean mayRenew(Epoch renewed, Epoch promisedSince) {
            return true;
          }
        };
    assertEquals(BOTH, runningWhenAnOldHomeRenews(forgiving));
  }

  /** A home moves to electors who granted it little, and dies, while its host still runs. */
  private static boolean isEverRunTwice(Rules rules) {
    Stage stage = new Stage(rules, Stage.NO_MARGIN, "abc", "deh").links("ab", "ah", "ad", "ae");
    stage.sees("h", "ah").sees("c", "cde").sees("d", "cde").sees("e", "cde");
    stage.sees("a", "ab").wants("a").roll("a", "h").hosts("h").sees("a", "abde");
    stage.pass(Stage.NO_MARGIN.settleMs() - 100); // with 100 ms to go until it takes them in
    stage.losingAt("b", m -> m instanceof Proposal);
    while (!stage.hasSent(m -> m instanceof Proposal p && p.proposed().epoch().counter() == 2)) {
      stage.pass(10);
    }
    stage.pass(2L * Stage.NO_MARGIN.renewMs()).losing(_ -> false); // renewed, and lent more
    while (!stage.hasSent(m -> m instanceof Activation a && a.activated().epoch().counter() == 2)) {
      stage.pass(10);
    }
    stage.dies("a").links("cd", "ce").wants("c");
    boolean twice = false;
    while (!stage.runs("c")) {
      stage.pass(10);
      twice |= stage.runs("c") && stage.runs("h");
    }
    return twice;
  }

  @Test
  void aHomeMovesToNewElectorsOnlyWithALeaseAsLongAsItsLoans() {
    assertEquals(false, isEverRunTwice(Rules.STANDARD));
  }

  @Test
  void elseAHostRunsOnALoanThatNoElectorAnswersForAnyMore() {
    Rules careless =
        new Rules() {
          @Override
          boolean isCovered(long lentMs, long leaseEndMs) {
            return true;
          }
        };
    assertEquals(true, isEverRunTwice(careless));
  }
}
