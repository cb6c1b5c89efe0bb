package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.net.Principal.Role;
import org.junit.jupiter.api.Test;

/** An operator changes what keeps a fleet of real nodes closed. */
class SecurityOfRealNodesTest extends RealFleet {
  private static final List<String> JVM = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
  private final Map<String, Path> identities = new HashMap<>();

  private RealNode start(String name) {
    Path identity = identities.computeIfAbsent(name, fleet::node);
    RealNode node =
        RealNode.start(
            name,
            identity,
            folder,
            JVM,
            List.of(
                "--port",
                "0",
                "--profile",
                "desk",
                "--loops",
                "1",
                "--data",
                folder.resolve("data-" + name).toString()));
    open.add(node);
    node.awaitReady();
    return node;
  }

  private static void awaitEachOther(RealNode... nodes) {
    for (RealNode node : nodes) {
      for (RealNode other : nodes) {
        if (node != other) {
          node.awaitMember(other.name());
        }
      }
    }
  }

  private static Value held(Value nodes, String member, String key) {
    for (Value row : (EdnVector) nodes) {
      EdnMap facts = (EdnMap) row;
      if (facts.get(Keyword.of("node")).equals(new Text(member))) {
        return ((EdnMap) facts.get(Keyword.of("security"), EdnMap.EMPTY))
            .get(Keyword.of(key), Nil.NIL);
      }
    }
    return Nil.NIL;
  }

  private void whoObservesMayNotChangeAnything(RealNode node) {
    RealOperator observer = new RealOperator(node, fleet.operator("eve", "observe"));
    open.add(observer);
    for (Asked asked : Asked.values()) {
      String name = asked.question().name();
      String answer = observer.ask(name, new Text("/")).toString();
      if (asked.isFor(Role.OBSERVE)) {
        assertTrue(!answer.contains("not allowed"), name + ": " + answer);
      } else {
        assertEquals(
            "#jelly/error {:message \"not allowed: expected an operator who may operate, found"
                + " {:operator \\\"operator eve (observe) of fleet fleet-1\\\", :name :"
                + name
                + "}\"}",
            answer);
      }
    }
  }

  @Test
  void keysAreRotatedMembersComeBackAndWhoIsDeniedIsGone() {
    RealNode a = start("a");
    RealNode b = start("b");
    RealNode c = start("c");
    awaitEachOther(a, b, c);
    RealOperator operator = operator(a);

    whoObservesMayNotChangeAnything(a);

    c.kill();
    a.awaitLossOf("c");
    b.awaitLossOf("c");
    Value rotated = operator.ask("rotate-keys", Nil.NIL);
    assertTrue(
        rotated.toString().contains(":members [\"a\" \"b\"]"), () -> "not rotated: " + rotated);
    Value nodes = operator.ask("nodes", Nil.NIL);
    for (String member : List.of("a", "b")) {
      assertEquals("[3 \"a\"]", held(nodes, member, "ring").toString());
    }

    RealNode again = start("c");
    awaitEachOther(again, a, b);
    assertEquals("[3 \"a\"]", held(operator.ask("nodes", Nil.NIL), "c", "ring").toString());

    long began = System.nanoTime();
    Value denied = operator.ask("deny", fleet.denyList(1, "node/b"));
    long tookMs = (System.nanoTime() - began) / 1_000_000;
    assertEquals("{:version 1, :denied 1, :members [\"a\" \"c\"]}", denied.toString());
    assertTrue(tookMs < 10_000, "took " + tookMs + " ms");
    a.awaitLossOf("b");
    again.awaitLossOf("b");
    b.awaitLossOf("a");
    b.awaitLossOf("c");
    assertEquals(
        "#jelly/error {:message \"refused deny-list 1: expected a version above 1, which is held"
            + " here\"}",
        operator.ask("deny", fleet.denyList(1, "node/c")).toString());
    assertTrue(operator.ask("reload", new Text("c")).toString().contains(":reloaded true"));
  }
}
