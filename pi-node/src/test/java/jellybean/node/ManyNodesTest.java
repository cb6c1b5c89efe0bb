package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import jellybean.edn.Text;
import jellybean.sim.SimNode;
import org.junit.jupiter.api.Test;

/** What a list costs that 64 nodes contribute to. */
class ManyNodesTest {
  private static final int NODES = 64;

  /** One question to each other member, its answer, and the marks of who asks. */
  private static final long MESSAGES = 2 * (NODES - 1);

  private static long sent(AskedFleet fleet) {
    return fleet.nodes().stream().mapToLong(node -> node.counter("sent-remote")).sum();
  }

  private static long handled(AskedFleet fleet) {
    return fleet.nodes().stream()
        .filter(node -> !node.id().value().equals("a"))
        .mapToLong((SimNode node) -> node.counter("handled"))
        .sum();
  }

  @Test
  void aListOverSixtyFourNodesTakesOneQuestionToEachAndLessThanASecond() {
    String[] names =
        IntStream.range(0, NODES).mapToObj(i -> i == 0 ? "a" : "n" + i).toArray(String[]::new);
    AskedFleet fleet = new AskedFleet(1, names);
    fleet.deploy(
        "cube",
        """
        {:supervisor cube
         :children [{:actor cell :state 0 :lattice {:dims [2 2 2 2 2 2]} :place :spread :says #{}
                     :on {:hit (fn [n d] {:state (inc n)})}}]}
        """);
    for (int i = 0; i < 2; i++) {
      long before = sent(fleet);
      long handledBefore = handled(fleet);
      long beganMs = fleet.nowMs();
      String level = fleet.askNow("ls", new Text("/cube/cell")).toString();
      assertTrue(!level.contains(":without") && !level.contains(":omitted"), level);
      assertEquals(NODES, level.split(":status :running", -1).length - 1);
      assertTrue(fleet.nowMs() - beganMs <= 1_000, "ms: " + (fleet.nowMs() - beganMs));
      assertEquals(MESSAGES, sent(fleet) - before);
      // At each other inspector the question, at most twice an answer of its loops, and a timer.
      long turns = handled(fleet) - handledBefore;
      assertTrue(turns <= 4L * (NODES - 1), "messages handled: " + turns);
    }
  }
}
