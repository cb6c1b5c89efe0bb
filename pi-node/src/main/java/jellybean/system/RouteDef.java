package jellybean.system;

import jellybean.lang.Fn;

/** How one of several replicas is chosen for a name. */
public sealed interface RouteDef {
  /** The shorter of two randomly chosen queues (Mitzenmacher 2001); the default. */
  record One() implements RouteDef {}

  /** The replica that ranks first for the key, which {@code key} computes from the data. */
  record ByKey(Fn key) implements RouteDef {}

  /** Every replica. */
  record All() implements RouteDef {}
}
