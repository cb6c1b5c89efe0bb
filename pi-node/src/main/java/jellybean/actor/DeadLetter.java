package jellybean.actor;

import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;

/**
 * A message that nobody handled.
 *
 * @param to empty if no receiver was found
 * @param detail what is known beyond the reason
 */
record DeadLetter(
    Keyword reason,
    long timeMs,
    Address from,
    Optional<Address> to,
    Keyword name,
    Value data,
    Value detail) {
  private static final int OVERHEAD_BYTES = 64;

  static DeadLetter of(Envelope envelope, Keyword reason, Value detail, long timeMs) {
    return new DeadLetter(
        reason,
        timeMs,
        envelope.from(),
        Optional.of(envelope.to()),
        envelope.name(),
        envelope.data(),
        detail);
  }

  long weightBytes() {
    return (long) OVERHEAD_BYTES + data.weightBytes() + detail.weightBytes();
  }
}
