package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static final Member SELF = member("m", 5);
  private static final EdnMap LED = EdnMap.of(Keyword.of("led"), Text.of("green"));
  private static final int STEPS = 5_000;

  private static Member member(String node, long incarnation) {
    return new Member(new NodeId(node), incarnation, "10.0.0.1", 7_000, EdnMap.EMPTY);
  }

  private static Members accepted(Members.Outcome outcome, MemberEvent... expected) {
    assertEquals(new Members.Outcome.Accepted(outcome.members(), List.of(expected)), outcome);
    return outcome.members();
  }

  private static void refused(Members.Outcome outcome, Members before, Members.Refusal why) {
    assertEquals(new Members.Outcome.Refused(before, why), outcome);
    assertSame(before, outcome.members());
  }

  @Test
  void aNewcomerComesUpOnce() {
    Member b = member("b", 1);
    Members both = accepted(Members.of(SELF).seen(b), new MemberEvent.Up(b));
    accepted(both.seen(b));
    assertEquals(List.of(b), both.others());
  }

  @Test
  void otherTagsAreAChangeOfTheSameLife() {
    Member b = member("b", 1);
    Members both = Members.of(SELF).seen(b).members();
    Member lit = b.withTags(LED);
    accepted(both.seen(lit), new MemberEvent.Changed(lit, b));
  }

  @Test
  void aLaterLifeReplacesTheEarlierOne() {
    Member first = member("b", 1);
    Member second = member("b", 2);
    Members both = Members.of(SELF).seen(first).members();
    accepted(
        both.seen(second),
        new MemberEvent.Down(first, MemberEvent.Reason.REPLACED),
        new MemberEvent.Up(second));
  }

  @Test
  void anEarlierLifeIsRefusedUntilTheLaterOneIsGone() {
    Member first = member("b", 1);
    Member second = member("b", 2);
    Members both = Members.of(SELF).seen(second).members();
    refused(both.seen(first), both, Members.Refusal.OLDER_LIFE);
    Members alone =
        accepted(
            both.gone(second.node(), 2, MemberEvent.Reason.UNREACHABLE),
            new MemberEvent.Down(second, MemberEvent.Reason.UNREACHABLE));
    accepted(alone.seen(first), new MemberEvent.Up(first));
  }

  @Test
  void theEndOfAnotherLifeMeansNothing() {
    Member second = member("b", 2);
    Members both = Members.of(SELF).seen(second).members();
    assertSame(both, accepted(both.gone(second.node(), 1, MemberEvent.Reason.UNREACHABLE)));
    assertSame(both, accepted(both.gone(new NodeId("z"), 1, MemberEvent.Reason.LEFT)));
  }

  @Test
  void nobodyElseCanBeThisNodeAndItNeverEnds() {
    Members alone = Members.of(SELF);
    refused(alone.seen(member("m", 6)), alone, Members.Refusal.MYSELF);
    assertSame(alone, accepted(alone.gone(SELF.node(), 5, MemberEvent.Reason.UNREACHABLE)));
    assertEquals(LED, accepted(alone.seen(SELF.withTags(LED))).self().tags());
  }

  @Test
  void aFullFleetRefusesNewNodesButNotNewLives() {
    Members full = Members.of(SELF);
    for (int i = 1; i < Members.MAX_MEMBERS; i++) {
      full = full.seen(member("n" + i, 1)).members();
    }
    refused(full.seen(member("late", 1)), full, Members.Refusal.FULL);
    Members.Outcome restarted = full.seen(member("n1", 2));
    assertEquals(Members.MAX_MEMBERS, restarted.members().size());
    assertEquals(2, ((Members.Outcome.Accepted) restarted).events().size());
  }

  @Test
  void membersAreSortedAndPrintAsData() {
    Members three = Members.of(SELF).seen(member("z", 1)).members().seen(member("a", 1)).members();
    assertEquals(
        List.of("a", "m", "z"), three.all().stream().map(each -> each.node().value()).toList());
    assertEquals(
        "{:node \"a\", :incarnation 1, :host \"10.0.0.1\", :port 7000, :tags {}}",
        three.toValue().get(0).toString());
  }

  @Test
  void eventsToldOneByOneGiveTheViewTheyCameFrom() {
    long seed = 77;
    SplittableRandom random = new SplittableRandom(seed);
    Members members = Members.of(SELF);
    List<Member> told = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      Member some = member("n" + random.nextInt(8), 1 + random.nextInt(3));
      Members.Outcome outcome =
          random.nextBoolean()
              ? members.seen(some)
              : members.gone(some.node(), some.incarnation(), MemberEvent.Reason.UNREACHABLE);
      if (outcome instanceof Members.Outcome.Accepted(Members _, List<MemberEvent> events)) {
        events.forEach(event -> tell(told, event, seed));
      }
      members = outcome.members();
      told.sort((a, b) -> a.node().compareTo(b.node()));
      assertEquals(told, members.others(), "seed " + seed + ", step " + i);
    }
  }

  private static void tell(List<Member> told, MemberEvent event, long seed) {
    switch (event) {
      case MemberEvent.Up(Member member) -> told.add(member);
      case MemberEvent.Down(Member member, MemberEvent.Reason _) ->
          assertEquals(true, told.remove(member), "seed " + seed);
      case MemberEvent.Changed(Member member, Member before) ->
          told.replaceAll(each -> each.equals(before) ? member : each);
    }
  }

  @Test
  void aMemberThatCannotBeIsRefusedWithItsReason() {
    assertEquals(
        "bad incarnation of b: expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, () -> member("b", 0)).getMessage());
    assertEquals(
        "bad port of b: expected 1 to 65535, found 65536",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Member(new NodeId("b"), 1, "10.0.0.1", 65_536, EdnMap.EMPTY))
            .getMessage());
  }
}
