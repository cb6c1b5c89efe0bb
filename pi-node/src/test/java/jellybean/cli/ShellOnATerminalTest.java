package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jellybean.fixture.TestFleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A person at the shell, before it is connected to anybody. The terminal is that of Linux. */
@EnabledOnOs(OS.LINUX)
class ShellOnATerminalTest {
  private static final String COMPLAINT = "jelly: the lines you type are not kept: cannot ";

  @TempDir private Path folder;
  private Path operator;
  private Path history;

  @BeforeEach
  void makeKeys() throws IOException {
    operator = TestFleet.create(folder.resolve("keys"), "f").operator("ada", "operate");
    history = Files.createDirectories(folder.resolve("jelly")).resolve("history");
  }

  /** What is seen while a person types {@code pwd} twice and leaves. */
  private String pwdTwice() {
    try (JellyTerminal terminal =
        JellyTerminal.open(folder, "shell", "-m", "127.0.0.1:1", "-i", operator.toString())) {
      int at = terminal.await("/> ", 0);
      terminal.type("pwd\r");
      at = terminal.await("/> ", terminal.await("\n", at));
      terminal.type("pwd\r");
      terminal.await("/> ", terminal.await("\n", at));
      terminal.type("exit\r");
      assertEquals(0, terminal.awaitEnd(), terminal.seen(0));
      return terminal.seen(0);
    }
  }

  @Test
  void typedLinesAreKept() throws IOException {
    assertFalse(pwdTwice().contains(COMPLAINT));
    String kept = Files.readString(history);
    assertTrue(kept.contains("pwd\n") && kept.contains("exit\n"), kept);
  }

  @Test
  void aHistoryThatIsNotTextIsSaidOnceAndTheShellWorks() throws IOException {
    Files.write(history, new byte[] {(byte) 0xff, (byte) 0xfe, '\n', 0, '\n'});
    String seen = pwdTwice();
    assertEquals(2, seen.split(COMPLAINT + "read " + history + ": ", -1).length, seen);
    assertFalse(seen.contains("\tat "), seen);
    assertEquals(5, Files.size(history), "what could not be read was written over");
  }

  @Test
  void aHistoryThatCannotBeWrittenIsSaidOnceAndTheShellWorks() throws IOException {
    Files.createDirectory(history);
    String seen = pwdTwice();
    assertEquals(2, seen.split(COMPLAINT, -1).length, seen);
    assertFalse(seen.contains("\tat "), seen);
  }
}
