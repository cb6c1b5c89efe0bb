package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.Bundle;
import org.junit.jupiter.api.Test;

/** Real processes, one of which stands still, as SIGSTOP makes it, and wakes. */
class StoppedNodeTest extends RealFleet {
  private static final String SYSTEM =
      """
      {:supervisor s
       :on-partition :majority
       :children [{:actor lamp :state 0 :on {:on (fn [n _] {:state (inc n)})}}]}
      """;

  @Test
  void aHomeThatWasStoppedIsFollowedAndHandlesNothingWhenItWakes() throws Exception {
    List<RealNode> nodes = startThree(BoardProcess.JVM_OPTIONS);
    RealOperator first = operator(nodes.getFirst());
    EdnMap deployed = deploy(first, "s", Bundle.of("s.edn", SYSTEM), EdnMap.EMPTY);
    String home = ((Text) deployed.get(Keyword.of("home"))).value();
    first.askUntil("ls", new Text("/s"), rows -> isRunning(rows, home));
    // Who was deployed before all had said how they vote takes them in a little later.
    first.askUntil("cat", new Text("/sys/" + home + "/homes"), StoppedNodeTest::allDecide);
    RealNode stopped = nodes.stream().filter(n -> n.name().equals(home)).findFirst().orElseThrow();
    List<RealNode> rest = nodes.stream().filter(n -> n != stopped).toList();
    RealOperator operator = operator(rest.getFirst());
    signal(stopped, "STOP");
    rest.forEach(n -> n.awaitLossOf(home));
    for (RealNode next : rest) {
      operator(next)
          .askUntil(
              "ls", new Text("/s"), rows -> rest.stream().anyMatch(n -> isRunning(rows, n.name())));
    }
    send(operator, "/s/lamp", "on", Nil.NIL);
    operator.askUntil("cat", new Text("/s/lamp"), lamp -> lamp.toString().contains(":state 1"));
    signal(stopped, "CONT");
    rest.forEach(n -> n.awaitMember(home));
    operator.askUntil("ls", new Text("/s"), rows -> !rows.toString().contains(":paused"));
    Value lamp = operator.ask("cat", new Text("/s/lamp"));
    assertTrue(lamp.toString().contains(":state 1"), lamp.toString());
  }

  private static boolean allDecide(Value homes) {
    Matcher activated = Pattern.compile(":activated \\{[^}]*}").matcher(homes.toString());
    return activated.find()
        && List.of("a", "b", "c").stream()
            .allMatch(n -> activated.group().contains("[\"" + n + "\""));
  }

  private static boolean isRunning(Value rows, String node) {
    String text = rows.toString();
    return text.contains(":running") && text.contains("\"" + node + "\"");
  }

  private static void signal(RealNode node, String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start();
    assertEquals(0, kill.waitFor());
  }
}
