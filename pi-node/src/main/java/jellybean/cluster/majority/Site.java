package jellybean.cluster.majority;

import jellybean.message.NodeId;

/**
 * What one life of a node is and goes by.
 *
 * @param life drawn at random when the node started
 * @param elector its memory of promises
 * @param startedMs when it started, by its own clock
 */
record Site(
    NodeId node, long life, Elector elector, LeaseTiming timing, long startedMs, Rules rules) {}
