package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Script;
import org.junit.jupiter.api.Test;

/** A list tells how many messages each actor handles in a second. */
class RatesTest {
  private static final Address S = Address.of("s");

  private static EdnMap row(String address, long handled) {
    return EdnMap.of(
        ShellProtocol.ADDRESS, new Text(address), ShellProtocol.HANDLED, Int.of(handled));
  }

  private static Value rate(Rates since, EdnMap row, long nowMs) {
    return since.rated(List.of(row), nowMs).getFirst().get(ShellProtocol.RATE);
  }

  @Test
  void aRateIsWhatWasHandledMeanwhileInASecond() {
    Rates since = Rates.of(S, List.of(row("/s/a", 100)), 10_000);
    assertEquals(Int.of(60), rate(since, row("/s/a", 130), 10_500));
    assertEquals(Int.of(0), rate(since, row("/s/a", 100), 10_500));
    assertEquals(Int.of(3), rate(since, row("/s/a", 110), 13_000));
  }

  @Test
  void anActorThatIsNewHasNoRate() {
    Rates since = Rates.of(S, List.of(row("/s/a", 100)), 10_000);
    assertEquals(Nil.NIL, rate(since, row("/s/b", 130), 10_500));
  }

  @Test
  void aRateIsNeverNegativeWhateverBecomesOfTheClock() {
    Rates since = Rates.of(S, List.of(row("/s/a", 100)), 10_000);
    assertEquals(Int.of(0), rate(since, row("/s/a", 7), 10_500));
    assertEquals(Int.of(20), rate(since, row("/s/a", 110), 3_000));
  }

  @Test
  void whatWasSeenServesForAWhileAndForWhatIsBelow() {
    Rates since = Rates.of(S, List.of(), 10_000);
    assertTrue(since.serve(S, 10_500));
    assertTrue(since.serve(Address.of("s", "a"), 20_000));
    assertFalse(since.serve(S, 10_499));
    assertFalse(since.serve(S, 20_001));
    assertFalse(since.serve(Address.ROOT, 10_500));
    assertFalse(Rates.NONE.serve(Address.ROOT, 10_500));
  }

  @Test
  void theFirstListLooksTwiceAndTheNextMeasuresFromThere() {
    AskedFleet fleet = new AskedFleet();
    fleet.node("b").start("/s/busy", Script.recorder());
    fleet.node("b").start("/s/idle", Script.recorder());
    Value first = fleet.askWhile("ls", new Text("/s"), () -> tenMessages(fleet));
    assertEquals("[20 0]", rates(first));
    fleet.pass(500);
    assertEquals("[10 0]", rates(fleet.ask("ls", new Text("/s"))));
    fleet.pass(60_000);
    assertEquals("[0 0]", rates(fleet.ask("ls", new Text("/s"))));
  }

  @Test
  void theRatesOfWhatIsDeeperAreSummedUp() {
    AskedFleet fleet = new AskedFleet();
    fleet.node("b").start("/s/busy", Script.recorder());
    Value root = fleet.askWhile("ls", new Text("/"), () -> tenMessages(fleet));
    assertTrue(root.toString().contains(":address \"/s\""), root.toString());
    assertEquals("20", rates(root).split("[\\[ \\]]")[1]);
    assertFalse(fleet.ask("tree", new Text("/s")).toString().contains(":rate"));
  }

  private static void tenMessages(AskedFleet fleet) {
    for (int i = 0; i < 10; i++) {
      fleet.node("b").send("/from", "/s/busy", "m", Int.of(i));
    }
  }

  private static String rates(Value level) {
    EdnVector rates = EdnVector.EMPTY;
    for (Value child : (EdnVector) ((EdnMap) level).get(ShellProtocol.CHILDREN)) {
      rates = rates.append(((EdnMap) child).get(ShellProtocol.RATE));
    }
    return rates.toString();
  }
}
