package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Of whom a supervisor takes it who is a member. */
class SupervisorMembersTest {
  @Test
  void whoIsAMemberOnlyItsOwnBoardTellsIt() {
    Supervised s = Supervised.started(Supervised.document("", "a"));
    s.takeLog();
    assertEquals("", s.hearsThatOnlyThisOneIsThere("m").takeLog(), "which gave way to this one");
    assertEquals("", s.hearsThatOnlyThisOneIsThere("n").takeLog());
  }
}
