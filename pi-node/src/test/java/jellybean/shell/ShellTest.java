package jellybean.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnMap;
import org.junit.jupiter.api.Test;

class ShellTest {
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();

  private Shell shell(Connector connector) {
    return new Shell(connector, new Screen(true, false, () -> 80, out::add, err::add));
  }

  private Shell.Outcome stream(String lines) {
    try (Shell shell = shell(() -> new FakeSession(EdnMap.EMPTY))) {
      return shell.runStream(new BufferedReader(new StringReader(lines)));
    }
  }

  @Test
  void aStreamOfCommandsRunsToItsEnd() {
    assertEquals(Shell.Outcome.DONE, stream("pwd\n\npwd; pwd\n"));
    assertEquals(List.of("\"/\"", "\"/\"", "\"/\""), out);
  }

  @Test
  void aStreamEndsAtTheFirstFailure() {
    assertEquals(Shell.Outcome.FAILED, stream("pwd\nfly\npwd\n"));
    assertEquals(List.of("\"/\""), out);
    assertEquals(1, err.size());
  }

  @Test
  void exitEndsAStream() {
    assertEquals(Shell.Outcome.EXITED, stream("exit\nfly\n"));
    assertEquals(List.of(), err);
  }

  @Test
  void anUnreachableFleetIsAnErrorOfTheCommandThatNeededIt() {
    Connector nobody =
        () -> {
          throw new ShellException("no member at 127.0.0.1:7420: connection refused");
        };
    try (Shell shell = shell(nobody)) {
      assertEquals(Shell.Outcome.FAILED, shell.runScript("pwd; nodes; pwd"));
    }
    assertEquals(List.of("\"/\""), out);
    assertEquals(
        List.of("#jelly/error {:message \"no member at 127.0.0.1:7420: connection refused\"}"),
        err);
  }
}
