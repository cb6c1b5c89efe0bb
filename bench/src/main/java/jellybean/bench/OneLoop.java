package jellybean.bench;

import java.util.concurrent.atomic.AtomicLong;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Actors;
import jellybean.actor.Behaviour;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Clock;

/** A node of one loop, which the benchmark's own thread turns; with its limits as on a board. */
final class OneLoop {
  static final Keyword COUNT = Keyword.of("count");
  static final Keyword GO = Keyword.of("go");

  private static final NodeId SELF = new NodeId("bench");
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long monotonicMs() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public long wallMs() {
          return System.currentTimeMillis();
        }
      };

  private final Actors actors;
  private long sent;

  OneLoop(int actorCount) {
    AtomicLong seeds = new AtomicLong();
    actors =
        new Actors(
            SELF,
            1,
            CLOCK,
            (_, _) -> () -> {},
            seeds::incrementAndGet,
            (_, _) -> {},
            _ -> false,
            1,
            ActorLimits.DEFAULT.withActors(actorCount));
  }

  void start(String address, Behaviour<?> behaviour) {
    actors.start(
        ActorSpec.of(new Address(address), "actor", behaviour).withMailbox(Integer.MAX_VALUE));
  }

  static EdnMap message(long count) {
    return EdnMap.of(COUNT, Int.of(count));
  }

  static long count(jellybean.edn.Value data) {
    return ((Int) ((EdnMap) data).get(COUNT)).value();
  }

  void send(String to, long count) {
    MessageId id = new MessageId(SELF, 1, -(++sent));
    Address from = new Address("/bench");
    actors.deliver(
        Envelope.message(from, new Address(to), id, GO, message(count), CLOCK.wallMs(), sent));
  }

  /** Until nothing is left to do. */
  void run() {
    while (actors.loop(0).turn()) {
      // The turn is all there is to do.
    }
  }
}
