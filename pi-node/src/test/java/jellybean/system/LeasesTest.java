package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.cluster.TimingProfile;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;
import org.junit.jupiter.api.Test;

/** Whom a node asks how it votes. */
class LeasesTest {
  private static final NodeId SELF = new NodeId("self");

  private final Leases leases = new Leases(SELF, 1, LeaseTiming.with(TimingProfile.DESK), () -> 0);
  private final SortedMap<NodeId, Long> members = new TreeMap<>();
  private LeasesState state = leases.initial();
  private Optional<Effect.After> wake = Optional.empty();

  /** The homes that are asked when that comes. */
  private List<String> asked(Keyword name, Value data) {
    Info info =
        new Info(
            Protocol.homes(SELF),
            Address.of("sys", "self"),
            new MessageId(SELF, 1, 1),
            0,
            0,
            Optional.empty(),
            Via.NONE);
    Step<LeasesState> step = leases.handle(state, new Delivery(name, data, info));
    state = step.state();
    List<String> asked = new ArrayList<>();
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Send send && send.name().equals(Protocol.ELECTOR)) {
        asked.add(send.to().segments().get(1));
      } else if (effect instanceof Effect.After after) {
        wake = Optional.of(after);
      }
    }
    return asked;
  }

  private List<String> comes(String node, long incarnation) {
    members.put(new NodeId(node), incarnation);
    return asked(Protocol.MEMBERS, MemberList.toValue(members));
  }

  @Test
  void whoHasJustComeIsAskedAndNobodyElse() {
    assertEquals(List.of("a"), comes("a", 1));
    assertEquals(List.of("b"), comes("b", 1));
    assertEquals(List.of("c"), comes("c", 1));
  }

  @Test
  void whoComesInAnotherLifeIsAskedAgain() {
    assertEquals(List.of("a"), comes("a", 1));
    assertEquals(List.of("a"), comes("a", 2));
  }

  @Test
  void whoIsSilentIsAskedAgainWhenItIsTime() {
    assertEquals(List.of("a"), comes("a", 1));
    assertEquals(List.of("b"), comes("b", 1));
    Effect.After due = wake.orElseThrow();
    assertEquals(List.of("a", "b"), asked(due.name(), due.data()));
  }
}
