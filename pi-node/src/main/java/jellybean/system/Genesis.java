package jellybean.system;

import jellybean.cluster.majority.Configuration;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;

/**
 * Where a system begins that runs only in the majority: it is in the deployment, the same on all
 * nodes, and stays the same with all versions of the document until the system is taken away.
 *
 * @param first the version of the document with which the system was deployed from nothing
 * @param configuration who decides about its first home
 */
record Genesis(Stamp first, Configuration configuration) {
  private static final int PARTS = 2;

  /** The name under which electors vote: of several deployments from nothing it means one. */
  String key(String system) {
    return system + " " + first.counter() + " " + first.node().value();
  }

  /** {@code [[1 "kiwi"] {:epoch [0 "fig"] …}]}. */
  Value toValue() {
    return EdnVector.of(first.toValue(), configuration.toValue());
  }

  static Genesis fromValue(Value value) {
    if (value instanceof EdnVector pair && pair.size() == PARTS) {
      return new Genesis(Stamp.fromValue(pair.get(0)), Configuration.fromValue(pair.get(1)));
    }
    throw new ProtocolException(
        "bad genesis: expected [version configuration], found " + Fields.brief(value));
  }
}
