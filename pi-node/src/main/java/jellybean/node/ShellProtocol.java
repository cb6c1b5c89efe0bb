package jellybean.node;

import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** Names and shapes of the shell's questions to a node and of the parts of the answers. */
final class ShellProtocol {
  static final Keyword NODES = Keyword.of("nodes");
  static final Keyword LS = Keyword.of("ls");
  static final Keyword TREE = Keyword.of("tree");
  static final Keyword CAT = Keyword.of("cat");
  static final Keyword HISTORY = Keyword.of("history");
  static final Keyword STATES = Keyword.of("states");
  static final Keyword DEAD_LETTERS = Keyword.of("dead-letters");

  /** A signed deny-list for the whole fleet. */
  static final Keyword DENY = Keyword.of("deny");

  /** Another key for the fleet's datagrams. */
  static final Keyword ROTATE_KEYS = Keyword.of("rotate-keys");

  /** A node's certificate has changed on disk. */
  static final Keyword RELOAD = Keyword.of("reload");

  /** Where everything below an address lives, briefly. */
  static final Keyword PLACES = Keyword.of("places");

  /** What was handled since: {@code {:path "/a" :after {[member life loop cluster] number}}}. */
  static final Keyword TAIL = Keyword.of("tail");

  /** The busiest: {@code {:path "/a" :by :rate :count n}}. */
  static final Keyword TOP = Keyword.of("top");

  /** What became of a trace: {@code {:trace id}}. */
  static final Keyword TRACED = Keyword.of("traced");

  /** To all snapshots: {@code {:ticket t :system "s"}}, stand still and take a picture. */
  static final Keyword FREEZE = Keyword.of("freeze");

  /** To all snapshots: the same of all but supervisors, for what is going to be started. */
  static final Keyword HOLD = Keyword.of("hold");

  /** To all snapshots: {@code {:ticket t}}, go on. */
  static final Keyword THAW = Keyword.of("thaw");

  /** To those of one node: {@code {:node "a" :ticket t :part n}}, a part of the picture. */
  static final Keyword PART = Keyword.of("part");

  /** To those of one node: {@code {:node "a" :ticket t :part n :last b :bytes …}}. */
  static final Keyword RESTORE = Keyword.of("restore");

  /** From a gate to inspectors: what stands at an address, and who stands above it. */
  static final Keyword FIND = Keyword.of("find");

  /** From the node to its own gate: {@code {:operator … :name …}}, a question that is refused. */
  static final Keyword REFUSED = Keyword.of("jelly/refused");

  static final Keyword ADDRESS = Keyword.of("address");

  /** The time that an actor's steps took. */
  static final Keyword BUSY_MS = Keyword.of("busy-ms");

  /** The part of the time in which it worked, in percent. */
  static final Keyword BUSY = Keyword.of("busy");

  static final Keyword CHILDREN = Keyword.of("children");
  static final Keyword FAULT = Keyword.of("fault");
  static final Keyword HANDLED = Keyword.of("handled");
  static final Keyword INSTANCES = Keyword.of("instances");
  static final Keyword KIND = Keyword.of("kind");
  static final Keyword MEMBERS = Keyword.of("members");
  static final Keyword MEMBER = Keyword.of("member");
  static final Keyword NAME = Keyword.of("name");
  static final Keyword NODE = Keyword.of("node");
  static final Keyword QUEUED = Keyword.of("queued");

  /** Messages handled in a second. */
  static final Keyword RATE = Keyword.of("rate");

  static final Keyword REPLICAS = Keyword.of("replicas");
  static final Keyword RESTARTS = Keyword.of("restarts");
  static final Keyword ROWS = Keyword.of("rows");
  static final Keyword STATE = Keyword.of("state");
  static final Keyword STATUS = Keyword.of("status");

  /** In an answer: the members that have not said anything to it. */
  static final Keyword WITHOUT = Keyword.of("without");

  private ShellProtocol() {}

  /** The actor that answers the shell; it asks the other members itself. */
  static Address gate(NodeId node) {
    return Address.of("sys", node.value(), "shell");
  }

  /** The actor that knows what runs on its own node. */
  static Address metrics(NodeId node) {
    return Address.of("sys", node.value(), "metrics");
  }

  static Address inspector(NodeId node) {
    return Address.of("sys", node.value(), "inspect");
  }

  /** The actor that changes what keeps the fleet closed. */
  static Address security(NodeId node) {
    return Address.of("sys", node.value(), "security");
  }

  /** The actor that saves and loads what runs on its own node. */
  static Address snapshots(NodeId node) {
    return Address.of("sys", node.value(), "snapshots");
  }

  /** Who of a node answers a question that goes to all. */
  static Address answering(Keyword question, NodeId node) {
    boolean toSnapshots = question.equals(FREEZE) || question.equals(HOLD) || question.equals(THAW);
    return toSnapshots ? snapshots(node) : inspector(node);
  }

  /** An error as a value. */
  static Value error(String message) {
    return new Tagged(
        Symbol.of("jelly/error"), EdnMap.of(Keyword.of("message"), new Text(message)));
  }
}
