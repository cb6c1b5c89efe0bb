package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.cluster.majority.Elector;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** What a host tells its node's keeper of homes. */
class HostAttendanceTest {
  private static final NodeId SELF = new NodeId("a");
  private static final NodeId HOME = new NodeId("b");
  private static final Stamp EPOCH = new Stamp(1, HOME);
  private static final Bundle BUNDLE =
      Bundle.of(
          "s.edn",
          "{:supervisor s :on-partition :majority :children [{:actor x :on {:y (fn [s d] nil)}}]}");

  /** Has a body of a system that was deployed from nothing by way of a node. */
  private static HostState having(NodeId deployer) {
    Stamp first = new Stamp(1, deployer);
    Genesis genesis = Voters.genesis("s", first, 1, List.of(new Elector(HOME, 1)));
    Deployment deployment =
        new Deployment(
            "s",
            first,
            new Tenure(EPOCH, EPOCH, 1),
            Optional.of(BUNDLE),
            EdnMap.EMPTY,
            Optional.of(genesis));
    Bus bus = Bus.root(Address.of("s"), Definitions.definition(BUNDLE));
    return HostState.EMPTY
        .with(new HostState.Deployed(deployment, bus))
        .withBody(Address.of("s", "x"));
  }

  private static List<EdnMap> told(HostState before, HostState now) {
    return new HostAttendance(SELF)
        .reported(before, Step.of(now)).effects().stream()
            .filter(Effect.Send.class::isInstance)
            .map(Effect.Send.class::cast)
            .filter(send -> send.name().equals(Protocol.HOSTING))
            .map(send -> (EdnMap) send.data())
            .toList();
  }

  @Test
  void itSaysOnceThatItHasBodiesOfASystem() {
    EdnMap said = told(HostState.EMPTY, having(SELF)).getFirst();
    assertEquals(Bool.TRUE, said.get(Protocol.HOSTS));
    assertEquals(EPOCH.toValue(), said.get(Protocol.EPOCH));
    assertEquals(List.of(), told(having(SELF), having(SELF)));
  }

  @Test
  void itSaysSoAgainOfAnotherSystemOfThatNameAlthoughAllElseIsTheSame() {
    EdnMap said = told(having(SELF), having(HOME)).getFirst();
    assertEquals(new Stamp(1, HOME).toValue(), said.get(Protocol.GENESIS));
  }
}
