package jellybean.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final EdnMap ANSWERS =
      EdnMap.of(
          EdnVector.of(Keyword.of("nodes"), Nil.NIL),
          EdnVector.EMPTY,
          EdnVector.of(Keyword.of("cat"), new Text("/lost")),
          Keyword.of("lost"));

  private final List<FakeSession> made = new ArrayList<>();

  private Conversation conversation() {
    return new Conversation(
        () -> {
          made.add(new FakeSession(ANSWERS));
          return made.getLast();
        });
  }

  @Test
  void nothingIsConnectedBeforeTheFirstQuestion() {
    Conversation conversation = conversation();
    assertEquals(List.of(), made);
    assertEquals(Optional.empty(), conversation.member());
  }

  @Test
  void oneSessionServesManyQuestions() {
    Conversation conversation = conversation();
    conversation.ask("nodes", "nodes", Nil.NIL, 1_000);
    conversation.ask("nodes", "nodes", Nil.NIL, 1_000);
    assertEquals(1, made.size());
    assertEquals(Optional.of("lemon"), conversation.member());
  }

  @Test
  void aLostConnectionFailsTheCommandAndTheNextOneConnectsAgain() {
    Conversation conversation = conversation();
    ShellException fault =
        assertThrows(
            ShellException.class, () -> conversation.ask("cat", "cat", new Text("/lost"), 1_000));
    assertEquals(
        "cat: the connection to lemon was lost (connection reset); the next command connects"
            + " again",
        fault.getMessage());
    assertFalse(made.getFirst().isOpen());
    assertEquals(EdnVector.EMPTY, conversation.ask("nodes", "nodes", Nil.NIL, 1_000));
    assertEquals(2, made.size());
  }

  @Test
  void aConnectionThatIsKnownToBeLostFailsNoCommand() {
    Conversation conversation = conversation();
    conversation.ask("nodes", "nodes", Nil.NIL, 1_000);
    made.getFirst().close();
    assertEquals(EdnVector.EMPTY, conversation.ask("nodes", "nodes", Nil.NIL, 1_000));
    assertEquals(2, made.size());
  }

  @Test
  void aQuestionIsNeverRepeatedByItself() {
    Conversation conversation = conversation();
    assertThrows(
        ShellException.class, () -> conversation.ask("cat", "cat", new Text("/lost"), 1_000));
    assertEquals(List.of("cat \"/lost\""), made.getFirst().asked);
    assertEquals(1, made.size());
  }

  @Test
  void aMemberThatDoesNotAnswerInTimeIsReported() {
    try (Conversation conversation = new Conversation(Silent::new)) {
      ShellException fault =
          assertThrows(ShellException.class, () -> conversation.ask("nodes", "nodes", Nil.NIL, 1));
      assertEquals(
          "nodes: expected an answer from plum within 1 ms, found none; the next command connects"
              + " again",
          fault.getMessage());
    }
  }

  @Test
  void anInterruptEndsTheWait() {
    try (Conversation conversation = new Conversation(Silent::new)) {
      Thread.currentThread().interrupt();
      ShellException fault =
          assertThrows(
              ShellException.class, () -> conversation.ask("nodes", "nodes", Nil.NIL, 60_000));
      assertEquals("nodes: interrupted before plum answered", fault.getMessage());
    }
  }

  /** A member that hears and never answers. */
  private static final class Silent implements Session {
    @Override
    public CompletableFuture<Value> ask(String name, Value data) {
      return new CompletableFuture<>();
    }

    @Override
    public String member() {
      return "plum";
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
