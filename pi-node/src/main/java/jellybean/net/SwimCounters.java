package jellybean.net;

import java.util.concurrent.atomic.LongAdder;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.port.Clock;

/** What membership costs, and what it refused. Any thread. */
final class SwimCounters {
  private final Clock clock;
  private final RateMeter packetsOut = new RateMeter();
  private final RateMeter packetsIn = new RateMeter();
  private final RateMeter bytesOut = new RateMeter();
  private final RateMeter bytesIn = new RateMeter();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder unsendable = new LongAdder();
  private final LongAdder overflow = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder idleRumours = new LongAdder();
  private final LongAdder introductions = new LongAdder();

  SwimCounters(Clock clock) {
    this.clock = clock;
  }

  void sent(int bytes) {
    packetsOut.add(clock.monotonicMs(), 1);
    bytesOut.add(clock.monotonicMs(), bytes);
  }

  void received(int bytes) {
    packetsIn.add(clock.monotonicMs(), 1);
    bytesIn.add(clock.monotonicMs(), bytes);
  }

  void malformed() {
    malformed.increment();
  }

  void unsendable() {
    unsendable.increment();
  }

  void overflow() {
    overflow.increment();
  }

  void refusedMember() {
    refused.increment();
  }

  void idleRumour() {
    idleRumours.increment();
  }

  void introduced() {
    introductions.increment();
  }

  EdnMap toValue() {
    long nowMs = clock.monotonicMs();
    return EdnMap.EMPTY
        .with(Keyword.of("out"), traffic(packetsOut, bytesOut, nowMs))
        .with(Keyword.of("in"), traffic(packetsIn, bytesIn, nowMs))
        .with(Keyword.of("malformed"), Int.of(malformed.sum()))
        .with(Keyword.of("unsendable"), Int.of(unsendable.sum()))
        .with(Keyword.of("overflow"), Int.of(overflow.sum()))
        .with(Keyword.of("refused-members"), Int.of(refused.sum()))
        .with(Keyword.of("idle-rumours"), Int.of(idleRumours.sum()))
        .with(Keyword.of("introductions"), Int.of(introductions.sum()));
  }

  private static EdnMap traffic(RateMeter packets, RateMeter bytes, long nowMs) {
    return EdnMap.of(
        Keyword.of("packets"),
        Int.of(packets.total()),
        Keyword.of("bytes"),
        Int.of(bytes.total()),
        Keyword.of("packets-per-s"),
        new Real(packets.perSecond(nowMs)),
        Keyword.of("bytes-per-s"),
        new Real(bytes.perSecond(nowMs)));
  }
}
