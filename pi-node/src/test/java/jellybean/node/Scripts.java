package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jellybean.shell.Connector;
import jellybean.shell.Pace;
import jellybean.shell.Screen;
import jellybean.shell.Shell;
import jellybean.shell.Workbench;

/** The real shell, which runs scripts. */
record Scripts(Connector connector, Workbench bench, Pace pace) {
  /** What a script that works writes, line by line, as EDN. */
  List<String> run(String script) {
    List<String> out = new ArrayList<>();
    List<String> err = new ArrayList<>();
    Shell.Outcome outcome = run(script, true, out, err);
    assertEquals(List.of(), err, script);
    assertEquals(Shell.Outcome.DONE, outcome, script);
    return out;
  }

  /** The same as a person sees it. */
  List<String> seen(String script) {
    List<String> out = new ArrayList<>();
    run(script, false, out, out);
    return out;
  }

  /** What a script that fails says. */
  String fault(String script) {
    List<String> err = new ArrayList<>();
    assertEquals(Shell.Outcome.FAILED, run(script, false, new ArrayList<>(), err), script);
    return String.join("\n", err);
  }

  /** Whether a script works that may fail as well. */
  boolean isDone(String script) {
    return run(script, true, new ArrayList<>(), new ArrayList<>()) == Shell.Outcome.DONE;
  }

  private Shell.Outcome run(String script, boolean edn, List<String> out, List<String> err) {
    Screen screen = new Screen(edn, false, () -> 200, out::add, err::add);
    try (Shell shell = new Shell(connector, screen, bench, pace)) {
      return shell.runScript(script);
    }
  }
}
