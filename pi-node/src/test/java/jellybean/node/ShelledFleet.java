package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Pace;
import jellybean.shell.Screen;
import jellybean.shell.Session;
import jellybean.shell.Shell;
import jellybean.shell.ShellException;
import jellybean.shell.Workbench;
import jellybean.system.Bundle;

/** A simulated fleet and the real shell: scripts run in virtual time. */
final class ShelledFleet {
  final AskedFleet fleet;
  final Map<String, Value> files = new HashMap<>();
  final Map<String, Bundle> documents = new HashMap<>();
  final Map<String, Runnable> before = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  private int tickets;

  ShelledFleet(long seed, String... names) {
    fleet = new AskedFleet(seed, names);
  }

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

  private Shell.Outcome run(String script, boolean edn, List<String> out, List<String> err) {
    Screen screen = new Screen(edn, false, () -> 200, out::add, err::add);
    try (Shell shell = new Shell(Member::new, screen, new Bench(), new VirtualPace())) {
      return shell.runScript(script);
    }
  }

  private final class Member implements Session {
    @Override
    public CompletableFuture<Value> ask(String name, Value data) {
      asked.add(name);
      before.getOrDefault(name, () -> {}).run();
      return CompletableFuture.completedFuture(fleet.askNow(name, data));
    }

    @Override
    public String member() {
      return "a";
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final class VirtualPace implements Pace {
    @Override
    public boolean pause(long ms) {
      fleet.pass(ms);
      return true;
    }

    @Override
    public long nowMs() {
      return fleet.nowMs();
    }

    @Override
    public String ticket() {
      return "ticket-" + tickets++;
    }
  }

  private final class Bench implements Workbench {
    @Override
    public EdnMap deployment(Path file, EdnMap with) {
      String name = file.toString().replace(".edn", "");
      return EdnMap.of(
          Keyword.of("name"),
          new Text(name),
          Keyword.of("bundle"),
          documents.get(file.toString()).toValue(),
          Keyword.of("with"),
          with);
    }

    @Override
    public Value read(Path file) {
      if (!files.containsKey(file.toString())) {
        throw new ShellException("cannot read " + file);
      }
      return files.get(file.toString());
    }

    @Override
    public void write(Path file, Value value) {
      files.put(file.toString(), value);
    }
  }
}
