package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.net.Timings;

/** The nodes of a plan that should live now. */
final class Fleet implements AutoCloseable {
  private final RigNode.Settings settings;
  private final Timings timings;
  private final SortedMap<String, RigNode> nodes = new TreeMap<>();

  Fleet(RigNode.Settings settings, Timings timings) {
    this.settings = settings;
    this.timings = timings;
  }

  Path keys() {
    return settings.fleet();
  }

  /** A new life of it, in the namespace of its name. */
  RigNode start(String name) {
    RigNode node = RigNode.start(settings, name, name);
    nodes.put(name, node);
    return node;
  }

  /** Starts them, at most so many at a time: a core can boot only so many. */
  void start(List<String> names, int atOnce, long withinMs) {
    for (int i = 0; i < names.size(); i += atOnce) {
      List<RigNode> started =
          names.subList(i, Math.min(names.size(), i + atOnce)).stream().map(this::start).toList();
      started.forEach(node -> awaitReady(node, withinMs));
    }
  }

  void awaitReady(RigNode node, long withinMs) {
    if (Wait.until(withinMs, () -> node.isReady() || node.hasEnded()).isEmpty()
        || node.hasEnded()) {
      throw new RigException(
          node.name()
              + " is not ready: "
              + RigNode.tail(settings.logs().resolve(node.name() + ".log")));
    }
  }

  void kill(String name) {
    forget(name).kill();
  }

  /** It is dead already. */
  RigNode forget(String name) {
    return Optional.ofNullable(nodes.remove(name))
        .orElseThrow(() -> new NoSuchElementException("no node " + name));
  }

  SortedSet<String> names() {
    return new TreeSet<>(nodes.keySet());
  }

  RigNode node(String name) {
    return Optional.ofNullable(nodes.get(name))
        .orElseThrow(() -> new NoSuchElementException("no node " + name));
  }

  List<RigNode> all() {
    return List.copyOf(nodes.values());
  }

  /** Whether each holds exactly the others for members; what is not so. */
  Optional<String> views() {
    Map<String, String> wrong = new TreeMap<>();
    for (RigNode node : nodes.values()) {
      SortedSet<String> others = names();
      others.remove(node.name());
      SortedSet<String> members = node.members();
      if (node.hasEnded()) {
        wrong.put(node.name(), "ended by itself");
      } else if (!members.equals(others)) {
        List<String> difference = new ArrayList<>();
        others.stream().filter(o -> !members.contains(o)).forEach(o -> difference.add("-" + o));
        members.stream().filter(m -> !others.contains(m)).forEach(m -> difference.add("+" + m));
        wrong.put(node.name(), String.join(" ", difference));
      }
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of("views: " + wrong);
  }

  /** How often one of the living has held another for dead. */
  long losses() {
    return nodes.values().stream().mapToLong(RigNode::losses).sum();
  }

  /** Through that node. */
  Operator operator(String name) {
    return Operator.at(Plan.identity(name), settings.fleet(), timings);
  }

  @Override
  public void close() {
    nodes.values().forEach(RigNode::kill);
    nodes.clear();
  }
}
