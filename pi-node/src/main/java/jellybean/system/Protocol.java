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

  /** To the documents of a node, as a question: {@code {:name}}; the whole deployment. */
  public static final Keyword READ = Keyword.of("jelly/read");

  /** To a supervisor, as a question: an order of an operator, see {@link Orders}. */
  public static final Keyword OPERATE = Keyword.of("jelly/operate");

  /** To a supervisor that has just started, as a question: what was saved of another one. */
  public static final Keyword RESUME = Keyword.of("jelly/resume");

  /** In the state of a part or a supervisor, as it is shown: rows of what does not run. */
  public static final Keyword AWAY = Keyword.of("away");

  /** In such a row, the status of a system that may not run. */
  public static final Keyword PAUSED = Keyword.of("paused");

  /** In such a row, the reason. */
  public static final Keyword WHY = Keyword.of("why");

  /** Between documents: a whole deployment. To a host: the same, from its own documents. */
  static final Keyword DEPLOYMENT = Keyword.of("jelly/deployment");

  /** Between documents: {@code {"system" [version epoch] …}}, everything the sender has. */
  static final Keyword DIGEST = Keyword.of("jelly/digest");

  /** Between documents, after all that the sender of a digest did not have. */
  static final Keyword COMPARED = Keyword.of("jelly/compared");

  /** The same as a digest, in answer to one: it is not answered by another. */
  static final Keyword DIGEST_BACK = Keyword.of("jelly/digest-back");

  /** To the documents of a node, as a question: {@code {:name}}; the system is taken away. */
  public static final Keyword UNDEPLOY = Keyword.of("jelly/undeploy");

  /** Documents to themselves, now and then: compare what there is with somebody. */
  static final Keyword COMPARE = Keyword.of("jelly/compare");

  /**
   * Between documents: {@code {:name :epoch :base :electorate}}, who runs the root of a system from
   * now on.
   */
  static final Keyword CLAIM = Keyword.of("jelly/claim");

  /** Documents to themselves: what was sent to others is not waited for any longer. */
  static final Keyword SPREAD = Keyword.of("jelly/spread");

  /** Between documents: a large one has arrived, {@code {:name :version}}. */
  static final Keyword DOCUMENT_ARRIVED = Keyword.of("jelly/document-arrived");

  /** Documents to themselves: the node is up long enough to know who else is. */
  static final Keyword SETTLED = Keyword.of("jelly/settled");

  /** A new home to hosts: {@code {:system :epoch :versions {supervisor version …}}}. */
  static final Keyword ROLL = Keyword.of("jelly/roll");

  /** Host to a new home's, after the tables that it has newer: {@code {:system :epoch :node}}. */
  static final Keyword PRESENT = Keyword.of("jelly/present");

  /** A new home to its own host, later: {@code {:system :epoch}}, no longer waits for answers. */
  static final Keyword ROLL_OVER = Keyword.of("jelly/roll-over");

  /** Host to a supervisor that lives under a new home: {@code {:epoch}}. */
  static final Keyword ADOPTED = Keyword.of("jelly/adopted");

  /**
   * A supervisor to itself, later: {@code {:version :repeats}}, say again what was not confirmed.
   */
  static final Keyword REPEAT = Keyword.of("jelly/repeat");

  /** Root supervisor to the documents where it was deployed: {@code {:system :version}}. */
  static final Keyword RUNNING = Keyword.of("jelly/running");

  /** The same when it gave up: {@code {:system :version :reason}}. */
  static final Keyword FAILED = Keyword.of("jelly/failed");

  /** Supervisor to hosts: a {@link Table}. */
  static final Keyword TABLE = Keyword.of("jelly/table");

  /**
   * Host to supervisor: {@code {:node :version :missing [address …]}}, the table is in force there;
   * what it places there and does not run.
   */
  static final Keyword HELD = Keyword.of("jelly/held");

  /** Supervisor to a host: {@code {:actor :fresh}}. */
  static final Keyword START = Keyword.of("jelly/start");

  /** To a supervisor: {@code {:actor :node}}, a child runs; of a cluster: all of it runs. */
  static final Keyword STARTED = Signals.STARTED;

  /** Host to supervisor: {@code {:actor :reason}}. */
  static final Keyword START_FAILED = Keyword.of("jelly/start-failed");

  /** Supervisor to a host: {@code {:actor :move}}, how much would it take along? */
  static final Keyword MEASURE = Keyword.of("jelly/measure");

  /** To a supervisor: {@code {:actor :node :move :bytes :most}}. */
  static final Keyword MEASURED = Signals.MEASURED;

  /** Supervisor to a host: {@code {:actor :from :move}}, the actor will come from there. */
  static final Keyword ARRIVE = Keyword.of("jelly/arrive");

  /** To a supervisor: {@code {:actor :node :move}}, everything there waits for the actor. */
  static final Keyword READY = Signals.READY;

  /** To a supervisor: {@code {:actor :move :reason}}, the actor cannot come there, and has not. */
  static final Keyword MOVE_REFUSED = Signals.MOVE_REFUSED;

  /** Supervisor to a host: {@code {:actor :move}}, unless it has come already it shall not. */
  static final Keyword TURN_AWAY = Keyword.of("jelly/turn-away");

  /** A supervisor to itself, later: {@code {:move}}, so long a move may take. */
  static final Keyword MOVE_OVER = Keyword.of("jelly/move-over");

  /** A supervisor to itself, later: {@code {:node :orphans}}, see {@link Orphans}. */
  static final Keyword OFFERED = Keyword.of("jelly/offered");

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

  /**
   * Supervisor to hosts: {@code {:actor supervisor :actors [replica …]}}, let each of these have a
   * fence from your node; what your node sent it by older tables comes before.
   */
  static final Keyword FENCE_KEYS = Keyword.of("jelly/fence-keys");

  /** Host to a replica: {@code {:node}}. Replica to supervisor: {@code {:actor :node}}. */
  static final Keyword FENCED = Keyword.of("jelly/fenced");

  /** A supervisor to itself, later: {@code {:actor replica}}, so long it waits for fences. */
  static final Keyword FENCES_OVER = Keyword.of("jelly/fences-over");

  /** Replica to replica: {@code {:states [[key state] …] :last true}}. */
  static final Keyword STATES_OF_KEYS = Keyword.of("jelly/keys");

  /** Between the parts that keep homes: a message about epochs and leases. */
  static final Keyword MAJORITY = Keyword.of("jelly/majority");

  /** Between the parts that keep homes: {@code {:elector :life :asks}}, who votes here. */
  static final Keyword ELECTOR = Keyword.of("jelly/elector");

  /** What keeps homes to itself: it is time to look. */
  static final Keyword TICK = Keyword.of("jelly/tick");

  /**
   * What keeps homes to the documents of its node: {@code [[life elector] …]}, those of the live
   * members who have said it.
   */
  static final Keyword VOTERS = Keyword.of("jelly/voters");

  /** Documents to themselves: {@code {:name :number}}, that order has waited long enough. */
  static final Keyword WAITED = Keyword.of("jelly/waited");

  /**
   * What keeps homes to the documents of its node: {@code {:name :genesis :epoch}}, it is the home
   * of a system since that epoch.
   */
  static final Keyword HOME_SINCE = Keyword.of("jelly/home-since");

  /**
   * Host to what keeps homes: {@code {:name :epoch :hosts :gone}}, under whom it has a system, and
   * whether it has bodies of it.
   */
  static final Keyword HOSTING = Keyword.of("jelly/hosting");

  /**
   * Host of a home to what keeps homes: {@code {:name :epoch :number :members}}, who may run bodies
   * of a system. Back, {@code {:name :epoch :number}}: nothing runs on anybody else.
   */
  static final Keyword ADMITTED = Keyword.of("jelly/admitted");

  /** Host to the host of a home: {@code {:system :epoch :node :life …}}, which tables it holds. */
  static final Keyword ATTENDS = Keyword.of("jelly/attends");

  /** Host to itself, from its loops: that is true now. */
  static final Keyword ATTENDED = Keyword.of("jelly/attended");

  /** Host of a home to itself, later: {@code {:system :epoch}}, who holds what by now? */
  static final Keyword ATTEND = Keyword.of("jelly/attend");

  static final Keyword ASKS = Keyword.of("asks");
  static final Keyword GENESIS = Keyword.of("genesis");
  static final Keyword GONE = Keyword.of("gone");
  static final Keyword HOSTS = Keyword.of("hosts");
  static final Keyword LIFE = Keyword.of("life");
  static final Keyword NUMBER = Keyword.of("number");
  static final Keyword TABLES = Keyword.of("tables");
  static final Keyword AFTER = Keyword.of("after");
  static final Keyword BEFORE = Keyword.of("before");
  static final Keyword FROM = Keyword.of("from");
  static final Keyword LAST = Keyword.of("last");
  static final Keyword REPEATS = Keyword.of("repeats");
  static final Keyword REPLICAS = Keyword.of("replicas");
  static final Keyword ROWS = Keyword.of("rows");
  static final Keyword STATES = Keyword.of("states");
  static final Keyword ACTORS = Keyword.of("actors");
  static final Keyword ACTOR = Keyword.of("actor");
  static final Keyword BUNDLE = Keyword.of("bundle");
  static final Keyword DATA = Keyword.of("data");
  static final Keyword DOCUMENT = Keyword.of("document");
  static final Keyword EPOCH = Keyword.of("epoch");
  static final Keyword FRESH = Keyword.of("fresh");
  static final Keyword REVIVES = Keyword.of("revives");
  static final Keyword HOME = Keyword.of("home");
  static final Keyword INSTANCE = Keyword.of("instance");
  static final Keyword INSTANCES = Keyword.of("instances");
  static final Keyword KEEP = Keyword.of("keep");
  static final Keyword KILL = Keyword.of("kill");
  static final Keyword MISSING = Keyword.of("missing");
  static final Keyword MEMBER = Keyword.of("member");
  static final Keyword MOVE = Keyword.of("move");
  static final Keyword MOVED = Keyword.of("moved");
  static final Keyword ABANDON = Keyword.of("abandon");
  static final Keyword WAY = Keyword.of("way");
  static final Keyword NODES = Keyword.of("nodes");
  static final Keyword ARRIVED = Keyword.of("arrived");
  static final Keyword ORPHANS = Keyword.of("orphans");
  static final Keyword NAME = Keyword.of("name");
  static final Keyword NODE = Keyword.of("node");
  static final Keyword ORDER = Keyword.of("order");
  static final Keyword PLACES = Keyword.of("places");
  static final Keyword REASON = Keyword.of("reason");
  static final Keyword SUPERVISOR = Keyword.of("supervisor");
  static final Keyword SYSTEM = Keyword.of("system");
  static final Keyword TO = Keyword.of("to");
  static final Keyword VERSION = Keyword.of("version");
  static final Keyword VERSIONS = Keyword.of("versions");
  static final Keyword WITH = Keyword.of("with");

  private Protocol() {}

  /** The actor that starts and stops actors on a node. */
  public static Address host(NodeId node) {
    return Address.of("sys", node.value(), "host");
  }

  /** The actor that shows what all members have left. */
  public static Address headroom(NodeId node) {
    return Address.of("sys", node.value(), "headroom");
  }

  /** The actor that keeps the homes of systems that run only in the majority. */
  public static Address homes(NodeId node) {
    return Address.of("sys", node.value(), "homes");
  }

  /** The actor that keeps and spreads a node's documents. */
  public static Address documents(NodeId node) {
    return Address.of("sys", node.value(), "documents");
  }
}
