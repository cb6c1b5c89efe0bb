package jellybean.net;

import java.nio.file.Path;
import java.util.List;
import jellybean.fixture.TestFleet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with three nodes that know each other. */
abstract class ThreeNodes {
  @TempDir Path directory;
  TestFleet fleet;
  TestNode a;
  TestNode b;
  TestNode c;

  @BeforeEach
  void threeNodes() {
    fleet = TestFleet.create(directory, "f");
    a = new TestNode(fleet.node("a"), 1);
    b = new TestNode(fleet.node("b"), 2);
    c = new TestNode(fleet.node("c"), 3);
    TestNode.introduce(a, b, c);
  }

  @AfterEach
  void closeAll() {
    List.of(a, b, c).forEach(TestNode::close);
  }
}
