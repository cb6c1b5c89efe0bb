package jellybean.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import jellybean.cluster.TimingProfile;
import jellybean.wiring.BadWiringException;
import jellybean.wiring.Plan;
import jellybean.wiring.Plans;

/**
 * The settings of a node, from command line options or from an EDN file.
 *
 * @param identity directory with {@code ca.pem cert.pem key.pem keyring.edn}
 * @param host address under which others reach it, in figures, or the name of an interface
 * @param bind address to listen on, in figures; that of {@code host} if it is missing
 * @param port for TCP and UDP; 0: any free one
 * @param loops threads that run actors
 * @param tags what it offers, which {@code :place} can name
 * @param data directory where what must not be lost is kept; nothing is if it is missing
 * @param metrics where metrics are shown as Prometheus text; nowhere if it is missing
 * @param pulse a file that is written anew every few seconds while the node answers
 * @param wiring what hangs on the pins of its board
 * @param exitWithParent ends when standard input ends
 */
public record NodeConfig(
    Path identity,
    String host,
    Optional<String> bind,
    int port,
    TimingProfile profile,
    int loops,
    SortedSet<String> tags,
    Optional<Path> data,
    Optional<InetSocketAddress> metrics,
    Optional<Path> pulse,
    Plan wiring,
    boolean exitWithParent) {
  public static final int DEFAULT_PORT = 7420;

  /** Loops of one node; a Zero W has one core. */
  public static final int MAX_LOOPS = 16;

  private static final int MAX_PORT = 65_535;

  /** What {@code --help} prints. */
  public static final String USAGE =
      """
      usage: jelly node [--config FILE] [OPTION…]
        --identity DIR      ca.pem cert.pem key.pem keyring.edn (required)
        --host ADDRESS      address under which others reach it, in figures, or the name of an
                            interface, whose address it follows (default 127.0.0.1)
        --bind ADDRESS      address to listen on (default: that of --host)
        --port N            TCP and UDP port, 0 for any free one (default 7420)
        --profile NAME      timings of membership: desk, lan, wifi, emulated (default wifi)
        --loops N           threads that run actors (default: one per core)
        --tags TAG,…        what it offers, for :place in documents: --tags led,camera
        --data DIR          keep durable actors, documents and the count of lives there
                            (default: nothing is kept)
        --metrics-port N    show metrics as Prometheus text there, at /metrics (default: nowhere)
        --metrics-address A address to show them on (default 127.0.0.1: this machine alone)
        --pulse FILE        write it anew every 5 s while the node answers, for what watches over it
        --wiring FILE       what hangs on the pins of its board, for devices with a :wire (default:
                            nothing is known)
        --exit-with-parent  end when standard input ends
        --config FILE       an EDN map of the same options: {:identity "…" :port 7420}
      What happens is written to standard output as EDN, one map per line; the log goes to
      standard error.
      """;

  /**
   * Reads options as {@link #USAGE} says.
   *
   * @throws ConfigException what is wrong, where, what was expected and found
   */
  public static NodeConfig parse(List<String> args) {
    NodeOptions options = NodeOptions.parse(args);
    return new NodeConfig(
        identity(options),
        options.text("host", "127.0.0.1"),
        Optional.of(options.text("bind", "")).filter(bind -> !bind.isEmpty()),
        options.number("port", DEFAULT_PORT, 0, MAX_PORT),
        profile(options),
        options.number("loops", defaultLoops(), 1, MAX_LOOPS),
        options.tags("tags"),
        Optional.of(options.text("data", "")).filter(dir -> !dir.isEmpty()).map(Path::of),
        metrics(options),
        Optional.of(options.text("pulse", "")).filter(file -> !file.isEmpty()).map(Path::of),
        wiring(options),
        options.flag("exit-with-parent"));
  }

  private static Plan wiring(NodeOptions options) {
    String file = options.text("wiring", "");
    if (file.isEmpty()) {
      return Plan.NONE;
    }
    try {
      return Plans.require(Files.readAllBytes(Path.of(file)), file);
    } catch (IOException e) {
      throw new ConfigException("cannot read the wiring " + file + ": " + e);
    } catch (BadWiringException e) {
      throw new ConfigException("bad wiring:\n" + e.getMessage());
    }
  }

  private static Optional<InetSocketAddress> metrics(NodeOptions options) {
    String address = options.text("metrics-address", "127.0.0.1");
    if (!options.has("metrics-port")) {
      return options.has("metrics-address")
          ? options.fail("metrics-address", "--metrics-port N with it", address)
          : Optional.empty();
    }
    int port = options.number("metrics-port", 0, 0, MAX_PORT);
    return Optional.of(Settings.literal(address, port));
  }

  private static Path identity(NodeOptions options) {
    String identity = options.text("identity", "");
    if (identity.isEmpty()) {
      throw new ConfigException(
          "missing --identity: expected a directory with ca.pem, cert.pem, key.pem and"
              + " keyring.edn");
    }
    return Path.of(identity);
  }

  private static TimingProfile profile(NodeOptions options) {
    String name = options.name("profile", TimingProfile.WIFI.name());
    return TimingProfile.named(name)
        .orElseGet(() -> options.fail("profile", "one of " + TimingProfile.names(), name));
  }

  private static int defaultLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOOPS);
  }
}
