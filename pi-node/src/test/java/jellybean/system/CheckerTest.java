package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTest {
  /** Each document beside a file with every line that is expected of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "children",
        "device-names",
        "devices",
        "empty",
        "durable",
        "forwards",
        "functions",
        "keys",
        "delivery",
        "partition",
        "lattices",
        "migrate",
        "names",
        "no-supervisor",
        "params",
        "reserved",
        "supervision",
        "unknown",
        "syntax",
        "two-forms",
        "types",
        "use",
        "use-functions"
      })
  void everyFaultOfADocumentIsReportedAtOnceWithItsPosition(String name) {
    Bundle bundle = Bundle.collect(name + ".edn", Samples.resources("bad"));
    byte[] expected = Samples.resources("bad").apply(name + ".txt").orElseThrow();
    Checked checked = Samples.check(bundle);
    assertEquals(
        new String(expected, StandardCharsets.UTF_8),
        String.join("\n", Samples.lines(checked)) + "\n");
    assertTrue(checked.definition().isEmpty());
  }

  @Test
  void aDocumentWithEveryKeyHasNoFaults() {
    Bundle bundle = Bundle.collect("everything.edn", Samples.resources("good"));
    assertEquals(List.of(), Samples.lines(Samples.check(bundle)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"counter.edn", "wordcount.edn"})
  void theExamplesHaveNoFaults(String name) {
    Bundle bundle = Bundle.collect(name, Samples::example);
    assertEquals(List.of(), Samples.lines(Samples.check(bundle)));
  }

  @Test
  void whatIsDeclaredIsWhatIsCompiled() {
    Bundle bundle = Bundle.collect("everything.edn", Samples.resources("good"));
    SupervisorDef def = Samples.compile(bundle, EdnMap.of(Keyword.of("size"), Samples.read("5")));
    assertEquals("everything", def.name());
    assertEquals(RestartType.TRANSIENT, def.policy().restart());
    assertEquals(new Supervision.Intensity(0, 1), def.supervision().intensity());
    assertEquals(
        List.of(Keyword.of("work"), Keyword.of("below/go")), def.forward().get(Keyword.of("both")));
    ActorDef worker = Samples.actor(def, "worker");
    assertEquals(Samples.read("{:words [\"a\" \"b\"] :n 5 :name worker}"), worker.state());
    assertEquals(2, worker.replicas());
    assertEquals(new Place.Spread(), worker.policy().place());
    assertEquals(RestartType.TEMPORARY, worker.policy().restart());
    assertEquals(16, worker.mailboxMessages());
    assertTrue(worker.isKeyed());
    assertEquals(5, Samples.actor(def, "worker2").replicas());
    DeviceDef clock = (DeviceDef) def.child("clock").orElseThrow();
    assertEquals(Samples.read("{:every-ms 5}"), clock.config());
    assertEquals(Set.of(Keyword.of("tick")), clock.says());
    SupervisorDef used = (SupervisorDef) def.child("used").orElseThrow();
    assertEquals(Samples.read("{:name \"x\" :size 5}"), Samples.actor(used, "a").state());
    SupervisorDef again = (SupervisorDef) def.child("used-again").orElseThrow();
    assertEquals(Samples.read("{:name \"nobody\" :size 1}"), Samples.actor(again, "a").state());
  }

  @Test
  void paramsOfTheRootAreFilledByWhoDeploys() {
    Bundle bundle =
        Bundle.of(
            "p.edn",
            "{:supervisor p :params {size _ b 2}"
                + " :children [{:actor x :on {} :state [size b]}]}");
    assertEquals(
        List.of("p.edn:1:1: missing param size: expected it in :with"),
        Samples.lines(Samples.check(bundle)));
    assertEquals(
        List.of(
            "p.edn:1:1: missing param size: expected it in :with",
            "p.edn:1:1: unknown param sise of p.edn, did you mean size?"),
        Samples.lines(Samples.check(bundle, (EdnMap) Samples.read("{sise 1}"))));
    SupervisorDef def = Samples.compile(bundle, (EdnMap) Samples.read("{size 1}"));
    assertEquals(Samples.read("[1 2]"), Samples.actor(def, "x").state());
  }

  @Test
  void paramsThatAreMissingAreNotReportedAgainAsDuplicates() {
    assertEquals(
        List.of(
            "main.edn:1:1: missing param p: expected it in :with",
            "main.edn:1:1: missing param q: expected it in :with"),
        Samples.lines(
            Samples.check(
                "{:supervisor s :params {p _ q _}"
                    + " :children [{:actor a :on {} :state {p 1 q 2 :k #{[p] [q]}}}]}")));
  }

  @Test
  void aWrapperMayFillTheParamsOfWhatItUses() {
    Bundle bundle = Bundle.collect("wrapper.edn", Samples.resources("good"));
    SupervisorDef def = Samples.compile(bundle, EdnMap.EMPTY);
    assertEquals("wrapper", def.name());
    assertEquals(Samples.read("{:name \"wrapped\" :size 1}"), Samples.actor(def, "a").state());
  }
}
