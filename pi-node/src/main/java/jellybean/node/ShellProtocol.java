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

  /** From a gate to inspectors: what stands at an address, and who stands above it. */
  static final Keyword FIND = Keyword.of("find");

  /** From the node to its own gate: {@code {:operator … :name …}}, a question that is refused. */
  static final Keyword REFUSED = Keyword.of("jelly/refused");

  static final Keyword ADDRESS = Keyword.of("address");
  static final Keyword CHILDREN = Keyword.of("children");
  static final Keyword FAULT = Keyword.of("fault");
  static final Keyword HANDLED = Keyword.of("handled");
  static final Keyword KIND = Keyword.of("kind");
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
  static Address inspector(NodeId node) {
    return Address.of("sys", node.value(), "inspect");
  }

  /** An error as a value. */
  static Value error(String message) {
    return new Tagged(
        Symbol.of("jelly/error"), EdnMap.of(Keyword.of("message"), new Text(message)));
  }
}
