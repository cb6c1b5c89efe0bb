package jellybean.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import jellybean.edn.Value;
import jellybean.shell.Pace;
import jellybean.shell.Session;
import jellybean.system.Bundle;

/** A simulated fleet and the real shell: scripts run in virtual time. */
final class ShelledFleet {
  final AskedFleet fleet;
  final MemoryBench bench = new MemoryBench();
  final Map<String, Value> files = bench.files;
  final Map<String, Bundle> documents = bench.documents;
  final Map<String, Runnable> before = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  private final Scripts scripts = new Scripts(Member::new, bench, new VirtualPace());
  private int tickets;

  ShelledFleet(long seed, String... names) {
    fleet = new AskedFleet(seed, names);
  }

  /** What a script that works writes, line by line, as EDN. */
  List<String> run(String script) {
    return scripts.run(script);
  }

  /** The same as a person sees it. */
  List<String> seen(String script) {
    return scripts.seen(script);
  }

  /** What a script that fails says. */
  String fault(String script) {
    return scripts.fault(script);
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
}
