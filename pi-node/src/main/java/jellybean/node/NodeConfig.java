package jellybean.node;

import java.nio.file.Path;
import java.util.List;
import jellybean.cluster.TimingProfile;

/**
 * The settings of a node, from command line options or from an EDN file.
 *
 * @param identity directory with {@code ca.pem cert.pem key.pem keyring.edn}
 * @param host address under which others reach it, in figures
 * @param bind address to listen on, in figures
 * @param port for TCP and UDP; 0: any free one
 * @param loops threads that run actors
 * @param exitWithParent ends when standard input ends
 */
public record NodeConfig(
    Path identity,
    String host,
    String bind,
    int port,
    TimingProfile profile,
    int loops,
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
        --host ADDRESS      address under which others reach it, in figures (default 127.0.0.1)
        --bind ADDRESS      address to listen on (default: that of --host)
        --port N            TCP and UDP port, 0 for any free one (default 7420)
        --profile NAME      timings of membership: desk, lan, wifi, emulated (default wifi)
        --loops N           threads that run actors (default: one per core)
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
    String host = options.text("host", "127.0.0.1");
    return new NodeConfig(
        identity(options),
        host,
        options.text("bind", host),
        options.number("port", DEFAULT_PORT, 0, MAX_PORT),
        profile(options),
        options.number("loops", defaultLoops(), 1, MAX_LOOPS),
        options.flag("exit-with-parent"));
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
