package jellybean.system;

import jellybean.actor.Signals;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * The names by which supervisors, hosts and the stores of documents talk. They are all in the
 * namespace {@code jelly}, which programs cannot say, so that any other name sent to a supervisor
 * is a message into its bus.
 */
public final class Protocol {
  /** To everyone who cares: {@code {"node" incarnation …}}, all live members, self included. */
  public static final Keyword MEMBERS = Keyword.of("jelly/members");

  /** To the documents of a node, as a question: {@code {:name :bundle :with}}. */
  public static final Keyword DEPLOY = Keyword.of("jelly/deploy");

  /** To a supervisor: {@code {:to "/a/b" :name :n :data d}}, sent from above. */
  public static final Keyword SEND = Keyword.of("jelly/send");

  /** Between documents: a whole deployment. To a host: the same, from its own documents. */
  static final Keyword DEPLOYMENT = Keyword.of("jelly/deployment");

  /** Between documents: {@code {"system" version …}}, everything the sender has. */
  static final Keyword DIGEST = Keyword.of("jelly/digest");

  /** Root supervisor to the documents where it was deployed: {@code {:system :version}}. */
  static final Keyword RUNNING = Keyword.of("jelly/running");

  /** The same when it gave up: {@code {:system :version :reason}}. */
  static final Keyword FAILED = Keyword.of("jelly/failed");

  /** Supervisor to hosts: a {@link Table}. */
  static final Keyword TABLE = Keyword.of("jelly/table");

  /** Host to supervisor: {@code {:node :version}}, the table is in force there. */
  static final Keyword HELD = Keyword.of("jelly/held");

  /** Supervisor to a host: {@code {:actor :fresh}}. */
  static final Keyword START = Keyword.of("jelly/start");

  /** To a supervisor: {@code {:actor :node}}, a child runs; of a cluster: all of it runs. */
  static final Keyword STARTED = Signals.STARTED;

  /** Host to supervisor: {@code {:actor :reason}}. */
  static final Keyword START_FAILED = Keyword.of("jelly/start-failed");

  /** Supervisor to a host: {@code {:actor}}, of a crashed child. */
  static final Keyword RESTART = Keyword.of("jelly/restart");

  /**
   * Supervisor to a host: {@code {:actor :kill :keep}}; with {@code :kill} at once and with all
   * below it; with {@code :keep} its mailbox stays for the next start.
   */
  static final Keyword STOP = Keyword.of("jelly/stop");

  /** To a supervisor: {@code {:actor :node}}, what it ordered to stop is gone there. */
  static final Keyword ENDED = Keyword.of("jelly/stop-done");

  /** A supervisor to itself, later: {@code {:actor :order}}, the time to stop is over. */
  static final Keyword OVERDUE = Keyword.of("jelly/overdue");

  /** A supervisor to itself, later: {@code {:actors [address …]}}, the wait is over. */
  static final Keyword RETRY = Keyword.of("jelly/retry");

  /** A supervisor to itself, now and then: look at the loads. */
  static final Keyword BALANCE = Keyword.of("jelly/balance");

  /** Supervisor to hosts: {@code {:actor supervisor}}, what have its replicas to do there? */
  static final Keyword SAMPLE = Keyword.of("jelly/sample");

  /** Host to itself, from its loops: one {@code {:actor supervisor :rows [load …]}} of each. */
  static final Keyword SAMPLED = Keyword.of("jelly/sampled");

  /** Host to supervisor: {@code {:rows [load …]}}. */
  static final Keyword LOAD = Keyword.of("jelly/load");

  /**
   * Host to itself, from its loops: {@code {:supervisor :version}} of each; none of them sends by
   * an older table any more.
   */
  static final Keyword ROUTED = Keyword.of("jelly/routed");

  /**
   * Supervisor to a replica: {@code {:from [address …] :before [address …]}}; it will get keys from
   * those, of whatever keys they had among those that there were before.
   */
  static final Keyword EXPECT_KEYS = Keyword.of("jelly/expect-keys");

  /** Replica to supervisor: {@code {:actor}}, it waits for them. */
  static final Keyword EXPECTS_KEYS = Keyword.of("jelly/expects-keys");

  /**
   * Supervisor to a replica: {@code {:after [address …]}}, those get messages from now on; what is
   * not its own any more it has to hand over.
   */
  static final Keyword HAND_OVER = Keyword.of("jelly/hand-over");

  /** Replica to supervisor: {@code {:actor}}, it has. */
  static final Keyword HANDED_OVER = Keyword.of("jelly/handed-over");

  /** Replica to replica: {@code {:states [[key state] …] :last true}}. */
  static final Keyword STATES_OF_KEYS = Keyword.of("jelly/keys");

  static final Keyword AFTER = Keyword.of("after");
  static final Keyword BEFORE = Keyword.of("before");
  static final Keyword FROM = Keyword.of("from");
  static final Keyword LAST = Keyword.of("last");
  static final Keyword REPLICAS = Keyword.of("replicas");
  static final Keyword ROWS = Keyword.of("rows");
  static final Keyword STATES = Keyword.of("states");
  static final Keyword ACTORS = Keyword.of("actors");
  static final Keyword ACTOR = Keyword.of("actor");
  static final Keyword BUNDLE = Keyword.of("bundle");
  static final Keyword DATA = Keyword.of("data");
  static final Keyword DOCUMENT = Keyword.of("document");
  static final Keyword FRESH = Keyword.of("fresh");
  static final Keyword HOME = Keyword.of("home");
  static final Keyword INSTANCE = Keyword.of("instance");
  static final Keyword INSTANCES = Keyword.of("instances");
  static final Keyword KEEP = Keyword.of("keep");
  static final Keyword KILL = Keyword.of("kill");
  static final Keyword NAME = Keyword.of("name");
  static final Keyword NODE = Keyword.of("node");
  static final Keyword ORDER = Keyword.of("order");
  static final Keyword PLACES = Keyword.of("places");
  static final Keyword REASON = Keyword.of("reason");
  static final Keyword SUPERVISOR = Keyword.of("supervisor");
  static final Keyword SYSTEM = Keyword.of("system");
  static final Keyword TO = Keyword.of("to");
  static final Keyword VERSION = Keyword.of("version");
  static final Keyword WITH = Keyword.of("with");

  private Protocol() {}

  /** The actor that starts and stops actors on a node. */
  public static Address host(NodeId node) {
    return Address.of("sys", node.value(), "host");
  }

  /** The actor that keeps and spreads a node's documents. */
  public static Address documents(NodeId node) {
    return Address.of("sys", node.value(), "documents");
  }
}
