package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JellyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "edn",
        "eval",
        "check",
        "node",
        "deploy",
        "shell",
        "demo",
        "deny",
        "rotate-keys",
        "reload",
        "fleet"
      })
  void eachCommandExplainsItself(String command) {
    Run run = Run.jelly("", command, "--help");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("Usage: jelly " + command), run.out());
    assertTrue(run.out().contains("Exit codes:"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void helpListsEveryCommand() {
    Run run = Run.jelly("", "--help");
    assertEquals(0, run.code());
    for (String command :
        new String[] {
          "edn",
          "eval",
          "check",
          "node",
          "deploy",
          "shell",
          "demo",
          "deny",
          "rotate-keys",
          "reload",
          "fleet"
        }) {
      assertTrue(run.out().contains("\n  " + command + " "), run.out());
    }
  }

  @Test
  void noCommandIsAWrongCommandLine() {
    Run run = Run.jelly("");
    assertEquals(2, run.code());
    assertTrue(run.err().startsWith("jelly: expected a command"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void anUnknownCommandIsAWrongCommandLine() {
    Run run = Run.jelly("", "fly");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("'fly'"), run.err());
  }

  @Test
  void anUnknownOptionIsAWrongCommandLine() {
    Run run = Run.jelly("", "edn", "--fast");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("'--fast'"), run.err());
  }
}
