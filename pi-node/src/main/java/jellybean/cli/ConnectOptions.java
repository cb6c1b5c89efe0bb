package jellybean.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which member to talk to, and as whom. */
final class ConnectOptions {
  private static final int MAX_PORT = 65_535;

  @Option(
      names = {"-m", "--member"},
      paramLabel = "HOST:PORT",
      defaultValue = "${env:JELLY_MEMBER}",
      description = "a member of the fleet; without it, the first that mDNS finds ($JELLY_MEMBER)")
  private Optional<String> member = Optional.empty();

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "DIR",
      defaultValue = "${env:JELLY_IDENTITY}",
      description =
          "the operator's ca.pem, cert.pem and key.pem; default ~/.config/jelly/operator"
              + " ($JELLY_IDENTITY)")
  private Optional<Path> identity = Optional.empty();

  /** The way to the fleet; connects to nobody yet. */
  Fleet open(Streams streams) {
    return Fleet.of(
        identity.orElseGet(() -> defaultIdentity(streams)),
        member.map(ConnectOptions::parse).stream().toList());
  }

  private static Path defaultIdentity(Streams streams) {
    String home = streams.environment().getOrDefault("HOME", ".");
    String config = streams.environment().getOrDefault("XDG_CONFIG_HOME", home + "/.config");
    return Path.of(config, "jelly", "operator");
  }

  private static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    Optional<Integer> port = colon > 0 ? port(text.substring(colon + 1)) : Optional.empty();
    return port.map(p -> new HostPort(text.substring(0, colon), p))
        .orElseThrow(
            () ->
                new WrongUsageException(
                    "--member: expected HOST:PORT such as 127.0.0.1:7420, found " + text));
  }

  private static Optional<Integer> port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= MAX_PORT ? Optional.of(port) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
