package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Step;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** Markers of a picture may come before the question does: so many of them, for so long. */
class EarlyMarkersTest {
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");

  private static SnapshotsState full() {
    SnapshotsState state = SnapshotsState.EMPTY;
    for (int i = 0; i < SnapshotsState.MAX_EARLY; i++) {
      state = state.marked("t" + i, B).state();
    }
    return state;
  }

  @Test
  void theyAreKeptUntilTheQuestionComesOrDoesNot() {
    Step<SnapshotsState> first = SnapshotsState.EMPTY.marked("t", B);
    assertEquals(
        List.of(
            new Effect.After(SnapshotsState.KEEP_EARLY_MS, SnapshotsState.FORGET, new Text("t"))),
        first.effects());
    Step<SnapshotsState> second = first.state().marked("t", C);
    assertEquals(List.of(), second.effects());
    assertEquals(Set.of(B, C), second.state().early("t"));
    assertEquals(Set.of(), second.state().withoutEarly(new Text("t")).early("t"));
  }

  @Test
  void thoseOfOneSnapshotTooManyAreDeadLetters() {
    SnapshotsState full = full();
    Step<SnapshotsState> more = full.marked("one-more", C);
    assertEquals(full, more.state());
    Effect.Refuse refused = (Effect.Refuse) more.effects().getFirst();
    assertEquals(Keyword.of("overflow"), refused.reason());
    assertEquals(
        "the marker of c for the snapshot one-more came before its question: expected at most 8"
            + " such snapshots, found more",
        Errors.text(refused.error()));
    assertEquals(Set.of(B, C), full.marked("t3", C).state().early("t3"), "known ones go on");
  }

  @Test
  void thereIsRoomAgainWhenOneIsForgotten() {
    SnapshotsState state = full().withoutEarly(new Text("t0"));
    assertTrue(state.marked("one-more", C).effects().getFirst() instanceof Effect.After);
  }
}
