package jellybean.net;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.message.NodeId;
import jellybean.port.Randomness;
import jellybean.wire.Boot;

/**
 * What every part of one transport shares.
 *
 * @param admission whom to let in
 * @param address where others reach this node
 * @param numbers gives streams and dials their numbers, which grow in this life
 */
record Here(
    NodeId self,
    String fleet,
    Admission admission,
    long incarnation,
    Boot boot,
    InetSocketAddress address,
    Timings timings,
    SaneClock clock,
    Randomness randomness,
    Counters counters,
    Noise noise,
    SafeListener listener,
    AtomicLong numbers) {

  long nextNumber() {
    return numbers.incrementAndGet();
  }
}
