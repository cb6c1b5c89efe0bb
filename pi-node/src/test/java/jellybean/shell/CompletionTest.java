package jellybean.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  private Completion completion =
      new Completion(new Commands(none(), Workbench.NONE, Pace.REAL), none());

  private static Conversation none() {
    return new Conversation(
        () -> {
          throw new ShellException("nobody there");
        });
  }

  @BeforeEach
  void connect() throws IOException {
    String fleet = Files.readString(Path.of("src/test/resources/shell/fleet.edn"), UTF_8);
    EdnMap answers = (EdnMap) EdnReader.readOne(fleet);
    Conversation conversation = new Conversation(() -> new FakeSession(answers));
    Commands commands = new Commands(conversation, Workbench.NONE, Pace.REAL);
    commands.run(Words.commands("cd /wordcount").getFirst(), _ -> {});
    completion = new Completion(commands, conversation);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "|ask cat cd dead-letters deploy exit help history load ls move nodes pwd restart save send"
            + " start states stop tail top trace tree undeploy",
        "c|cat cd",
        "ls;n|nodes",
        "help s|save send start states stop",
        "ask --within 5 /wordcount/l|/wordcount/lines",
        "ask --within |",
        "tail -f /wordcount/l|/wordcount/lines",
        "cat |collector counter/ lines",
        "cat c|collector counter/",
        "cat col|collector",
        "cat counter/|counter/0 counter/1",
        "cat /|/sys/ /wordcount/",
        "cat ../s|../sys/",
        "ls; tree /wordcount/l|/wordcount/lines",
        "send |collector counter/ lines",
        "send counter |",
        "send lines :add |",
        "pwd |",
        "fly |",
        "cat /none/|",
        "send lines :add [1 |",
      })
  void completes(String typed, String expected) {
    assertEquals(
        expected == null ? "" : expected,
        String.join(" ", completion.candidates(typed == null ? "" : typed)));
  }

  @Test
  void withoutAConnectionNoPathIsCompleted() {
    Completion alone = new Completion(new Commands(none(), Workbench.NONE, Pace.REAL), none());
    assertEquals(List.of(), alone.candidates("cat "));
    assertEquals(List.of("pwd"), alone.candidates("pw"));
  }
}
