package jellybean.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jellybean.cluster.TimingProfile;
import jellybean.edn.Bool;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;

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

  private static final List<String> FLAGS = List.of("exit-with-parent");
  private static final List<String> NUMBERS = List.of("port", "loops");
  private static final List<String> TEXTS =
      List.of("identity", "host", "bind", "profile", "config");

  /**
   * Reads options as {@link #USAGE} says.
   *
   * @throws ConfigException what is wrong, where, what was expected and found
   */
  public static NodeConfig parse(List<String> args) {
    EdnMap options = EdnMap.EMPTY;
    int i = 0;
    while (i < args.size()) {
      String arg = args.get(i);
      String name = arg.startsWith("--") ? arg.substring(2) : "";
      if (FLAGS.contains(name)) {
        options = options.with(Keyword.of(name), Bool.TRUE);
        i += 1;
      } else if (TEXTS.contains(name) || NUMBERS.contains(name)) {
        options = options.with(Keyword.of(name), optionValue(args, i, NUMBERS.contains(name)));
        i += 2;
      } else {
        throw new ConfigException(
            "bad option: expected one of those that --help lists, found " + arg);
      }
    }
    return of(options);
  }

  private static Value optionValue(List<String> args, int index, boolean number) {
    String option = args.get(index);
    if (index + 1 >= args.size()) {
      throw new ConfigException("bad option " + option + ": expected a value, found the end");
    }
    String text = args.get(index + 1);
    if (!number) {
      return new Text(text);
    }
    try {
      return Int.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new ConfigException(
          "bad option " + option + ": expected a number, found \"" + text + "\"");
    }
  }

  private static NodeConfig of(EdnMap given) {
    EdnMap options = withFile(given);
    String host = text(options, "host", "127.0.0.1");
    String identity = text(options, "identity", "");
    if (identity.isEmpty()) {
      throw new ConfigException(
          "missing --identity: expected a directory with ca.pem, cert.pem, key.pem and"
              + " keyring.edn");
    }
    String profile = text(options, "profile", TimingProfile.WIFI.name());
    return new NodeConfig(
        Path.of(identity),
        host,
        text(options, "bind", host),
        number(options, "port", DEFAULT_PORT, 0, MAX_PORT),
        TimingProfile.named(profile)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "bad --profile: expected one of "
                            + TimingProfile.names()
                            + ", found "
                            + profile)),
        number(options, "loops", defaultLoops(), 1, MAX_LOOPS),
        flag(options, "exit-with-parent"));
  }

  private static int defaultLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOOPS);
  }

  /** Options of the command line win over those of the file. */
  private static EdnMap withFile(EdnMap options) {
    String file = text(options, "config", "");
    if (file.isEmpty()) {
      return options;
    }
    EdnMap merged = readFile(file);
    for (var option : options.entries()) {
      merged = merged.with(option.key(), option.value());
    }
    return merged;
  }

  private static EdnMap readFile(String file) {
    try {
      Value value = EdnReader.readOne(Files.readAllBytes(Path.of(file)), file, ReadLimits.DOCUMENT);
      if (value instanceof EdnMap map) {
        return map;
      }
      throw new ConfigException(file + ":1:1: bad configuration: expected a map, found " + value);
    } catch (IOException e) {
      throw new ConfigException("cannot read configuration " + file + ": " + e);
    } catch (EdnException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static String text(EdnMap options, String key, String absent) {
    Value value = options.get(Keyword.of(key), new Text(absent));
    if (value instanceof Text text) {
      return text.value();
    }
    if (value instanceof Keyword keyword) {
      return keyword.name();
    }
    throw new ConfigException("bad :" + key + ": expected a string, found " + value);
  }

  private static int number(EdnMap options, String key, int absent, int min, int max) {
    Value value = options.get(Keyword.of(key), Int.of(absent));
    if (value instanceof Int n && n.value() >= min && n.value() <= max) {
      return (int) n.value();
    }
    throw new ConfigException(
        "bad --" + key + ": expected a number from " + min + " to " + max + ", found " + value);
  }

  private static boolean flag(EdnMap options, String key) {
    return options.get(Keyword.of(key), Bool.FALSE).equals(Bool.TRUE);
  }
}
