package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;
import org.junit.jupiter.api.Test;

/** What a node answers that hears what documents another one has. */
class DigestsTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");

  private static DocumentsState knowing(long version, long epoch) {
    Bundle bundle = Bundle.of("s.edn", "{:supervisor s :children []}");
    Tenure tenure = new Tenure(new Stamp(epoch, A), new Stamp(0, A), 1);
    return DocumentsState.EMPTY.with(
        new Deployment("s", new Stamp(version, A), tenure, Optional.of(bundle), EdnMap.EMPTY));
  }

  private static List<Keyword> answers(DocumentsState mine, DocumentsState theirs, Keyword as) {
    Info info =
        new Info(
            Protocol.documents(A),
            Protocol.documents(B),
            new MessageId(B, 1, 1),
            0,
            0,
            Optional.empty(),
            Via.NONE);
    return Digests.answers(mine, new Delivery(as, theirs.digest(), info)).effects().stream()
        .map(effect -> ((Effect.Send) effect).name())
        .toList();
  }

  private static List<Keyword> answers(DocumentsState mine, DocumentsState theirs) {
    return answers(mine, theirs, Protocol.DIGEST);
  }

  @Test
  void whoKnowsTheSameSaysOnlyThatItHasCompared() {
    assertEquals(List.of(Protocol.COMPARED), answers(knowing(1, 1), knowing(1, 1)));
  }

  @Test
  void whoKnowsMoreSendsThatBeforeItSaysThatItHasCompared() {
    assertEquals(
        List.of(Protocol.DEPLOYMENT, Protocol.COMPARED), answers(knowing(2, 1), knowing(1, 1)));
    assertEquals(
        List.of(Protocol.DEPLOYMENT, Protocol.COMPARED),
        answers(knowing(1, 1), DocumentsState.EMPTY));
    assertEquals(List.of(Protocol.CLAIM, Protocol.COMPARED), answers(knowing(1, 2), knowing(1, 1)));
  }

  @Test
  void whoKnowsLessSendsItsOwnDigestBack() {
    List<Keyword> back = List.of(Protocol.COMPARED, Protocol.DIGEST_BACK);
    assertEquals(back, answers(knowing(1, 1), knowing(2, 1)));
    assertEquals(back, answers(knowing(1, 1), knowing(1, 2)));
    assertEquals(back, answers(DocumentsState.EMPTY, knowing(1, 1)));
  }

  @Test
  void aDigestThatCameBackIsNotAnsweredByAnother() {
    assertEquals(
        List.of(Protocol.COMPARED), answers(knowing(1, 1), knowing(2, 1), Protocol.DIGEST_BACK));
  }
}
