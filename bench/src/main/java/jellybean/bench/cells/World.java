package jellybean.bench.cells;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The machines of a plan as network namespaces. The one that the rig runs in is the operator's
 * desk: from there every node is reached past all cells, over links without multicast, so that no
 * node finds another there.
 */
final class World implements AutoCloseable {
  /** The interface of a station, which goes when its access point goes. */
  static final String RADIO = "wlan0";

  /** The bridge of an access point, between its stations. */
  private static final String CELL = "cell";

  private static final String DESK = "10.79.255.254/16";
  private static final int END_MS = 5_000;

  private final Plan plan;
  private final Path folder;
  private final boolean isRouted;
  private final Map<String, Process> routers = new HashMap<>();
  private final Map<String, Plan.Cell> roamed = new HashMap<>();
  private final List<Plan.Span> cut = new ArrayList<>();
  private int lossPercent;
  private int multicastLossPercent;

  /**
   * @param folder for logs
   */
  World(Plan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
    this.isRouted = plan.cells().size() > 1;
  }

  void build() {
    ip("link", "set", "lo", "up");
    ip("link", "add", "desk", "type", "bridge", "mcast_snooping", "0");
    ip("address", "add", DESK, "dev", "desk");
    ip("link", "set", "desk", "up");
    plan.cells().forEach(this::raise);
  }

  private void raise(Plan.Cell cell) {
    raise(cell.accessPoint());
    cell.stations().forEach(this::raise);
    joinStations(cell);
    plan.spans().stream()
        .filter(span -> exists(span.one()) && exists(span.other()))
        .filter(span -> touches(span, cell.accessPoint()))
        .forEach(this::span);
    cell.nodes().forEach(this::route);
    cell.nodes().forEach(this::lose);
  }

  private static boolean touches(Plan.Span span, String node) {
    return span.one().equals(node) || span.other().equals(node);
  }

  private static boolean exists(String node) {
    return Files.exists(Path.of("/run/netns", node));
  }

  /** A machine with its identity and its link to the desk. */
  private void raise(String node) {
    ip("netns", "add", node);
    set(node, "net/ipv6/conf/default/accept_dad", "0");
    in(node, "link", "set", "lo", "up");
    in(node, "address", "add", Plan.identity(node) + "/32", "dev", "lo");
    ip("link", "add", "d-" + node, "type", "veth", "peer", "name", "desk0", "netns", node);
    ip("link", "set", "d-" + node, "master", "desk", "up");
    in(node, "address", "add", Plan.desk(node) + "/16", "dev", "desk0");
    in(node, "link", "set", "desk0", "multicast", "off", "up");
    ip("route", "replace", Plan.identity(node) + "/32", "via", Plan.desk(node));
    if (plan.isAccessPoint(node)) {
      set(node, "net/ipv4/ip_forward", "1");
      in(node, "link", "add", CELL, "type", "bridge", "mcast_snooping", "0");
      in(node, "address", "add", Plan.inCell(plan.cellOf(node), node), "dev", CELL);
      in(node, "link", "set", CELL, "up");
    }
  }

  private void joinStations(Plan.Cell cell) {
    plan.nodes().stream()
        .filter(node -> !plan.isAccessPoint(node) && cellOf(node).equals(cell))
        .forEach(station -> join(station, cell));
  }

  Plan.Cell cellOf(String station) {
    return roamed.getOrDefault(station, plan.cellOf(station));
  }

  private void join(String station, Plan.Cell cell) {
    String port = "s-" + station;
    String point = cell.accessPoint();
    in(point, "link", "add", port, "type", "veth", "peer", "name", RADIO, "netns", station);
    in(point, "link", "set", port, "master", CELL, "up");
    in(station, "address", "add", Plan.inCell(cell, station), "dev", RADIO);
    in(station, "link", "set", RADIO, "up");
  }

  /**
   * It walks out of one cell into another, and has another address there; its identity it keeps.
   */
  void roam(String station, Plan.Cell to) {
    in(cellOf(station).accessPoint(), "link", "delete", "s-" + station);
    roamed.put(station, to);
    join(station, to);
  }

  private void span(Plan.Span span) {
    String one = "to-" + span.other();
    String other = "to-" + span.one();
    in(
        span.one(),
        "link",
        "add",
        one,
        "type",
        "veth",
        "peer",
        "name",
        other,
        "netns",
        span.other());
    int net = plan.spans().indexOf(span);
    in(span.one(), "address", "add", "10.81." + net + ".1/30", "dev", one);
    in(span.other(), "address", "add", "10.81." + net + ".2/30", "dev", other);
    in(span.one(), "link", "set", one, "up");
    in(span.other(), "link", "set", other, "up");
  }

  // ---- routes

  /**
   * babeld says where the identity is, and learns where the others are. A single cell needs no
   * routes: all identities are on its link.
   */
  private void route(String node) {
    if (!isRouted) {
      in(node, "route", "add", Plan.IDENTITIES, "dev", airs(node).getFirst());
      return;
    }
    List<String> command = new ArrayList<>(List.of("babeld", "-d", "0"));
    command.addAll(List.of("-S", "", "-I", folder.resolve(node + ".babeld.pid").toString()));
    for (String line :
        List.of(
            "random-id true",
            "default type wireless",
            "default hello-interval 1",
            "default update-interval 4",
            "redistribute local ip " + Plan.identity(node) + "/32 allow",
            "redistribute local deny",
            "redistribute deny")) {
      command.addAll(List.of("-C", line));
    }
    command.addAll(airs(node));
    try {
      Path log = folder.resolve(node + ".babeld.log");
      Files.deleteIfExists(folder.resolve(node + ".babeld.pid"));
      routers.put(
          node,
          new ProcessBuilder(Command.in(node, command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new RigException("cannot start babeld of " + node + ": " + e.getMessage(), e);
    }
  }

  /** The interfaces of a node towards others. */
  List<String> airs(String node) {
    if (!plan.isAccessPoint(node)) {
      return List.of(RADIO);
    }
    List<String> airs = new ArrayList<>(List.of(CELL));
    for (Plan.Span span : plan.spans()) {
      if (touches(span, node)) {
        airs.add("to-" + (span.one().equals(node) ? span.other() : span.one()));
      }
    }
    return airs;
  }

  /** Whether there is a way from each to each. */
  boolean isConnected() {
    if (!isRouted) {
      return true;
    }
    for (String node : plan.nodes()) {
      String routes = Command.run("ip", "-n", node, "route", "show", "proto", "babel");
      for (String other : plan.nodes()) {
        if (!other.equals(node) && !routes.contains(Plan.identity(other) + " ")) {
          return false;
        }
      }
    }
    return true;
  }

  // ---- misfortunes

  /** Of each packet's hop, so many in a hundred are lost. */
  void lose(int percent) {
    lossPercent = percent;
    plan.nodes().stream().filter(World::exists).forEach(this::lose);
  }

  /** The same for multicast DNS alone. */
  void loseMulticast(int percent) {
    multicastLossPercent = percent;
    plan.nodes().stream().filter(World::exists).forEach(this::lose);
  }

  private void lose(String node) {
    StringBuilder rules = new StringBuilder("table inet loss\ndelete table inet loss\n");
    rules.append("table inet loss {\n chain air {\n");
    rules.append("  type filter hook prerouting priority raw; policy accept;\n");
    for (String air : airs(node)) {
      if (lossPercent > 0) {
        rules.append(dropping(air, "", lossPercent));
      }
      if (multicastLossPercent > 0) {
        rules.append(dropping(air, "udp dport 5353 ", multicastLossPercent));
      }
    }
    Command.feed(rules + " }\n}\n", "ip", "netns", "exec", node, "nft", "-f", "-");
  }

  private static String dropping(String air, String which, int percent) {
    return "  iifname \"" + air + "\" " + which + "numgen random mod 100 < " + percent + " drop\n";
  }

  /** From here on {@code to} hears nothing of {@code from}, by whatever way. */
  void deafen(String to, String from) {
    Command.feed(
        "table inet deaf\ndelete table inet deaf\ntable inet deaf {\n chain air {\n"
            + "  type filter hook prerouting priority raw; policy accept;\n  ip saddr "
            + Plan.identity(from)
            + " drop\n }\n}\n",
        "ip",
        "netns",
        "exec",
        to,
        "nft",
        "-f",
        "-");
  }

  void undeafen(String to) {
    Command.feed(
        "table inet deaf\ndelete table inet deaf\n", "ip", "netns", "exec", to, "nft", "-f", "-");
  }

  void cut(Plan.Span span) {
    in(span.one(), "link", "set", "to-" + span.other(), "down");
    cut.add(span);
  }

  void heal(Plan.Span span) {
    in(span.one(), "link", "set", "to-" + span.other(), "up");
    cut.remove(span);
  }

  void cut(String station) {
    in(station, "link", "set", RADIO, "down");
  }

  void heal(String station) {
    in(station, "link", "set", RADIO, "up");
  }

  /** A machine loses its power: its processes, its interfaces, and what was at their other ends. */
  void fell(String node) {
    for (String pid : Command.run("ip", "netns", "pids", node).split("\\s+")) {
      if (!pid.isEmpty()) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    routers.remove(node);
    ip("netns", "delete", node);
  }

  /** It has power again: its links, too, and its router. */
  void raiseAgain(String accessPoint) {
    Plan.Cell cell = plan.cellOf(accessPoint);
    awaitGone("d-" + accessPoint);
    raise(accessPoint);
    joinStations(cell);
    plan.spans().stream().filter(span -> touches(span, accessPoint)).forEach(this::span);
    route(accessPoint);
    lose(accessPoint);
  }

  /** The kernel takes a namespace apart in its own time. */
  private static void awaitGone(String link) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MS);
    while (Files.exists(Path.of("/sys/class/net", link)) && System.nanoTime() < deadline) {
      Wait.aMoment();
    }
  }

  // ---- tools

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Command.run(command.toArray(String[]::new));
  }

  private static void in(String node, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", node));
    command.addAll(List.of(arguments));
    Command.run(command.toArray(String[]::new));
  }

  private static void set(String node, String key, String value) {
    Command.run("ip", "netns", "exec", node, "sh", "-c", "echo " + value + " > /proc/sys/" + key);
  }

  @Override
  public void close() {
    routers.values().forEach(Process::destroyForcibly);
  }
}
