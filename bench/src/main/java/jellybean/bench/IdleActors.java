package jellybean.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import org.apache.pekko.actor.ActorRef;

/**
 * What 100 000 actors that do nothing cost, here and in Pekko: time to start one, the best of some
 * rounds, and bytes of heap that each keeps, after several collections. Prints one EDN map.
 */
final class IdleActors {
  private static final int ACTORS = 100_000;
  private static final int ROUNDS = 5;
  private static final int COLLECTIONS = 5;

  private IdleActors() {}

  public static void main(String[] args) {
    List<Double> here = new ArrayList<>();
    List<Double> pekko = new ArrayList<>();
    long hereBytes = 0;
    long pekkoBytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      OneLoop loop = new OneLoop(ACTORS);
      hereBytes =
          measured(
              here, i -> loop.start("/spawn/" + i, new Passing(new Address("/bench"))), loop::run);
      loop.send("/spawn/0", 0);
      try (PekkoSystem system = new PekkoSystem()) {
        ActorRef[] started = new ActorRef[ACTORS];
        pekkoBytes =
            measured(
                pekko,
                i -> started[i] = system.actor(PekkoSystem.ONE_THREAD),
                () -> awaitAll(started));
      }
    }
    System.out.println(
        EdnPrinter.pretty(
            EdnMap.of(
                Keyword.of("actors"),
                Int.of(ACTORS),
                Keyword.of("machine"),
                EdnVector.of(
                    new Text(System.getProperty("os.arch")),
                    Int.of(Runtime.getRuntime().availableProcessors()),
                    new Text(Runtime.version().toString())),
                Keyword.of("jellybean"),
                cost(here, hereBytes),
                Keyword.of("pekko"),
                cost(pekko, pekkoBytes)),
            100));
  }

  private static Value cost(List<Double> spawnNs, long bytes) {
    double best = spawnNs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return EdnMap.of(
        Keyword.of("spawn-ns"),
        Real.of(Math.round(best)),
        Keyword.of("bytes-idle"),
        Int.of(bytes / ACTORS));
  }

  /** The heap bytes that starting all of them left. */
  private static long measured(List<Double> spawnNs, IntConsumer start, Runnable settle) {
    long before = heapBytes();
    long beganNs = System.nanoTime();
    for (int i = 0; i < ACTORS; i++) {
      start.accept(i);
    }
    settle.run();
    spawnNs.add((System.nanoTime() - beganNs) / (double) ACTORS);
    return heapBytes() - before;
  }

  private static long heapBytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Each has handled a message, so each was really made. */
  private static void awaitAll(ActorRef[] actors) {
    CountDownLatch done = new CountDownLatch(actors.length);
    for (ActorRef actor : actors) {
      actor.tell(new PekkoSystem.Next(actor, done), ActorRef.noSender());
      PekkoSystem.send(actor, 0);
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
