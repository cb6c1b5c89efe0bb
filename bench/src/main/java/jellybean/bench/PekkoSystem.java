package jellybean.bench;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;

/** The same with Pekko: actors that pass a small map on, on a dispatcher of some kind. */
final class PekkoSystem implements AutoCloseable {
  /** Two threads that share all actors, as its default is on two cores. */
  static final String FORK_JOIN = "pekko.actor.default-dispatcher";

  /** One thread for all of them. */
  static final String ONE_THREAD = "one-thread";

  private static final String CONFIG =
      """
      pekko.loglevel = OFF
      pekko.stdout-loglevel = OFF
      pekko.actor.default-dispatcher.throughput = 32
      one-thread {
        type = Dispatcher
        executor = "thread-pool-executor"
        thread-pool-executor.fixed-pool-size = 1
        throughput = 32
      }
      """;

  final ActorSystem system =
      ActorSystem.create(
          "bench", ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));

  /** Who is to be told the next one, and then that nothing is left. */
  record Next(ActorRef ref, CountDownLatch done) {}

  /** An actor that does something until there is nothing left. */
  private abstract static class CountingActor extends AbstractActor {
    ActorRef next = ActorRef.noSender();
    private CountDownLatch done = new CountDownLatch(0);

    @Override
    public final Receive createReceive() {
      return receiveBuilder()
          .match(
              Next.class,
              n -> {
                next = n.ref();
                done = n.done();
              })
          .match(Map.class, this::count)
          .build();
    }

    private void count(Map<?, ?> message) {
      long left = message.get("count") instanceof Long n ? n - 1 : -1;
      if (left < 0) {
        done.countDown();
      } else {
        send(left);
      }
    }

    abstract void send(long left);
  }

  static final class PassingActor extends CountingActor {
    @Override
    void send(long left) {
      next.tell(Map.of("count", left), getSelf());
    }
  }

  /** Sends to one receiver and to itself. */
  static final class SendingActor extends CountingActor {
    @Override
    void send(long left) {
      next.tell(Map.of("count", 0L), getSelf());
      getSelf().tell(Map.of("count", left), getSelf());
    }
  }

  ActorRef sender(String dispatcher) {
    return system.actorOf(Props.create(SendingActor.class).withDispatcher(dispatcher));
  }

  ActorRef actor(String dispatcher) {
    return system.actorOf(Props.create(PassingActor.class).withDispatcher(dispatcher));
  }

  static void send(ActorRef to, long count) {
    to.tell(Map.of("count", count), ActorRef.noSender());
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
