package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/**
 * Three nodes whose actors crash, stop, are restarted, ended and spawned at random while they talk:
 * every message is handled once, waits, or is a dead letter; none is lost, none comes twice, and
 * those of a pair keep their order.
 */
class ChaosTest {
  private static final int ACTORS = 12;
  private static final Keyword NUMBER = Keyword.of("number");
  private static final List<String> NODES = List.of("a", "b", "c");

  /** What happened in one run. */
  private static final class Run {
    private final Simulation simulation;
    private final SplittableRandom random;
    private final List<SimNode> nodes = new ArrayList<>();
    private final Map<String, Long> lastOfPair = new HashMap<>();
    private final Map<Long, Integer> handled = new HashMap<>();
    private long sent;

    Run(Simulation simulation) {
      this.simulation = simulation;
      this.random = simulation.splitRandom();
      ActorLimits limits =
          ActorLimits.DEFAULT
              .withInboxMessages(32)
              .withMailboxPoolBytes(3_000)
              .withRetained(256, 100_000, 64 << 20);
      NODES.forEach(id -> nodes.add(simulation.node(id, 2, limits)));
      nodes.forEach(this::prepare);
      for (int i = 0; i < ACTORS; i++) {
        at(i).start(path(i), "/boss/" + i % NODES.size(), actor(i));
      }
    }

    private SimNode at(int actor) {
      return nodes.get(actor % nodes.size());
    }

    private static String path(int actor) {
      return "/s/" + actor;
    }

    private void prepare(SimNode node) {
      FixedRouter router = FixedRouter.of(node);
      for (int i = 0; i < ACTORS; i++) {
        router = router.place(path(i), at(i));
      }
      node.actors().install(router);
      // Spawning what somebody else has spawned meanwhile fails; the boss goes on.
      Address boss = new Address("/boss/" + nodes.indexOf(node));
      node.actors().start(ActorSpec.part(boss, boss()));
    }

    /** Restarts what crashed, spawns what stopped; and does some harm of its own. */
    private Script boss() {
      return Script.from(Nil.NIL)
          .on("jelly/crashed", (s, d) -> Step.of(s, new Effect.Restart(new Address(actorOf(d)))))
          .on("jelly/stopped", (s, d) -> Step.of(s, spawn(number(actorOf(d)))))
          .on(
              "swap",
              (s, d) -> {
                int i = (int) ((Int) d.data()).value();
                Effect end = new Effect.Terminate(new Address(path(i)), Keyword.of("swapped"));
                return Step.of(s, end, spawn(i));
              })
          .on(
              "kick",
              (s, d) -> Step.of(s, new Effect.Restart(new Address(path((int) value(d.data()))))));
    }

    private Effect spawn(int i) {
      return new Effect.Spawn(
          ActorSpec.of(new Address(path(i)), "actor", actor(i))
              .supervisedBy(new Address("/boss/" + i % NODES.size())));
    }

    private static String actorOf(Delivery d) {
      return ((Text) ((EdnMap) d.data()).get(Keyword.of("actor"))).value();
    }

    private static int number(String path) {
      return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    private static long value(Value value) {
      return ((Int) value).value();
    }

    private Script actor(int self) {
      return Script.from(Int.of(0))
          .on("number", (s, d) -> received(s, d))
          .on("go", (s, d) -> Step.of(s, sends(value(d.data()))))
          .on("quit", (s, _) -> Step.of(s, new Effect.Stop(Keyword.of("normal"))))
          .on(
              "fail",
              (_, _) -> {
                throw new StepException("actor " + self + " as told");
              });
    }

    private Effect[] sends(long count) {
      Effect[] effects = new Effect[(int) count];
      for (int i = 0; i < count; i++) {
        Address to = new Address(path(random.nextInt(ACTORS)));
        effects[i] = Effect.send(to, NUMBER, Int.of(++sent));
      }
      return effects;
    }

    private Step<Value> received(Value state, Delivery d) {
      long number = value(d.data());
      handled.merge(number, 1, Integer::sum);
      Long last = lastOfPair.put(d.info().from() + " " + d.info().self(), number);
      assertTrue(last == null || last < number, () -> number + " after " + last);
      return Step.of(Int.of(value(state) + 1));
    }

    void run() {
      List<String> orders = List.of("go", "go", "go", "go", "quit", "fail", "swap", "kick");
      for (int i = 0; i < 400; i++) {
        int actor = random.nextInt(ACTORS);
        String order = orders.get(random.nextInt(orders.size()));
        boolean isForBoss = order.equals("swap") || order.equals("kick");
        String to = isForBoss ? "/boss/" + actor % NODES.size() : path(actor);
        Int data = Int.of(isForBoss ? actor : random.nextInt(40));
        at(actor).send("/x", to, order, data);
        if (random.nextInt(8) == 0) {
          simulation.runFor(random.nextInt(200));
        }
      }
      simulation.settle();
    }

    void check() {
      assertTrue(handled.values().stream().allMatch(times -> times == 1), "something came twice");
      long waiting = 0;
      long dead = 0;
      for (SimNode node : nodes) {
        waiting += node.inspect(Run::numbersWaiting).stream().mapToLong(Run::value).sum();
        dead += deadNumbers(node);
      }
      assertEquals(0, waiting, "someone stands still");
      assertEquals(sent, handled.size() + dead);
      assertTrue(handled.size() > sent / 2, "too little went well: " + handled.size());
    }

    private static Value numbersWaiting(LoopView loop) {
      return Int.of(loop.actors().stream().mapToLong(ActorView::queued).sum());
    }

    /** Numbers that died; orders may have died, too. */
    private static long deadNumbers(SimNode node) {
      return node.deadLetters().stream()
          .filter(letter -> letter.get(Keyword.of("name")).equals(NUMBER))
          .count();
    }
  }

  @Test
  void noMessageIsLostOrComesTwiceWhateverHappensToActors() {
    Simulation.underSeeds(
        30,
        Conditions.WILD,
        simulation -> {
          Run run = new Run(simulation);
          run.run();
          run.check();
        });
  }
}
