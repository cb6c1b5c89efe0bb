package jellybean.cluster;

import jellybean.message.NodeId;

/**
 * A node of this fleet that was found, dead or alive.
 *
 * @param host an IP address in figures
 * @param port for TCP and UDP alike
 */
public record Peer(NodeId node, String host, int port) {}
