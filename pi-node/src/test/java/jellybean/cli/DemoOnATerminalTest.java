package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A person sees the demo, uses its shell, and ends it whenever they like. The terminal and the look
 * at what is left of processes are those of Linux.
 */
@EnabledOnOs(OS.LINUX)
class DemoOnATerminalTest {
  /** What a process exits with that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  /** What nobody wants to hear of a demo that was told to end: nodes that leave, and faults. */
  private static final Pattern UNWANTED =
      Pattern.compile("lost|no longer|told to end|jelly demo:|ERROR|WARN|Exception|\\tat ");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "making keys",
        "starting 3 nodes",
        "listens on",
        "all 3 nodes see each other",
        "/collector "
      })
  void ctrlCEndsItInAnyPhaseWithoutAWordAndWithNothingLeft(String phase) {
    try (JellyTerminal terminal = JellyTerminal.open(folder, "demo")) {
      terminal.await(phase, 0);
      terminal.type(JellyTerminal.CTRL_C);
      int after = terminal.await("^C", 0);
      assertEquals(INTERRUPTED, terminal.awaitEnd());
      List<String> told = terminal.seen(after).lines().filter(UNWANTED.asPredicate()).toList();
      assertEquals(List.of(), told);
    }
    assertEquals(List.of(), JellyTerminal.leftovers(folder));
  }

  @Test
  void whenTheWordsAreCountedItsShellOpensOnTheRunningFleet() {
    try (JellyTerminal terminal = JellyTerminal.open(folder, "demo")) {
      int at = terminal.await("the fleet is yours", 0);
      at = terminal.await("/> ", at);
      terminal.type("cd wordcount\r");
      at = terminal.await("/wordcount> ", at);
      terminal.type("ls\r");
      int end = terminal.await("/wordcount> ", terminal.await("collector", at));
      assertTrue(terminal.seen(at).contains("running"), terminal.seen(at));
      terminal.type("no such command" + JellyTerminal.CTRL_C);
      end = terminal.await("/wordcount> ", end);
      terminal.type("exit\r");
      assertEquals(0, terminal.awaitEnd(), terminal.seen(end));
      assertFalse(terminal.seen(end).contains("unknown command"), terminal.seen(end));
    }
    assertEquals(List.of(), JellyTerminal.leftovers(folder));
  }

  @Test
  void aTerminalThatIsGoneEndsTheShellAndTheFleet() {
    try (JellyTerminal terminal = JellyTerminal.open(folder, "demo")) {
      terminal.await("/> ", terminal.await("the fleet is yours", 0));
      terminal.hangUp();
    }
    assertEquals(List.of(), JellyTerminal.leftovers(folder));
  }

  @Test
  void soDoesOneThatWentWhileNobodyReadAndNoSignalSaidSo() {
    try (JellyTerminal terminal = JellyTerminal.openUntold(folder, "demo")) {
      terminal.await("/> ", terminal.await("the fleet is yours", 0));
      terminal.hangUpUnseen();
    }
    assertEquals(List.of(), JellyTerminal.leftovers(folder));
  }
}
