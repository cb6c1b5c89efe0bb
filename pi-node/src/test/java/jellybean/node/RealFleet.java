package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.fixture.TestFleet;
import jellybean.system.Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with nodes that are processes of their own; all of them end with each test. */
abstract class RealFleet {
  static final Path SYSTEMS = Path.of("systems");

  @TempDir Path folder;
  TestFleet fleet;
  final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void makeKeys() {
    fleet = TestFleet.create(folder, "fleet-1");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
  }

  RealOperator operator(RealNode node) {
    RealOperator operator = new RealOperator(node, fleet.operator("ann", "operate"));
    open.add(operator);
    return operator;
  }

  List<RealNode> startThree(List<String> jvm) {
    return startThree(name -> RealNode.start(name, fleet.node(name), folder, jvm));
  }

  /** Starts {@code a}, {@code b} and {@code c}, and waits until they see each other. */
  List<RealNode> startThree(Function<String, RealNode> start) {
    List<RealNode> nodes = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      RealNode node = start.apply(name);
      open.add(node);
      nodes.add(node);
    }
    for (RealNode node : nodes) {
      nodes.stream().filter(o -> o != node).forEach(o -> node.awaitMember(o.name()));
    }
    return nodes;
  }

  static void send(RealOperator operator, String to, String name, Value data) {
    Value answer =
        operator.ask(
            "send",
            EdnMap.of(
                Keyword.of("to"),
                new Text(to),
                Keyword.of("name"),
                Keyword.of(name),
                Keyword.of("data"),
                data));
    assertTrue(answer.toString().contains(":sent true"), answer.toString());
  }

  /** A system of those that ship. */
  static EdnMap deploy(RealOperator operator, String file, EdnMap with) {
    Bundle bundle = Bundle.collect(file, name -> read(SYSTEMS.resolve(name)));
    return deploy(operator, file.replace(".edn", ""), bundle, with);
  }

  static EdnMap deploy(RealOperator operator, String system, Bundle bundle, EdnMap with) {
    Value answer =
        operator.ask(
            "deploy",
            EdnMap.of(
                Keyword.of("name"),
                new Text(system),
                Keyword.of("bundle"),
                bundle.toValue(),
                Keyword.of("with"),
                with));
    assertTrue(answer instanceof EdnMap, () -> "not deployed: " + answer);
    return (EdnMap) answer;
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
