package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.net.Principal.Role;
import org.junit.jupiter.api.Test;

/** What each role may ask. */
class AskedTest {
  private static Set<String> of(Role role) {
    return Stream.of(Asked.values())
        .filter(asked -> asked.isFor(role))
        .map(asked -> asked.question().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whoObservesLooksAndWhoOperatesDoesEverything() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "cat",
                "dead-letters",
                "history",
                "ls",
                "nodes",
                "places",
                "states",
                "tail",
                "top",
                "traced",
                "tree")),
        of(Role.OBSERVE));
    Set<String> changing = of(Role.OPERATE);
    assertEquals(Asked.values().length, changing.size());
    changing.removeAll(of(Role.OBSERVE));
    assertEquals(
        new TreeSet<>(
            List.of(
                "ask",
                "deny",
                "deploy",
                "document",
                "freeze",
                "hold",
                "move",
                "part",
                "reload",
                "restart",
                "restore",
                "resume",
                "rotate-keys",
                "send",
                "start",
                "stop",
                "thaw",
                "trace",
                "trace-next",
                "undeploy")),
        changing);
  }

  @Test
  void everyQuestionIsFoundByItsName() {
    for (Asked asked : Asked.values()) {
      assertEquals(asked, Asked.of(asked.question()).orElseThrow());
    }
    assertTrue(Asked.of(Keyword.of("dance")).isEmpty());
  }

  @Test
  void theGateAnswersEveryQuestionAndNoOther() {
    for (Asked asked : Asked.values()) {
      String answer = new AskedFleet().ask(asked.question().name(), Nil.NIL).toString();
      assertFalse(answer.contains("unknown question"), asked + ": " + answer);
    }
    String answer = new AskedFleet().ask("dance", Nil.NIL).toString();
    assertEquals(
        "#jelly/error {:message \"unknown question :dance to /sys/a/shell: expected one of "
            + Arrays.stream(Asked.values())
                .map(asked -> asked.question().toString())
                .collect(Collectors.joining(" "))
            + "\"}",
        answer);
  }
}
