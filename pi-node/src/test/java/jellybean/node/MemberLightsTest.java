package jellybean.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import org.junit.jupiter.api.Test;

/**
 * {@code members.edn} on real processes, each with a bar of lights of Pi4J's mock, wired as {@code
 * wiring/zero-w.edn} says.
 */
class MemberLightsTest extends RealFleet {
  private static final String WIRING = Path.of("..", "wiring", "zero-w.edn").toString();

  private RealNode start(String name) {
    List<String> options = new ArrayList<>(List.of("--port", "0", "--profile", "desk"));
    options.addAll(List.of("--loops", "1", "--wiring", WIRING, "--tags", "bar-" + name));
    return RealNode.start(
        name, fleet.node(name), folder, BoardProcess.JVM_OPTIONS, List.copyOf(options));
  }

  /** Waits until so many lights of a board are lit. */
  private static void awaitLit(RealOperator operator, String board, int count) {
    operator.askUntil(
        "cat",
        new Text("/members/boards/bar-" + board + "/bar"),
        shown -> shown.toString().split("true", -1).length - 1 == count);
  }

  @Test
  void unplugANodeAndALightGoesOutOnAllTheOthersAndIsLitAgainWhenItIsBack() {
    List<RealNode> nodes = startThree(this::start);
    EdnMap deployed = deploy(operator(nodes.getFirst()), "members.edn", EdnMap.EMPTY);
    String home = deployed.get(Keyword.of("home")).toString().replace("\"", "");
    RealNode stays = nodes.stream().filter(n -> n.name().equals(home)).findFirst().orElseThrow();
    RealOperator operator = operator(stays);
    nodes.forEach(node -> awaitLit(operator, node.name(), 3));

    RealNode unplugged = nodes.stream().filter(node -> node != stays).findFirst().orElseThrow();
    unplugged.kill();
    List<RealNode> rest = nodes.stream().filter(node -> node != unplugged).toList();
    rest.forEach(node -> awaitLit(operator, node.name(), 2));

    open.add(start(unplugged.name()));
    nodes.forEach(node -> awaitLit(operator, node.name(), 3));
  }

  @Test
  void unplugTheHomeAndTheOthersShowIt() {
    List<RealNode> nodes = startThree(this::start);
    EdnMap deployed = deploy(operator(nodes.getFirst()), "members.edn", EdnMap.EMPTY);
    String home = deployed.get(Keyword.of("home")).toString().replace("\"", "");
    RealNode unplugged =
        nodes.stream().filter(n -> n.name().equals(home)).findFirst().orElseThrow();
    List<RealNode> rest = nodes.stream().filter(node -> node != unplugged).toList();
    RealOperator operator = operator(rest.getFirst());
    nodes.forEach(node -> awaitLit(operator, node.name(), 3));
    unplugged.kill();
    rest.forEach(node -> awaitLit(operator, node.name(), 2));
  }
}
