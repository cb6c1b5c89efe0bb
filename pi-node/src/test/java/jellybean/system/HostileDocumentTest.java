package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Documents that want memory, time or stack get a fault or two, soon. */
class HostileDocumentTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static List<String> faults(Supplier<Bundle> bundle) {
    return assertTimeoutPreemptively(SOON, () -> Samples.lines(Samples.check(bundle.get())));
  }

  private static List<String> faults(String text) {
    return faults(() -> Bundle.of("main.edn", text));
  }

  private static void assertOneFault(String start, List<String> faults) {
    assertEquals(1, faults.size(), () -> String.join("\n", faults));
    assertTrue(faults.getFirst().startsWith(start), faults::getFirst);
  }

  @Test
  void aMillionBracketsAreOneFault() {
    assertOneFault("main.edn:1:65: ", faults("[".repeat(1_000_000)));
    assertOneFault("main.edn:1:129: ", faults("#{".repeat(500_000)));
    assertOneFault("main.edn:1:", faults("#a ".repeat(300_000)));
    assertOneFault("main.edn:1:", faults("[]".repeat(1) + "]".repeat(1_000_000)));
  }

  @Test
  void tenMegabytesAreRefusedBeforeTheyAreRead() {
    String text = " ".repeat(10 << 20);
    assertEquals(
        "main.edn: document too large: expected at most 1048576 bytes together with the files it"
            + " uses, found 10485760 or more",
        assertThrows(BundleException.class, () -> Bundle.of("main.edn", text)).getMessage());
  }

  @Test
  void supervisorsNestOnlySoDeep() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 31; i++) {
      text.append("{:supervisor a :children [");
    }
    text.append("]}".repeat(31));
    assertOneFault(
        "main.edn:1:781: nested too deeply: expected at most 30 supervisors",
        faults(text.toString()));
  }

  @Test
  void longPathsAreRefusedBecauseNamesOfMessagesHoldThem() {
    String name = "n".repeat(64);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append("{:supervisor ").append(name).append(" :children [");
    }
    text.append("{:actor a :on {} :says #{:x}}").append("]}".repeat(9));
    List<String> faults = faults(text.toString());
    assertOneFault("main.edn:1:802: address too long: expected at most 31 nested names", faults);
  }

  @Test
  void forwardsThatLeadToOneAnotherAreFollowedOnlySoFar() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 28; i++) {
      text.append("{:supervisor s :forward {:a [:s/a :s/b] :b [:s/b :s/a]} :children [");
    }
    text.append("{:actor a :on {}}").append("]}".repeat(28));
    List<String> faults = faults(text.toString());
    assertTrue(
        faults.stream()
            .anyMatch(
                f ->
                    f.contains(
                        "document too large: expected at most 1048576 steps to follow all its"
                            + " names")),
        () -> String.join("\n", faults));
  }

  @Test
  void filesThatUseEachOtherTwiceDoNotMultiply() {
    TreeMap<String, String> files = new TreeMap<>();
    for (int i = 0; i < 28; i++) {
      String use = "\"" + (i + 1) + ".edn\"}";
      files.put(
          i + ".edn",
          "{:supervisor s :children [{:supervisor a :use "
              + use
              + "{:supervisor b :use "
              + use
              + "]}");
    }
    files.put("28.edn", "{:supervisor s :children [{:actor a :on {}}]}");
    List<String> faults = faults(() -> new Bundle("0.edn", files));
    assertTrue(
        faults.stream()
            .anyMatch(f -> f.contains("expected at most 4096 children of all supervisors")),
        () -> String.join("\n", faults));
  }

  @Test
  void paramsThatAreGivenToParamsDoNotMultiply() {
    TreeMap<String, String> files = new TreeMap<>();
    for (int i = 0; i < 28; i++) {
      files.put(
          i + ".edn",
          "{:supervisor s :params {p [1]} :children [{:supervisor a :use \""
              + (i + 1)
              + ".edn\" :with {p [p p p p]}}]}");
    }
    files.put("28.edn", "{:supervisor s :params {p 1} :children [{:actor a :state p :on {}}]}");
    List<String> faults = faults(() -> new Bundle("0.edn", files));
    assertTrue(faults.size() < 10, () -> String.join("\n", faults));
    for (String fault : faults) {
      assertTrue(fault.contains("value too large: expected at most 4194304 bytes"), fault);
    }
  }

  @Test
  void manyFaultsAreCountedNotListed() {
    StringBuilder text = new StringBuilder("{:supervisor s :says #{} :children [{:actor a :on {");
    for (int i = 0; i < 20_000; i++) {
      text.append(":handled-").append(i).append(" unknown-").append(i).append(' ');
    }
    text.append("} :says #{");
    for (int i = 0; i < 20_000; i++) {
      text.append(":said-").append(i).append(' ');
    }
    List<String> faults = faults(text.append("}}]}").toString());
    assertEquals(Checker.MAX_FAULTS + 1, faults.size());
    assertEquals("19800 or more faults were left out", faults.getLast());
  }

  private static final String HEAVY = "(reduce + (range 60000))";

  private static final int GROUP = 100;

  /** Supervisors side by side, each with functions of its own, in groups that a table can hold. */
  private static String supervisors(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      if (i % GROUP == 0) {
        text.append("{:supervisor g").append(i).append(" :children [");
      }
      text.append("{:supervisor t").append(i).append(" :functions {} :children []} ");
      if (i % GROUP == GROUP - 1) {
        text.append("]}");
      }
    }
    return text.toString();
  }

  @Test
  void constantsAreComputedOnceForAllSupervisorsThatSeeThem() {
    assertEquals(
        List.of(),
        faults(
            "{:supervisor s :functions {a "
                + HEAVY
                + " b [a]} :children ["
                + supervisors(2_000)
                + "]}"));
  }

  @Test
  void allConstantsOfADocumentShareOneBudget() {
    StringBuilder text = new StringBuilder("{:supervisor s :functions {");
    for (int i = 10; i < 30; i++) {
      text.append("a").append(i).append(" ").append(HEAVY).append("\n");
    }
    text.append("} :children [{:actor a :on {:x (constantly ").append(HEAVY).append(")}}]}");
    List<String> faults = faults(text.toString());
    assertEquals(
        "main.edn:9:5: fuel limit: all constants together used up the fuel of 1000000 units",
        faults.getFirst());
    assertEquals(13, faults.size(), () -> String.join("\n", faults));
    assertTrue(faults.getLast().startsWith("main.edn:21:"), faults::getLast);
  }

  @Test
  void manyFunctionsSeenByManySupervisorsAreCheckedInTime() {
    StringBuilder text = new StringBuilder("{:supervisor s :functions {");
    for (int i = 0; i < 40_000; i++) {
      text.append("f").append(i).append(" ").append(i).append(' ');
    }
    text.append("} :children [").append(supervisors(4_000)).append("]}");
    assertEquals(List.of(), faults(text.toString()));
  }

  @Test
  void manyUnknownNamesAreReportedInTime() {
    StringBuilder text = new StringBuilder("{:supervisor s :functions {f (fn [s d] [");
    for (int i = 0; i < 60_000; i++) {
      text.append("unknown").append(i).append(' ');
    }
    List<String> faults = faults(text.append("])} :children []}").toString());
    assertEquals(Checker.MAX_FAULTS + 1, faults.size());
    assertEquals("main.edn:1:41: unknown name unknown0", faults.getFirst());
  }

  @Test
  void manyNamesAreCheckedInTime() {
    StringBuilder text = new StringBuilder("{:supervisor s :says #{} :children [");
    for (int i = 0; i < 1_500; i++) {
      text.append("{:actor a").append(i).append(" :on {:b (fn [s d] nil)} :says #{:b}} ");
    }
    List<String> faults = faults(text.append("]}").toString());
    assertTrue(faults.isEmpty() || faults.getFirst().contains("document too large"));
  }
}
