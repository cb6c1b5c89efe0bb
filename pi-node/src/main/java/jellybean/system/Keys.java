package jellybean.system;

import java.util.Set;
import jellybean.edn.Keyword;

/** The keys of documents. */
final class Keys {
  static final Keyword ACTOR = Keyword.of("actor");
  static final Keyword AUTO_SHUTDOWN = Keyword.of("auto-shutdown");
  static final Keyword AT_LEAST_ONCE = Keyword.of("at-least-once");
  static final Keyword BACKOFF = Keyword.of("backoff");
  static final Keyword CHILDREN = Keyword.of("children");
  static final Keyword DATAGRAM = Keyword.of("datagram");
  static final Keyword DURABLE = Keyword.of("durable");
  static final Keyword DEVICE = Keyword.of("device");
  static final Keyword FORWARD = Keyword.of("forward");
  static final Keyword FUNCTIONS = Keyword.of("functions");
  static final Keyword INTENSITY = Keyword.of("intensity");
  static final Keyword DIMS = Keyword.of("dims");
  static final Keyword LATTICE = Keyword.of("lattice");
  static final Keyword MAILBOX = Keyword.of("mailbox");
  static final Keyword MAX = Keyword.of("max");
  static final Keyword MAX_MS = Keyword.of("max-ms");
  static final Keyword MIN_MS = Keyword.of("min-ms");
  static final Keyword MIN = Keyword.of("min");
  static final Keyword ON = Keyword.of("on");
  static final Keyword ON_PARTITION = Keyword.of("on-partition");
  static final Keyword PARAMS = Keyword.of("params");
  static final Keyword PARK_MS = Keyword.of("park-ms");
  static final Keyword PLACE = Keyword.of("place");
  static final Keyword REPLICAS = Keyword.of("replicas");

  /** What a replica handles that takes over the state of another. */
  static final Keyword MERGE = Keyword.of("merge");

  /** What makes the state of another version of the actor one of this. */
  static final Keyword MIGRATE = Keyword.of("migrate");

  static final Keyword RESTART = Keyword.of("restart");
  static final Keyword ROUTE = Keyword.of("route");
  static final Keyword SAYS = Keyword.of("says");
  static final Keyword SHUTDOWN_MS = Keyword.of("shutdown-ms");
  static final Keyword SIGNIFICANT = Keyword.of("significant");
  static final Keyword STATE = Keyword.of("state");
  static final Keyword STRATEGY = Keyword.of("strategy");
  static final Keyword SUPERVISOR = Keyword.of("supervisor");
  static final Keyword TEMPLATE = Keyword.of("template");
  static final Keyword TYPE = Keyword.of("type");
  static final Keyword USE = Keyword.of("use");
  static final Keyword WRAP = Keyword.of("wrap");
  static final Keyword WITH = Keyword.of("with");
  static final Keyword WITHIN_MS = Keyword.of("within-ms");

  static final Keyword ALL_SIGNIFICANT = Keyword.of("all-significant");
  static final Keyword ANY_SIGNIFICANT = Keyword.of("any-significant");
  static final Keyword ALL = Keyword.of("all");
  static final Keyword AVAILABLE = Keyword.of("available");
  static final Keyword HERE = Keyword.of("here");
  static final Keyword INFINITY = Keyword.of("infinity");
  static final Keyword MAJORITY = Keyword.of("majority");
  static final Keyword NEVER = Keyword.of("never");
  static final Keyword ONE = Keyword.of("one");
  static final Keyword ONE_FOR_ALL = Keyword.of("one-for-all");
  static final Keyword ONE_FOR_ONE = Keyword.of("one-for-one");
  static final Keyword PERMANENT = Keyword.of("permanent");
  static final Keyword REST_FOR_ONE = Keyword.of("rest-for-one");
  static final Keyword SPREAD = Keyword.of("spread");
  static final Keyword TEMPORARY = Keyword.of("temporary");
  static final Keyword TRANSIENT = Keyword.of("transient");

  static final Set<Keyword> OF_SUPERVISOR =
      Set.of(
          SUPERVISOR,
          FUNCTIONS,
          PARAMS,
          CHILDREN,
          FORWARD,
          PLACE,
          RESTART,
          SHUTDOWN_MS,
          SIGNIFICANT,
          INTENSITY,
          AUTO_SHUTDOWN,
          BACKOFF,
          ON_PARTITION,
          SAYS,
          STRATEGY);

  /** Of a supervisor that is embedded from another file. */
  static final Set<Keyword> OF_EMBEDDING =
      Set.of(SUPERVISOR, PARAMS, USE, WITH, PLACE, RESTART, SHUTDOWN_MS, SIGNIFICANT);

  static final Set<Keyword> OF_TEMPLATE =
      Set.of(TEMPLATE, USE, WITH, PLACE, RESTART, SHUTDOWN_MS, SIGNIFICANT);

  static final Set<Keyword> OF_ACTOR =
      Set.of(
          ACTOR,
          STATE,
          ON,
          SAYS,
          REPLICAS,
          LATTICE,
          DURABLE,
          MIGRATE,
          ROUTE,
          PLACE,
          RESTART,
          SHUTDOWN_MS,
          SIGNIFICANT,
          MAILBOX,
          PARK_MS,
          AT_LEAST_ONCE,
          DATAGRAM);

  static final Set<Keyword> OF_DEVICE =
      Set.of(DEVICE, TYPE, ON, SAYS, PLACE, RESTART, SHUTDOWN_MS, SIGNIFICANT, PARK_MS);

  static final Set<Keyword> OF_LATTICE = Set.of(DIMS, WRAP);

  private Keys() {}
}
