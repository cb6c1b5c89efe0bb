package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jellybean.cluster.Encounter.Caller;
import jellybean.cluster.Encounter.Present;
import jellybean.message.NodeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncounterTest {
  private static final NodeId LOW = new NodeId("a");
  private static final NodeId HIGH = new NodeId("b");

  private static Present present(String name) {
    return switch (name) {
      case "nothing" -> new Present.Nothing();
      case "greeting" -> new Present.Greeting();
      case "theirs" -> new Present.DialledByPeer();
      default -> new Present.DialledHere(7, 100);
    };
  }

  @ParameterizedTest(name = "{0} with {1}, called by life {2} that answered dial {3}: {4}")
  @CsvSource({
    "low,  nothing,  100, 0, true",
    "high, nothing,  100, 0, true",
    // Both greeted: the lower's dial wins.
    "low,  greeting, 100, 0, false",
    "high, greeting, 100, 0, true",
    // The peer dials again: it lost the connection it dialled.
    "low,  theirs,   100, 0, true",
    "high, theirs,   100, 0, true",
    // The peer has not heard yet that its dial lost.
    "low,  ours,     100, 6, false",
    // The peer answered dial 7, and dials: it lost that connection.
    "low,  ours,     100, 7, true",
    // The peer lives anew.
    "low,  ours,     101, 0, true",
    // The lower would have refused dial 7 while it dialled itself.
    "high, ours,     100, 6, true",
  })
  void whoIsAnswered(String self, String present, long life, long answered, boolean expected) {
    NodeId me = self.equals("low") ? LOW : HIGH;
    NodeId peer = self.equals("low") ? HIGH : LOW;
    assertEquals(
        expected, Encounter.answers(me, peer, present(present), new Caller(life, answered)));
  }
}
