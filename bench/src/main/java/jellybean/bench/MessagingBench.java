package jellybean.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jellybean.message.Address;
import org.apache.pekko.actor.ActorRef;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Messages between native behaviours on one loop, with full envelopes, history and a small map, and
 * between Pekko's actors with a small map, on its default dispatcher and on one thread. A score is
 * the time of one message. Beside them {@link BareLoop}, which does next to nothing for a message.
 * The peer in Erlang is {@code bench/messaging.erl}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessagingBench {
  private static final int MESSAGES = 100_000;
  private static final int RING = 1_000;
  private static final int SENDERS = 100;

  private final OneLoop loop = new OneLoop(2 * RING + 2 * SENDERS);
  private final BareLoop bare = new BareLoop();
  private final EdnPair edn = new EdnPair();
  private final PekkoSystem pekko = new PekkoSystem();

  @Setup
  public void actors() {
    loop.start("/ping", new Passing(new Address("/pong")));
    loop.start("/pong", new Passing(new Address("/ping")));
    bare.start("/ping", new Address("/pong"));
    bare.start("/pong", new Address("/ping"));
    for (int i = 0; i < RING; i++) {
      Address next = new Address("/ring/" + (i + 1) % RING);
      loop.start("/ring/" + i, new Passing(next));
      bare.start("/ring/" + i, next);
    }
    Address one = new Address("/many/one");
    loop.start(one.path(), new Passing(one));
    bare.start(one.path(), one);
    for (int i = 0; i < SENDERS; i++) {
      String self = "/many/" + i;
      loop.start(self, new ManyToOne(new Address(self), one));
      bare.startSender(self, one);
    }
    loop.run();
  }

  @TearDown
  public void end() {
    pekko.close();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pingPongJellybean() {
    loop.send("/ping", MESSAGES);
    loop.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pingPongBare() {
    bare.send("/ping", MESSAGES);
    bare.run();
  }

  /** Said on a bus, by functions in EDN. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pingPongJellybeanEdn() {
    edn.pass(MESSAGES);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pingPongPekkoDefault() throws InterruptedException {
    pekkoRing(2, PekkoSystem.FORK_JOIN, 1);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pingPongPekkoOneThread() throws InterruptedException {
    pekkoRing(2, PekkoSystem.ONE_THREAD, 1);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void ringJellybean() {
    loop.send("/ring/0", MESSAGES);
    loop.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void ringBare() {
    bare.send("/ring/0", MESSAGES);
    bare.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void ringPekkoDefault() throws InterruptedException {
    pekkoRing(RING, PekkoSystem.FORK_JOIN, 1);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void ringPekkoOneThread() throws InterruptedException {
    pekkoRing(RING, PekkoSystem.ONE_THREAD, 1);
  }

  /** Many messages are under way at once, all round the same ring. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void crowdJellybean() {
    for (int i = 0; i < SENDERS; i++) {
      loop.send("/ring/" + i, MESSAGES / SENDERS);
    }
    loop.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void crowdBare() {
    for (int i = 0; i < SENDERS; i++) {
      bare.send("/ring/" + i, MESSAGES / SENDERS);
    }
    bare.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void crowdPekkoDefault() throws InterruptedException {
    pekkoRing(RING, PekkoSystem.FORK_JOIN, SENDERS);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void crowdPekkoOneThread() throws InterruptedException {
    pekkoRing(RING, PekkoSystem.ONE_THREAD, SENDERS);
  }

  /** Half of the messages go to one receiver, half from each sender to itself. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void manyToOneJellybean() {
    for (int i = 0; i < SENDERS; i++) {
      loop.send("/many/" + i, MESSAGES / SENDERS / 2);
    }
    loop.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void manyToOneBare() {
    for (int i = 0; i < SENDERS; i++) {
      bare.send("/many/" + i, MESSAGES / SENDERS / 2);
    }
    bare.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void manyToOnePekkoDefault() throws InterruptedException {
    pekkoManyToOne(PekkoSystem.FORK_JOIN);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void manyToOnePekkoOneThread() throws InterruptedException {
    pekkoManyToOne(PekkoSystem.ONE_THREAD);
  }

  private void pekkoManyToOne(String dispatcher) throws InterruptedException {
    List<ActorRef> all = crowds.computeIfAbsent(dispatcher, this::newCrowd);
    int perSender = MESSAGES / SENDERS / 2;
    CountDownLatch received = new CountDownLatch(SENDERS * perSender);
    CountDownLatch sent = new CountDownLatch(SENDERS);
    all.getFirst().tell(new PekkoSystem.Next(all.getFirst(), received), ActorRef.noSender());
    for (ActorRef sender : all.subList(1, all.size())) {
      sender.tell(new PekkoSystem.Next(all.getFirst(), sent), ActorRef.noSender());
      PekkoSystem.send(sender, perSender);
    }
    sent.await();
    received.await();
  }

  private final Map<String, List<ActorRef>> crowds = new HashMap<>();

  /** The receiver, then the senders. */
  private List<ActorRef> newCrowd(String dispatcher) {
    List<ActorRef> actors = new ArrayList<>();
    actors.add(pekko.actor(dispatcher));
    for (int i = 0; i < SENDERS; i++) {
      actors.add(pekko.sender(dispatcher));
    }
    return actors;
  }

  private final List<Ring> rings = new ArrayList<>();

  private record Ring(String dispatcher, List<ActorRef> actors) {}

  private void pekkoRing(int size, String dispatcher, int senders) throws InterruptedException {
    Ring ring =
        rings.stream()
            .filter(r -> r.dispatcher().equals(dispatcher) && r.actors().size() == size)
            .findFirst()
            .orElseGet(() -> newRing(size, dispatcher));
    CountDownLatch done = new CountDownLatch(senders);
    for (int i = 0; i < size; i++) {
      ActorRef next = ring.actors().get((i + 1) % size);
      ring.actors().get(i).tell(new PekkoSystem.Next(next, done), ActorRef.noSender());
    }
    for (int i = 0; i < senders; i++) {
      PekkoSystem.send(ring.actors().get(i % size), MESSAGES / senders);
    }
    done.await();
  }

  private Ring newRing(int size, String dispatcher) {
    List<ActorRef> actors = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      actors.add(pekko.actor(dispatcher));
    }
    Ring ring = new Ring(dispatcher, actors);
    rings.add(ring);
    return ring;
  }
}
