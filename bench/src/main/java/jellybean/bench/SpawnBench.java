package jellybean.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jellybean.message.Address;
import org.apache.pekko.actor.ActorRef;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Starting 100 000 actors, each of which then handles one message, so that it was really made. A
 * score is the time of one actor; the systems around them are made and ended outside of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class SpawnBench {
  private static final int ACTORS = 100_000;

  /** So many messages may wait to be sorted into mailboxes. */
  private static final int AT_A_TIME = 4_096;

  private static final Address NEXT = new Address("/bench");

  /** A system for each round. */
  @State(Scope.Thread)
  public static class Pekko {
    private PekkoSystem system = new PekkoSystem();
    private boolean isUsed;

    @Setup(Level.Invocation)
    public void begin() {
      if (isUsed) {
        system.close();
        system = new PekkoSystem();
      }
      isUsed = true;
    }

    @TearDown
    public void end() {
      system.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(ACTORS)
  public long spawnJellybean() {
    OneLoop loop = new OneLoop(ACTORS);
    for (int i = 0; i < ACTORS; i++) {
      String address = "/spawn/" + i;
      loop.start(address, new Passing(NEXT));
      loop.send(address, 0);
      if (i % AT_A_TIME == 0) {
        loop.run();
      }
    }
    loop.run();
    return loop.handled();
  }

  @Benchmark
  @OperationsPerInvocation(ACTORS)
  public BareLoop spawnBare() {
    BareLoop bare = new BareLoop();
    for (int i = 0; i < ACTORS; i++) {
      String address = "/spawn/" + i;
      bare.start(address, NEXT);
      bare.send(address, 0);
    }
    bare.run();
    return bare;
  }

  @Benchmark
  @OperationsPerInvocation(ACTORS)
  public void spawnPekkoDefault(Pekko pekko) throws InterruptedException {
    spawn(pekko.system, PekkoSystem.FORK_JOIN);
  }

  @Benchmark
  @OperationsPerInvocation(ACTORS)
  public void spawnPekkoOneThread(Pekko pekko) throws InterruptedException {
    spawn(pekko.system, PekkoSystem.ONE_THREAD);
  }

  private static void spawn(PekkoSystem system, String dispatcher) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(ACTORS);
    for (int i = 0; i < ACTORS; i++) {
      ActorRef actor = system.actor(dispatcher);
      actor.tell(new PekkoSystem.Next(actor, done), ActorRef.noSender());
      PekkoSystem.send(actor, 0);
    }
    done.await();
  }
}
