package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.fixture.TestFleet;
import jellybean.message.Envelope;
import jellybean.shell.Session;
import jellybean.shell.ShellException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way from a command line over mutual TLS to a member's shell actor and back. */
@Timeout(120)
class FleetSessionTest {
  private static final Keyword NODES = Keyword.of("nodes");

  @TempDir private Path folder = Path.of("unset");
  private TestFleet fleet = TestFleet.create(Path.of("unset"), "f");
  private Path operator = Path.of("unset");
  private @Nullable FakeMember started;

  @BeforeEach
  void start() {
    fleet = TestFleet.create(folder, "f");
    operator = fleet.operator("ada", "operate");
    started = new FakeMember(fleet.node("lemon"), 0, FleetSessionTest::answer);
  }

  @AfterEach
  void stop() {
    member().close();
  }

  private FakeMember member() {
    return Objects.requireNonNull(started);
  }

  /** Echoes; {@code nodes} has one entry, {@code cat} is never answered. */
  private static Optional<Value> answer(Envelope question) {
    if (question.name().equals(Keyword.of("tree"))) {
      return Optional.of(
          EdnReader.readOne(
              "{:address \"/wordcount\" :member \"lemon\" :children [{:address \"/wordcount/c\""
                  + " :kind :replicas :children [{:address \"/wordcount/c/0\" :member"
                  + " \"plum\"}]}]}"));
    }
    if (question.name().equals(NODES)) {
      return Optional.of(EdnReader.readOne("[{:node \"lemon\" :status :up}]"));
    }
    return question.name().equals(Keyword.of("cat"))
        ? Optional.empty()
        : Optional.of(
            EdnMap.of(
                question.name(),
                question.data(),
                Keyword.of("at"),
                new Text(question.to().path())));
  }

  private Session session() {
    return Fleet.of(operator, List.of(member().at())).connect();
  }

  private Run shell(String... args) {
    String[] all = new String[args.length + 5];
    all[0] = "shell";
    all[1] = "--member";
    all[2] = member().at().toString();
    all[3] = "--identity";
    all[4] = operator.toString();
    System.arraycopy(args, 0, all, 5, args.length);
    return Run.jelly("", all);
  }

  @Test
  void aQuestionGoesToTheMembersShellAndItsAnswerComesBack() throws Exception {
    try (Session session = session()) {
      assertEquals("lemon", session.member());
      Value answer = session.ask("ls", new Text("/a")).get(30, TimeUnit.SECONDS);
      assertEquals(EdnReader.readOne("{:ls \"/a\" :at \"/sys/lemon/shell\"}"), answer);
    }
  }

  @Test
  void answersFindTheirQuestions() throws Exception {
    try (Session session = session()) {
      CompletableFuture<Value> one = session.ask("ls", Int.of(1));
      CompletableFuture<Value> two = session.ask("history", Int.of(2));
      assertTrue(two.get(30, TimeUnit.SECONDS).toString().startsWith("{:history 2"));
      assertTrue(one.get(30, TimeUnit.SECONDS).toString().startsWith("{:ls 1"));
    }
  }

  @Test
  void whenTheMemberGoesOpenQuestionsFailWithTheReason() {
    try (Session session = session()) {
      CompletableFuture<Value> never = session.ask("cat", Nil.NIL);
      member().close();
      ExecutionException fault =
          assertThrows(ExecutionException.class, () -> never.get(30, TimeUnit.SECONDS));
      assertEquals(
          "the node closed it with :closed", String.valueOf(fault.getCause().getMessage()));
      CompletableFuture<Value> late = session.ask("ls", Nil.NIL);
      assertThrows(ExecutionException.class, () -> late.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void questionsWithoutAnswersAreBounded() {
    try (Session session = session()) {
      for (int i = 0; i < FleetSession.MAX_OPEN; i++) {
        CompletableFuture<Value> open = session.ask("cat", Nil.NIL);
        assertEquals(false, open.isDone());
      }
      ShellException fault = assertThrows(ShellException.class, () -> session.ask("cat", Nil.NIL));
      assertEquals("cat was not sent: expected at most 64 questions at a time", fault.getMessage());
    }
  }

  @Test
  void aQuestionLargerThanAFrameIsRefusedAndTheSessionLives() throws Exception {
    try (Session session = session()) {
      Text large = new Text("x".repeat(3 << 20));
      ShellException fault = assertThrows(ShellException.class, () -> session.ask("deploy", large));
      assertEquals("deploy was not sent to lemon: :too-large", fault.getMessage());
      assertEquals(1, ((EdnVector) session.ask("nodes", Nil.NIL).get(30, TimeUnit.SECONDS)).size());
    }
  }

  @Test
  void theShellRunsAScriptOverTheWire() {
    Run run = shell("-c", "nodes; pwd");
    assertEquals(new Run(0, "[{:node \"lemon\", :status :up}]\n\"/\"\n", ""), run);
  }

  @Test
  void theShellReadsCommandsFromItsInput() {
    Run run =
        Run.jelly(
            "nodes\nfly\npwd\n",
            "shell",
            "-m",
            member().at().toString(),
            "-i",
            operator.toString());
    assertEquals("[{:node \"lemon\", :status :up}]\n", run.out());
    assertTrue(run.err().contains("fly: unknown command"), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void nobodyThereIsAClearError() {
    HostPort gone = member().at();
    member().close();
    Run run =
        Run.jelly("", "shell", "-m", gone.toString(), "-i", operator.toString(), "-c", "nodes");
    assertTrue(run.err().contains("cannot connect to " + gone), run.err());
    assertEquals(1, run.code());
  }

  @Test
  void anOperatorOfAnotherFleetIsRefused() {
    operator = TestFleet.create(folder.resolve("other"), "g").operator("eve", "operate");
    Run run = shell("-c", "nodes");
    assertTrue(run.err().contains("cannot connect to " + member().at()), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aMissingIdentityIsAClearError() {
    operator = folder.resolve("nobody");
    Run run = shell("-c", "nodes");
    assertEquals(
        "jelly shell: cannot read identity "
            + operator
            + ": no such directory; name the operator's folder with --identity\n",
        run.err());
    assertEquals(1, run.code());
  }

  @Test
  void aMemberIsAHostAndAPort() {
    for (String wrong :
        new String[] {"lemon", "lemon:", ":7420", "lemon:0", "lemon:99999", "a:b"}) {
      Run run = Run.jelly("", "shell", "-m", wrong, "-i", operator.toString(), "-c", "nodes");
      assertEquals(
          "jelly shell: --member: expected HOST:PORT such as 127.0.0.1:7420, found " + wrong + "\n",
          run.err());
      assertEquals(2, run.code());
    }
  }

  @Test
  void aFaultyDocumentIsNotSent() throws IOException {
    Path file = Files.writeString(folder.resolve("x.edn"), "{:supervisor x :oops 1}");
    Run run =
        Run.jelly(
            "",
            "deploy",
            "-m",
            member().at().toString(),
            "-i",
            operator.toString(),
            file.toString());
    assertTrue(run.out().startsWith(file + ":1:"), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aDocumentIsDeployedWithItsFilesAndTheAnswerIsShown() {
    Run run =
        Run.jelly(
            "",
            "deploy",
            "-m",
            member().at().toString(),
            "-i",
            operator.toString(),
            "--with",
            "{:text \"/t\"}",
            "systems/wordcount.edn");
    assertEquals("", run.err());
    EdnMap answer = (EdnMap) EdnReader.readOne(run.out());
    EdnMap request = (EdnMap) answer.find(Keyword.of("deploy")).orElseThrow();
    assertEquals(new Text("wordcount"), request.find(Keyword.of("name")).orElseThrow());
    assertEquals(
        EdnReader.readOne("{:text \"/t\"}"), request.find(Keyword.of("with")).orElseThrow());
    EdnMap bundle = (EdnMap) request.find(Keyword.of("bundle")).orElseThrow();
    assertEquals(new Text("wordcount.edn"), bundle.find(Keyword.of("main")).orElseThrow());
    assertEquals(
        EdnReader.readOne("{\"/wordcount\" \"lemon\" \"/wordcount/c/0\" \"plum\"}"),
        answer.find(Keyword.of("places")).orElseThrow());
    assertEquals(0, run.code());
  }
}
