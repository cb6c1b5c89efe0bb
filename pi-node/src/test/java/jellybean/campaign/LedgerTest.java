package jellybean.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import jellybean.campaign.Ledger.Answered;
import jellybean.campaign.Ledger.Incarnation;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** What is read from what happened. */
class LedgerTest {
  private static final Incarnation WHERE = new Incarnation(new NodeId("a"), 1);

  private final Ledger ledger = new Ledger();

  private void answered(String system, boolean isDone, long counter, long atMs) {
    String answer = "{:system \"" + system + "\", :version [" + counter + " \"a\"]}";
    ledger.answered.add(new Answered(WHERE, system, isDone, answer, atMs));
  }

  @Test
  void aSystemBeganAnewWhenItWasDeployedFromNothingForTheSecondTime() {
    answered("s", true, 1, 10);
    answered("t", true, 1, 20);
    answered("s", true, 2, 30);
    answered("s", false, 1, 40);
    assertEquals(OptionalLong.empty(), ledger.beganAnewMs("s"));
    answered("s", true, 1, 50);
    assertEquals(OptionalLong.of(50), ledger.beganAnewMs("s"));
    assertEquals(OptionalLong.empty(), ledger.beganAnewMs("t"));
  }
}
