package jellybean.message;

import java.util.Optional;
import jellybean.edn.Value;

/**
 * What the bus found out about a message on its way.
 *
 * @param key the key by which a keyed route chose the receiver; that key's state is used
 * @param instance the instance of a template from which it was heard, or to which it was sent
 */
public record Via(Optional<Value> key, Optional<Value> instance) {
  public static final Via NONE = new Via(Optional.empty(), Optional.empty());

  public Via withKey(Value chosen) {
    return new Via(Optional.of(chosen), instance);
  }

  public static Via instance(Optional<Value> instance) {
    return instance.isEmpty() ? NONE : new Via(Optional.empty(), instance);
  }

  /** Estimated bytes of heap. */
  public int weightBytes() {
    return key.map(Value::weightBytes).orElse(0) + instance.map(Value::weightBytes).orElse(0);
  }
}
