package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;
import org.junit.jupiter.api.Test;

/** Which of the tables that come a host follows. */
class HostTablesTest {
  private static final NodeId SELF = new NodeId("a");
  private static final NodeId OTHER = new NodeId("b");
  private static final Address SUPERVISOR = Address.of("s", "inner");
  private static final Address CHILD = SUPERVISOR.child("x");
  private static final Stamp DOCUMENT = new Stamp(1, SELF);
  private static final Stamp BEFORE = new Stamp(1, OTHER);
  private static final Stamp NOW = new Stamp(2, SELF);
  private static final Bundle BUNDLE =
      Bundle.of(
          "s.edn",
          """
          {:supervisor s :children [{:supervisor inner :children [{:actor x :on {:y (fn [s d] nil)}}]}]}
          """);

  /** Knows the second epoch, and a table of the first one that places the child here. */
  private static HostState state() {
    Tenure tenure = new Tenure(NOW, BEFORE, 2);
    Deployment deployment =
        new Deployment("s", DOCUMENT, tenure, Optional.of(BUNDLE), EdnMap.EMPTY);
    Bus bus = Bus.root(Address.of("s"), Definitions.definition(BUNDLE));
    return HostState.EMPTY
        .with(new HostState.Deployed(deployment, bus))
        .with(table(new Version(BEFORE, 1, 1), SELF))
        .withBody(CHILD);
  }

  private static Table table(Version version, NodeId place) {
    SortedMap<Address, NodeId> places = new TreeMap<>(Map.of(CHILD, place));
    return new Table(SUPERVISOR, DOCUMENT, version, places, new TreeMap<>(), new TreeMap<>());
  }

  private static Step<HostState> after(HostState state, Table table, Address from, NodeId node) {
    Info info =
        new Info(
            Protocol.host(SELF), from, new MessageId(node, 1, 1), 0, 0, Optional.empty(), Via.NONE);
    return HostTables.arrived(SELF, state, table, info);
  }

  private static NodeId placeAfter(Version version, Address from) {
    HostState after = after(state(), table(version, OTHER), from, OTHER).state();
    return after.tables().get(SUPERVISOR).places().get(CHILD);
  }

  @Test
  void aNewerTableOfASupervisorThatLivesOnFromTheEpochBeforeCounts() {
    assertEquals(OTHER, placeAfter(new Version(BEFORE, 1, 2), SUPERVISOR));
  }

  @Test
  void aTableOfOneThatBeganUnderTheEpochBeforeDoesNotCountAnyMore() {
    assertEquals(SELF, placeAfter(new Version(BEFORE, 2, 1), SUPERVISOR));
  }

  @Test
  void itCountsIfAHostTellsItWhoseRollWasCalled() {
    assertEquals(OTHER, placeAfter(new Version(BEFORE, 2, 1), Protocol.host(OTHER)));
  }

  @Test
  void aTableOfTheEpochThatIsKnownCounts() {
    assertEquals(OTHER, placeAfter(new Version(NOW, 1, 1), SUPERVISOR));
  }

  /** What a board does that has held no table of the supervisor before. */
  private static List<Effect> fencesOfWhoBegins(NodeId... awaited) {
    Map<NodeId, Life> lives = new TreeMap<>();
    List.of(awaited).forEach(node -> lives.put(node, Life.of(1)));
    Moved moved = new Moved(CHILD, OTHER, new NodeId("c"), 5).awaiting(lives);
    Table table =
        new Table(
            SUPERVISOR,
            DOCUMENT,
            new Version(NOW, 1, 1),
            new TreeMap<>(Map.of(CHILD, new NodeId("c"))),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(moved),
            Ended.NOTHING);
    HostState fresh = HostState.EMPTY.with(state().systemOf(SUPERVISOR).orElseThrow());
    return after(fresh, table, SUPERVISOR, OTHER).effects().stream()
        .filter(Effect.Fence.class::isInstance)
        .toList();
  }

  @Test
  void aBoardWhoseFirstTableTellsOfAMoveSendsTheFenceThatIsAwaitedFromIt() {
    List<Effect> fence = List.of(new Effect.Fence(CHILD, OTHER, new NodeId("c"), 5));
    assertEquals(fence, fencesOfWhoBegins(SELF, OTHER));
    assertEquals(List.of(), fencesOfWhoBegins(OTHER));
  }

  /** The supervisor lives on the other node. */
  private static HostState withParent() {
    return state()
        .with(
            new Table(
                Address.of("s"),
                DOCUMENT,
                new Version(NOW, 1, 1),
                new TreeMap<>(Map.of(SUPERVISOR, OTHER)),
                new TreeMap<>(),
                new TreeMap<>()))
        .with(table(new Version(NOW, 3, 7), SELF));
  }

  @Test
  void whoLivesAtItsPlaceAndBeganTooLowIsToldWhereToBegin() {
    for (Version version : List.of(new Version(NOW, 1, 1), new Version(NOW, 3, 7))) {
      Step<HostState> step = after(withParent(), table(version, OTHER), SUPERVISOR, OTHER);
      assertEquals(withParent().tables(), step.state().tables());
      Effect.Send send = (Effect.Send) step.effects().getFirst();
      assertEquals(Protocol.HELD, send.name());
      assertEquals(new Version(NOW, 3, 8).toValue(), ((EdnMap) send.data()).get(Protocol.VERSION));
    }
  }

  @Test
  void whoLivesSomewhereElseIsToldNothing() {
    Table old = table(new Version(NOW, 1, 1), OTHER);
    NodeId stranger = new NodeId("c");
    assertEquals(List.of(), after(withParent(), old, SUPERVISOR, stranger).effects());
  }

  @Test
  void anOlderTableDoesNotCount() {
    assertEquals(SELF, placeAfter(new Version(BEFORE, 1, 0), SUPERVISOR));
  }

  @Test
  void whatIsToComeIsExpectedAlsoIfSomethingElseChangesFirst() {
    HostState before = state().with(table(new Version(NOW, 1, 1), OTHER)).withExpected(CHILD);
    Table next = table(new Version(NOW, 1, 2), OTHER);
    assertTrue(after(before, next, SUPERVISOR, OTHER).state().expected().contains(CHILD));
    Table third = table(new Version(NOW, 1, 2), new NodeId("c"));
    assertFalse(after(before, third, SUPERVISOR, OTHER).state().expected().contains(CHILD));
  }
}
