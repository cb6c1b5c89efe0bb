package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.system.Life;
import org.junit.jupiter.api.Test;

/** Who the parts of a node are told is a member, and whose life is over. */
class RosterTest {
  private static final NodeId OTHER = new NodeId("b");
  private static final String ALONE = "list {\"a\" 1}";

  private final List<String> heard = new ArrayList<>();
  private final Roster roster = new Roster(new NodeId("a"), new Life(1, new TreeSet<>()), _ -> {});

  RosterTest() {
    roster.tell(
        new Roster.Listener() {
          @Override
          public void members(EdnMap list) {
            heard.add("list " + list);
          }

          @Override
          public void up(NodeId node, long incarnation) {
            heard.add("up " + node + "#" + incarnation);
          }

          @Override
          public void down(NodeId node, long incarnation, Keyword reason) {
            heard.add("down " + node + "#" + incarnation + " " + reason);
          }
        });
  }

  private static Member other(long incarnation) {
    return new Member(OTHER, incarnation, "10.0.0.2", 1, EdnMap.EMPTY);
  }

  private void up(long incarnation) {
    roster.accept(new MemberEvent.Up(other(incarnation)));
  }

  private void down(long incarnation, MemberEvent.Reason reason) {
    roster.accept(new MemberEvent.Down(other(incarnation), reason));
  }

  private static String list(long incarnation) {
    return "list {\"a\" 1, \"b\" " + incarnation + "}";
  }

  @Test
  void aMemberComesAndGoes() {
    up(5);
    down(5, MemberEvent.Reason.UNREACHABLE);
    assertEquals(List.of("up b#5", list(5), "down b#5 :unreachable", ALONE), heard);
  }

  @Test
  void aLifeIsOverAsSoonAsALinkSpeaksWithALaterOne() {
    up(5);
    heard.clear();
    roster.met(OTHER, 6);
    assertEquals(List.of("down b#5 :replaced", ALONE), heard);
  }

  @Test
  void thatItIsOverIsSaidOnceAlsoIfMembershipSaysItLater() {
    up(5);
    roster.met(OTHER, 6);
    heard.clear();
    down(5, MemberEvent.Reason.UNREACHABLE);
    assertEquals(List.of(), heard);
    up(6);
    assertEquals(List.of("up b#6", list(6)), heard);
  }

  @Test
  void theEndOfAnEarlierLifeIsNotThatOfTheLaterOneThatIsThere() {
    up(6);
    heard.clear();
    down(5, MemberEvent.Reason.UNREACHABLE);
    assertEquals(List.of(), heard);
  }

  @Test
  void aLinkWithTheLifeThatIsKnownOrWithAStrangerIsNoNews() {
    up(5);
    heard.clear();
    roster.met(OTHER, 5);
    roster.met(OTHER, 4);
    roster.met(new NodeId("c"), 1);
    assertEquals(List.of(), heard);
  }
}
