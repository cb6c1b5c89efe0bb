package jellybean.actor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.message.Address;
import jellybean.message.Envelope;

/**
 * How much a node keeps for actors of other nodes until they have accepted it, all together and for
 * each of them, so that one who is away takes no room from the others. Any thread.
 */
final class Postage {
  /** For one receiver. */
  static final int MAX_MESSAGES = 1_024;

  /** For one receiver; a message that is larger is taken if nothing else waits. */
  static final long MAX_BYTES = 256 * 1_024;

  /** For all together. */
  static final long POOL_BYTES = 2L << 20;

  static final String TOO_MUCH = "as much waits to be accepted there as may";

  private record Load(int messages, long bytes) {
    static final Load NONE = new Load(0, 0);

    Load plus(Load more) {
      return new Load(messages + more.messages, bytes + more.bytes);
    }

    boolean hasRoomFor(long more) {
      return messages == 0 || (messages < MAX_MESSAGES && bytes + more <= MAX_BYTES);
    }
  }

  private final Map<Address, Load> loads = new ConcurrentHashMap<>();
  private final AtomicLong poolBytes = new AtomicLong();

  /** Whether something waits for a receiver. */
  boolean waits(Address to) {
    return loads.containsKey(to);
  }

  /** Whether so much waits for a receiver that who sends to it should wait. */
  boolean isHigh(Address to) {
    Load load = loads.getOrDefault(to, Load.NONE);
    return load.messages() >= MAX_MESSAGES / 2 || load.bytes() >= MAX_BYTES / 2;
  }

  /** Whether there is room for all again. */
  boolean isLow(Address to) {
    Load load = loads.getOrDefault(to, Load.NONE);
    return load.messages() <= MAX_MESSAGES / 8 && load.bytes() <= MAX_BYTES / 8;
  }

  /** Messages that are not confirmed. */
  long messages() {
    return loads.values().stream().mapToLong(Load::messages).sum();
  }

  /** False if there is no room for it. */
  boolean take(Envelope message) {
    int bytes = message.weightBytes();
    if (poolBytes.addAndGet(bytes) > POOL_BYTES || !takeFor(message.to(), bytes)) {
      poolBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  private boolean takeFor(Address to, int bytes) {
    Load before = loads.getOrDefault(to, Load.NONE);
    if (!before.hasRoomFor(bytes)) {
      return false;
    }
    // Each loop may find room at the same time, so there may be one message more for each of them.
    loads.merge(to, new Load(1, bytes), Load::plus);
    return true;
  }

  /** For what was taken in an earlier life of the node. */
  void takeAnyway(Envelope message) {
    int bytes = message.weightBytes();
    poolBytes.addAndGet(bytes);
    loads.merge(message.to(), new Load(1, bytes), Load::plus);
  }

  boolean isEmpty() {
    return loads.isEmpty();
  }

  void give(Envelope message) {
    int bytes = message.weightBytes();
    poolBytes.addAndGet(-bytes);
    loads.computeIfPresent(
        message.to(),
        (_, load) -> {
          Load left = load.plus(new Load(-1, -bytes));
          return left.messages() == 0 ? null : left;
        });
  }
}
