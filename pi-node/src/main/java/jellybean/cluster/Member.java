package jellybean.cluster;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;

/**
 * A node as the others see it: one life of it, where to reach it, and what it says of itself.
 *
 * @param node its name, as in its certificate
 * @param incarnation the number of this life, see {@link Incarnation}
 * @param host an IP address in figures, never a host name
 * @param port 1 to 65 535, for TCP and UDP alike
 * @param tags what it says of itself, for placement and display; small, see {@link
 *     Membership#MAX_TAGS_BYTES}
 */
public record Member(NodeId node, long incarnation, String host, int port, EdnMap tags) {
  private static final int MAX_PORT = 65_535;
  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword INCARNATION = Keyword.of("incarnation");
  private static final Keyword HOST = Keyword.of("host");
  private static final Keyword PORT = Keyword.of("port");
  private static final Keyword TAGS = Keyword.of("tags");

  public Member {
    if (incarnation < 1) {
      throw new IllegalArgumentException(
          "bad incarnation of " + node + ": expected 1 or more, found " + incarnation);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "bad host of " + node + ": expected an address in figures");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "bad port of " + node + ": expected 1 to " + MAX_PORT + ", found " + port);
    }
  }

  /** The same life at the same place with other tags. */
  public Member withTags(EdnMap newTags) {
    return new Member(node, incarnation, host, port, newTags);
  }

  /** Whether {@code other} is the same life of the same node. */
  public boolean isSameLifeAs(Member other) {
    return node.equals(other.node) && incarnation == other.incarnation;
  }

  /** {@code {:node "a" :incarnation 7 :host "127.0.0.1" :port 7001 :tags {…}}}. */
  public EdnMap toValue() {
    return EdnMap.of(
        NODE,
        new Text(node.value()),
        INCARNATION,
        Int.of(incarnation),
        HOST,
        new Text(host),
        PORT,
        Int.of(port),
        TAGS,
        tags);
  }
}
