package jellybean.bench.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import org.junit.jupiter.api.Test;

/** The measurement must go on being one: its short form runs here with all who take part. */
class RemoteBenchTest {
  private static EdnMap map(EdnMap in, String key) {
    Value found = in.get(Keyword.of(key));
    return (EdnMap) found;
  }

  private static void assertMeasured(EdnMap figures, Contestant contestant) {
    Value median = map(map(figures, contestant.label), "messages-per-s").get(Keyword.of("median"));
    assertTrue(((Int) median).value() > 0, contestant.label + ": " + figures);
  }

  @Test
  void theShortFormMeasuresAllThatAreInstalled() throws InterruptedException {
    EdnMap report = RemoteBench.run(Plan.brief());
    EdnMap figures = map(report, "c2");
    assertMeasured(figures, Contestant.RAW_SAME);
    assertMeasured(figures, Contestant.JELLYBEAN);
    assertMeasured(figures, Contestant.PEKKO);
    boolean isThereNoErlang = report.find(Keyword.of("erlang")).isPresent();
    if (!isThereNoErlang) {
      assertMeasured(figures, Contestant.ERLANG);
    }
    assertEquals(
        isThereNoErlang ? 2 : 3,
        map(figures, "jellybean-divided-by").size(),
        () -> report.toString());
  }

  @Test
  void aFloodEndsWhenAllIsConfirmedThatWasSent() {
    Run run = new Run(Run.Kind.FLOOD, 1);
    assertEquals(Run.WINDOW, run.begin(0));
    assertEquals(Run.CREDIT, run.answered(999_999));
    int left = Run.WINDOW / Run.CREDIT;
    for (int i = 1; i <= left; i++) {
      assertTrue(!run.done.isDone());
      assertEquals(0, run.answered(1_000_000 + i));
    }
    assertEquals(new Run.Outcome(Run.WINDOW + Run.CREDIT, 1_000_000 + left), run.done.join());
  }

  @Test
  void anEchoIsCountedWhenItComesBack() {
    Run run = new Run(Run.Kind.ECHO, 1);
    assertEquals(1, run.begin(0));
    assertEquals(1, run.answered(500_000));
    assertEquals(0, run.answered(1_500_000));
    assertEquals(new Run.Outcome(2, 1_500_000), run.done.join());
  }

  @Test
  void optionsSayWhatIsMeasured() {
    Plan plan =
        Plan.of(List.of("--rounds", "3", "--only", "jellybean,pekko", "--to", "/tmp/x.edn"));
    assertEquals(3, plan.rounds());
    assertEquals(List.of(Contestant.JELLYBEAN, Contestant.PEKKO), plan.contestants());
    assertEquals(Path.of("/tmp/x.edn"), plan.report());
    assertEquals(
        "bad --rounds: expected a number from 1, found none",
        assertThrows(RemoteException.class, () -> Plan.of(List.of("--rounds", "none")))
            .getMessage());
    assertEquals(
        "bad --compiler: expected c1 or c2, found gcc",
        assertThrows(RemoteException.class, () -> Plan.of(List.of("--compiler", "gcc")))
            .getMessage());
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertEquals(2.5, Results.median(List.of(1.0, 2.0, 3.0, 9.0)));
    assertEquals(2.0, Results.median(List.of(1.0, 2.0, 9.0)));
  }
}
