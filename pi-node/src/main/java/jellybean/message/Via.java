package jellybean.message;

import java.util.Optional;
import jellybean.edn.Value;

/**
 * What the bus found out about a message on its way.
 *
 * @param key the key by which a keyed route chose the receiver; that key's state is used
 * @param instance the instance of a template from which it was heard, or to which it was sent
 * @param trace the mark of a message that somebody follows
 */
public record Via(Optional<Value> key, Optional<Value> instance, Optional<Trace> trace) {
  public static final Via NONE = new Via(Optional.empty(), Optional.empty(), Optional.empty());

  private static final int TRACE_BYTES = 128;

  /** Of a message that nobody follows. */
  public Via(Optional<Value> key, Optional<Value> instance) {
    this(key, instance, Optional.empty());
  }

  public Via withKey(Value chosen) {
    return new Via(Optional.of(chosen), instance, trace);
  }

  public static Via instance(Optional<Value> instance) {
    return instance.isEmpty() ? NONE : new Via(Optional.empty(), instance, Optional.empty());
  }

  public Via traced(Trace mark) {
    return new Via(key, instance, Optional.of(mark));
  }

  /** Only the mark, if there is one. */
  public Via traceOnly() {
    return trace.isEmpty() ? NONE : NONE.traced(trace.get());
  }

  /** Estimated bytes of heap. */
  public int weightBytes() {
    return this == NONE
        ? 0
        : key.map(Value::weightBytes).orElse(0)
            + instance.map(Value::weightBytes).orElse(0)
            + (trace.isPresent() ? TRACE_BYTES : 0);
  }
}
