package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** What a host does to start what its node is to run. */
class HostBodiesTest {
  private static final NodeId SELF = new NodeId("a");
  private static final Address ROOT = Address.of("s");
  private static final Address INNER = ROOT.child("inner");
  private static final SortedMap<NodeId, Life> MEMBERS =
      new TreeMap<>(Map.of(SELF, Life.of(1), new NodeId("b"), Life.of(7)));
  private static final Bundle BUNDLE =
      Bundle.of(
          "s.edn",
          """
          {:supervisor s :children [{:supervisor inner :children [{:actor x :on {:y (fn [s d] nil)}}]}]}
          """);

  private final HostBodies bodies =
      new HostBodies(
          SELF,
          def -> {
            throw new AssertionError("no device was expected, found " + def);
          },
          false,
          TreeMap::new);

  private static HostState state() {
    Stamp first = new Stamp(1, SELF);
    Deployment deployment =
        new Deployment("s", first, new Tenure(first, first, 1), Optional.of(BUNDLE), EdnMap.EMPTY);
    Bus bus = Bus.root(ROOT, Definitions.definition(BUNDLE));
    return HostState.EMPTY.withMembers(MEMBERS).with(new HostState.Deployed(deployment, bus));
  }

  /** The actors that begin, and who is told then, behind what is in the mailbox already. */
  private static List<String> begun(List<Effect> effects) {
    List<String> begun = new ArrayList<>();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Spawn spawn -> begun.add(spawn.spec().address() + " begins");
        case Effect.Send send -> begun.add(send.to() + " is told " + send.data());
        default -> {}
      }
    }
    return begun;
  }

  private static List<String> beginsAndIsTold(Address supervisor) {
    return List.of(supervisor + " begins", supervisor + " is told {\"a\" 1, \"b\" 7}");
  }

  @Test
  void aRootIsToldWhoIsAMemberBehindWhatItsLifeBeforeHadNotHandled() {
    List<Effect> effects = new ArrayList<>();
    assertTrue(bodies.spawnRoot(state(), ROOT, effects).bodies().contains(ROOT));
    assertEquals(beginsAndIsTold(ROOT), begun(effects));
  }

  @Test
  void soIsASupervisorBelow() {
    EdnMap order = EdnMap.of(Protocol.FRESH, Bool.TRUE);
    assertEquals(
        beginsAndIsTold(INNER), begun(bodies.start(state(), INNER, order, ROOT).effects()));
  }

  @Test
  void whatRunsHereAlreadyDoesNotComeFromTheOtherPartOfASplitFleetAndGoesOnRunning() {
    Address actor = INNER.child("x");
    Moved moved = new Moved(actor, new NodeId("b"), SELF, 5);
    EdnMap order =
        EdnMap.of(Protocol.MOVED, moved.toValue(), Protocol.DOCUMENT, new Stamp(1, SELF).toValue());
    Step<HostState> step = bodies.arrive(state().withBody(actor), actor, order, INNER);
    assertEquals(Set.of(actor), step.state().bodies());
    assertEquals(
        List.of(
            "/s/inner is told {:actor \"/s/inner/x\", :move 5, :reason \"expected nobody of that"
                + " address on a, found one that runs\"}"),
        begun(step.effects()));
  }

  @Test
  void anActorIsNot() {
    EdnMap order = EdnMap.of(Protocol.FRESH, Bool.TRUE);
    Address actor = INNER.child("x");
    assertEquals(
        List.of(actor + " begins"), begun(bodies.start(state(), actor, order, INNER).effects()));
  }
}
