package jellybean.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import jellybean.message.NodeId;
import jellybean.net.Identity;
import jellybean.net.OwnAddress;
import jellybean.net.Principal;
import jellybean.net.RingFile;
import jellybean.net.Timings;
import jellybean.net.TransportConfig;

/** What the parts of a node need to know, made from its settings. */
final class Settings {
  /** Below the directory of what is kept. */
  private static final String SECURITY = "security";

  /** What is no address in figures: those have a dot or a colon. */
  private static final Pattern INTERFACE = Pattern.compile("\\p{Alpha}[\\w-]*");

  private Settings() {}

  /**
   * @param host where others reach the node
   */
  static TransportConfig transport(
      NodeConfig config, InetAddress host, Identity identity, long incarnation) {
    return new TransportConfig(
        identity,
        RingFile.load(config.identity()),
        config
            .bind()
            .map(bind -> literal(bind, config.port()))
            .orElseGet(() -> new InetSocketAddress(host, config.port())),
        Optional.of(host),
        config.data().map(data -> data.resolve(SECURITY)),
        incarnation,
        Timings.of(config.profile()));
  }

  static NodeId nodeId(Identity identity) {
    if (identity.principal() instanceof Principal.Node node) {
      return node.id();
    }
    throw new ConfigException(
        "cannot run a node with the identity in "
            + identity.directory()
            + ": expected the certificate of a node, found that of "
            + identity.principal());
  }

  /** The address that is in figures, or that of the interface of such a name. */
  static OwnAddress ownAddress(String host) {
    return INTERFACE.matcher(host).matches()
        ? OwnAddress.ofInterface(host)
        : OwnAddress.fixed(literal(host, 0).getAddress());
  }

  /** An address in figures; names are never looked up. */
  static InetSocketAddress literal(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "bad address: expected figures like 192.168.1.7, found \"" + host + "\"");
    }
  }
}
