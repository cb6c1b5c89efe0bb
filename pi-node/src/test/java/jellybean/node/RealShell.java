package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Pace;
import jellybean.shell.Session;

/** The real shell at a real node; its files are in memory. */
final class RealShell {
  private static final int MAX_TRIES = 10;

  final MemoryBench bench = new MemoryBench();
  final Map<String, Runnable> before = new HashMap<>();
  private final Scripts scripts = new Scripts(Member::new, bench, Pace.REAL);
  private final RealOperator operator;

  RealShell(RealOperator operator) {
    this.operator = operator;
  }

  /** What a script that works writes, line by line, as EDN. */
  String run(String script) {
    return String.join("\n", scripts.run(script));
  }

  /** Tries again what a machine with too much to do does not do in time. */
  void runUntilDone(String script) {
    int tries = 1;
    while (!scripts.isDone(script)) {
      assertTrue(++tries <= MAX_TRIES, script + " failed " + MAX_TRIES + " times");
    }
  }

  /** The state of an actor, as soon as it is right. */
  Value until(String actor, Predicate<Value> right) {
    return state(operator.askUntil("cat", new Text(actor), row -> right.test(state(row))));
  }

  private static Value state(Value row) {
    return row instanceof EdnMap map ? map.get(ShellProtocol.STATE, Nil.NIL) : Nil.NIL;
  }

  /** Of all actors of a system by address, supervisors aside: the state and how much waits. */
  SortedMap<String, Value> actors(String system) {
    SortedMap<String, Value> actors = new TreeMap<>();
    addActors(operator.ask("tree", new Text(system)), actors);
    return actors;
  }

  private static void addActors(Value tree, SortedMap<String, Value> actors) {
    EdnMap row = (EdnMap) tree;
    if (row.get(ShellProtocol.KIND, Nil.NIL).equals(Keyword.of("actor"))) {
      String address = ((Text) row.get(ShellProtocol.ADDRESS, Nil.NIL)).value();
      actors.put(
          address,
          EdnVector.of(
              row.get(ShellProtocol.STATE, Nil.NIL), row.get(ShellProtocol.QUEUED, Nil.NIL)));
    }
    if (row.get(ShellProtocol.CHILDREN, Nil.NIL) instanceof EdnVector children) {
      children.forEach(child -> addActors(child, actors));
    }
  }

  private final class Member implements Session {
    @Override
    public CompletableFuture<Value> ask(String name, Value data) {
      before.getOrDefault(name, () -> {}).run();
      return CompletableFuture.completedFuture(operator.ask(name, data));
    }

    @Override
    public String member() {
      return "a real node";
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
