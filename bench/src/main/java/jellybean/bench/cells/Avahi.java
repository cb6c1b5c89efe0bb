package jellybean.bench.cells;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What Avahi sees, the multicast DNS of most Linux machines: a daemon of its own with a message bus
 * of its own, in the namespace of a node.
 */
final class Avahi implements AutoCloseable {
  private static final String TYPE = "_jellybean._tcp";
  private static final long BEGIN_MS = 20_000;

  private final String namespace;
  private final Path socket;
  private final String bus;
  private final Path log;
  private Optional<Process> dbus = Optional.empty();
  private Optional<Process> daemon = Optional.empty();

  Avahi(Path folder, String namespace) {
    this.namespace = namespace;
    this.socket = folder.resolve("bus-" + namespace);
    this.bus = "unix:path=" + socket;
    this.log = folder.resolve("avahi.log");
  }

  /**
   * @param interfaces where it listens
   */
  void start(List<String> interfaces) {
    Path configuration = log.resolveSibling("avahi.conf");
    try {
      Files.writeString(
          configuration,
          "[server]\nuse-ipv6=no\nallow-interfaces="
              + String.join(",", interfaces)
              + "\n[publish]\ndisable-publishing=yes\n");
    } catch (IOException e) {
      throw new RigException("cannot write " + configuration + ": " + e.getMessage(), e);
    }
    dbus =
        Optional.of(run("dbus-daemon", "--system", "--nofork", "--nopidfile", "--address=" + bus));
    if (Wait.until(BEGIN_MS, () -> Files.exists(socket)).isEmpty()) {
      throw new RigException("dbus-daemon does not start: " + RigNode.tail(log));
    }
    Process avahi =
        run(
            "avahi-daemon",
            "--no-drop-root",
            "--no-chroot",
            "--no-rlimits",
            "-f",
            configuration.toString());
    daemon = Optional.of(avahi);
    if (Wait.until(BEGIN_MS, () -> RigNode.tail(log).contains("startup complete")).isEmpty()) {
      throw new RigException("avahi-daemon does not start: " + RigNode.tail(log));
    }
  }

  private Process run(String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(Command.in(namespace, List.of(command))).redirectErrorStream(true);
      builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", bus);
      return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    } catch (IOException e) {
      throw new RigException("cannot start " + command[0] + ": " + e.getMessage(), e);
    }
  }

  /** The nodes that {@code avahi-browse} resolves, each as {@code name address port}. */
  SortedSet<String> browse() {
    String[] command = {
      "ip",
      "netns",
      "exec",
      namespace,
      "env",
      "DBUS_SYSTEM_BUS_ADDRESS=" + bus,
      "avahi-browse",
      "-rtp",
      TYPE
    };
    SortedSet<String> found = new TreeSet<>();
    for (String line : Command.run(command).lines().toList()) {
      String[] fields = line.split(";");
      if (fields[0].equals("=") && fields.length > 8) {
        String name = fields[3].replaceFirst("\\\\064.*", "");
        found.add(name + " " + fields[7] + " " + fields[8]);
      }
    }
    return found;
  }

  /** Who is not seen, or is seen though not expected, once time is up. */
  Optional<String> misses(List<String> nodes, int port, long withinMs) {
    SortedSet<String> expected = new TreeSet<>();
    nodes.forEach(node -> expected.add(node + " " + Plan.identity(node) + " " + port));
    return Wait.untilNone(
        withinMs,
        () -> {
          SortedSet<String> found = browse();
          return found.equals(expected)
              ? Optional.empty()
              : Optional.of(
                  "avahi-browse -rt " + TYPE + ": expected " + expected + ", found " + found);
        });
  }

  @Override
  public void close() {
    daemon.ifPresent(Process::destroyForcibly);
    dbus.ifPresent(Process::destroyForcibly);
  }
}
