package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Actors;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Clock;
import jellybean.sim.Script;
import org.junit.jupiter.api.Test;

/** Devices that throw, block or never stop talking harm nobody but themselves. */
class BadDevicesTest {
  private static final Keyword GO = Keyword.of("go");
  private static final Keyword DONE = Keyword.of("done");

  private final DevicesUnderTest devices = new DevicesUnderTest();

  /** Beside the device an actor counts, and the test sees whether it goes on. */
  private void startWith(Script device) {
    devices.node.start("/s/d", device);
    devices.node.start(
        "/s/counter",
        Script.from(Int.of(0)).on("count", (n, _) -> Step.of(Int.of(((Int) n).value() + 1))));
    devices.simulation.settle();
  }

  private void assertTheOthersGoOn() {
    for (int i = 0; i < 10; i++) {
      devices.node.send("/s/x", "/s/counter", "count", Nil.NIL);
    }
    devices.simulation.runFor(100);
    assertEquals("10", devices.node.state("/s/counter").toString());
  }

  private static Value fail() {
    throw new IllegalStateException("the wire is cut");
  }

  @Test
  void oneThatThrowsInAStepCrashesWithWhatItSaid() {
    startWith(
        Script.recorder()
            .on(
                "go",
                (state, _) -> {
                  throw new IllegalStateException("the wire is cut");
                }));
    devices.send("go", Nil.NIL);
    assertTheOthersGoOn();
    assertTrue(devices.node.deadLetters().toString().contains("the wire is cut"));
  }

  @Test
  void oneWhoseWorkThrowsIsToldSo() {
    startWith(Script.recorder(new Effect.Work(BadDevicesTest::fail, DONE)));
    assertTheOthersGoOn();
    assertTrue(devices.node.state("/s/d").toString().contains("the wire is cut"));
  }

  @Test
  void oneWhoseSourceCannotBeOpenedIsToldSo() {
    startWith(
        Script.recorder(
            new Effect.Connect(
                _ -> {
                  throw new DeviceException("the wire is cut");
                },
                DONE)));
    assertTheOthersGoOn();
    assertTrue(devices.node.state("/s/d").toString().contains("the wire is cut"));
  }

  @Test
  void aSourceThatNeverStopsTalkingIsHeardWithinItsBound() {
    List<Boolean> taken = new ArrayList<>();
    startWith(
        Script.recorder(
            new Effect.Connect(
                inlet -> {
                  for (int i = 0; i < 1_000; i++) {
                    taken.add(inlet.offer(Int.of(i)));
                  }
                  return () -> {};
                },
                DONE)));
    assertTheOthersGoOn();
    assertEquals(Effect.Inlet.MAX_WAITING, taken.stream().filter(t -> t).count());
    assertEquals(Effect.Inlet.MAX_WAITING, devices.node.view("/s/d").orElseThrow().handled());
  }

  @Test
  void aSourceIsClosedWhenItsDeviceCrashesAndWhatItOffersThenIsNotTaken() {
    List<Effect.Inlet> inlets = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    startWith(
        Script.recorder(
                new Effect.Connect(
                    inlet -> {
                      inlets.add(inlet);
                      return () -> closed.add("closed");
                    },
                    DONE))
            .on(
                "go",
                (state, _) -> {
                  throw new IllegalStateException("the wire is cut");
                }));
    assertTrue(inlets.getFirst().offer(Nil.NIL));
    devices.send("go", Nil.NIL);
    devices.simulation.settle();
    assertEquals(List.of("closed"), closed);
    assertEquals(false, inlets.getFirst().offer(Nil.NIL));
    assertTheOthersGoOn();
  }

  @Test
  void oneThatBlocksForEverKeepsAWorkerAndNothingElse() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch counted = new CountDownLatch(10);
    Clock clock =
        new Clock() {
          @Override
          public long monotonicMs() {
            return 0;
          }

          @Override
          public long wallMs() {
            return 0;
          }
        };
    NodeId self = new NodeId("a");
    Actors actors =
        new Actors(
            self,
            1,
            clock,
            (_, _) -> () -> {},
            () -> 1,
            (_, _) -> {},
            job -> {
              Thread thread = Thread.ofPlatform().daemon().start(job);
              return Optional.of(_ -> thread.interrupt());
            },
            1,
            ActorLimits.DEFAULT);
    actors.start(
        ActorSpec.of(
            new Address("/s/d"),
            "device",
            Script.recorder(new Effect.Work(() -> await(never), DONE))));
    actors.start(
        ActorSpec.of(
            new Address("/s/counter"),
            "actor",
            Script.from(Nil.NIL)
                .on(
                    "go",
                    (state, _) -> {
                      counted.countDown();
                      return Step.of(state);
                    })));
    for (int i = 0; i < 10; i++) {
      MessageId id = new MessageId(self, 1, i);
      Address to = new Address("/s/counter");
      actors.deliver(Envelope.message(new Address("/x"), to, id, GO, EdnMap.EMPTY, 0, 0));
    }
    Thread loop =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (counted.getCount() > 0) {
                    actors.loop(0).turn();
                  }
                });
    assertTrue(counted.await(20, TimeUnit.SECONDS));
    loop.join();
    never.countDown();
  }

  private static Value await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Nil.NIL;
  }

  @Test
  void theDriverOfThePageRolls() {
    devices.start(new DiceDriver(), EdnMap.of(Keyword.of("sides"), Int.of(3)), "rolled");
    for (int i = 0; i < 100; i++) {
      devices.send("roll", Nil.NIL);
    }
    devices.simulation.settle();
    List<String> rolled = devices.said().stream().map(Value::toString).distinct().sorted().toList();
    assertEquals(List.of("[:rolled 1]", "[:rolled 2]", "[:rolled 3]"), rolled);
    assertEquals("100", devices.node.shown("/s/d"));
  }
}
