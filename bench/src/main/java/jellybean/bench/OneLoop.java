package jellybean.bench;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Actors;
import jellybean.actor.Behaviour;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;

/** A node of one loop, which the benchmark's own thread turns; with its limits as on a board. */
final class OneLoop {
  static final Keyword COUNT = Keyword.of("count");
  static final Keyword GO = Keyword.of("go");

  static final NodeId SELF = new NodeId("bench");

  private final Actors actors;
  private long sent;

  OneLoop(int actorCount) {
    AtomicLong seeds = new AtomicLong();
    actors =
        new Actors(
            SELF,
            1,
            Machine.CLOCK,
            (_, _) -> () -> {},
            seeds::incrementAndGet,
            (_, _) -> {},
            _ -> Optional.empty(),
            1,
            ActorLimits.DEFAULT.withActors(actorCount));
  }

  void start(ActorSpec spec) {
    actors.start(spec);
  }

  void start(String address, Behaviour<?> behaviour) {
    start(ActorSpec.of(new Address(address), "actor", behaviour).withMailbox(Integer.MAX_VALUE));
  }

  static EdnMap message(long count) {
    return EdnMap.of(COUNT, Int.of(count));
  }

  static long count(Value data) {
    return ((Int) ((EdnMap) data).get(COUNT)).value();
  }

  void send(String to, long count) {
    send(new Address(to), GO, message(count));
  }

  void send(Address to, Keyword name, Value data) {
    MessageId id = new MessageId(SELF, 1, -(++sent));
    Address from = new Address("/bench");
    actors.deliver(Envelope.message(from, to, id, name, data, Machine.CLOCK.wallMs(), sent));
  }

  /** Messages that its actors handled. */
  long handled() {
    return ((Int) actors.counters().get(Keyword.of("handled"))).value();
  }

  /** Until nothing is left to do. */
  void run() {
    while (actors.loop(0).turn()) {
      // The turn is all there is to do.
    }
  }
}
