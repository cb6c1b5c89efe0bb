package jellybean.system;

import jellybean.cluster.majority.Elector;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Value;

/** An elector, and the life of its node that said so: in another life it may be another one. */
record Voter(long life, Elector elector) {
  private static final int PARTS = 2;

  /** {@code [life elector]}. */
  Value toValue() {
    return EdnVector.of(Int.of(life), elector.toValue());
  }

  static Voter fromValue(Value value) {
    if (value instanceof EdnVector pair
        && pair.size() == PARTS
        && pair.get(0) instanceof Int life) {
      return new Voter(life.value(), Elector.fromValue(pair.get(1)));
    }
    throw new ProtocolException("bad voter: expected [life elector], found " + Fields.brief(value));
  }
}
