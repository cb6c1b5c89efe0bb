package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/**
 * Random systems on three nodes whose network takes its time: what is said arrives where {@link
 * BusModel} says, once, and what one says to another in the order in which it was said.
 */
class RandomTreeOrderTest {
  private static final int SEEDS = 60;
  private static final int SAID = 300;

  private static final class Run {
    private final SimCluster fleet;
    private final BusModel model;
    private final SplittableRandom random;
    private final List<Keyword> names = RandomTree.everyName();
    private final List<String> sayers = new ArrayList<>();
    private final Map<String, Integer> expected = new TreeMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Run(Simulation simulation) {
      random = simulation.splitRandom();
      RandomTree tree = new RandomTree(random.split(), BusModelTest.FUNCTIONS);
      model = BusModel.root(tree.root(), _ -> List.of());
      fleet =
          new SimCluster(
              simulation,
              (bundle, with) -> tree.root(),
              def -> {
                throw new IllegalArgumentException("no devices here");
              },
              "a",
              "b",
              "c");
      fleet.deploy("a", "top", "{}");
      for (BusModel bus : model.all()) {
        for (ActorDef actor : bus.actors().values()) {
          Address child = new Address(bus.address()).child(actor.name());
          Body.addresses(child, actor).forEach(body -> sayers.add(body.path()));
        }
      }
    }

    void say() {
      String sayer = sayers.get(random.nextInt(sayers.size()));
      Keyword name = name(sayer);
      int number = numbers.merge(sayer, 1, Integer::sum);
      Value data = EdnVector.of(new Text(sayer), Int.of(number));
      fleet.locate(sayer).orElseThrow().send("/sys/test", sayer, "go", EdnVector.of(name, data));
      BusModel bus = busOf(sayer);
      String child = child(sayer, bus);
      bus.said(new Address(child).name(), name, Optional.empty())
          .forEach(
              (receiver, as) ->
                  expected.merge(
                      receiver + " " + sayer + " " + number, copies(receiver, as), Integer::sum));
    }

    /** Mostly one that somebody takes. */
    private Keyword name(String sayer) {
      BusModel bus = busOf(sayer);
      String child = new Address(child(sayer, bus)).name();
      List<Keyword> taken =
          names.stream().filter(n -> !bus.said(child, n, Optional.empty()).isEmpty()).toList();
      List<Keyword> from = taken.isEmpty() || random.nextInt(5) == 0 ? names : taken;
      return from.get(random.nextInt(from.size()));
    }

    private BusModel busOf(String body) {
      return model.all().stream()
          .filter(bus -> body.startsWith(bus.address() + "/"))
          .max(java.util.Comparator.comparingInt(bus -> bus.address().length()))
          .orElseThrow();
    }

    private String child(String body, BusModel bus) {
      int end = body.indexOf('/', bus.address().length() + 1);
      return end < 0 ? body : body.substring(0, end);
    }

    private int copies(String receiver, Keyword as) {
      BusModel bus = busOf(receiver);
      ActorDef def = bus.actors().get(new Address(receiver).name());
      return def != null && def.route(as) instanceof RouteDef.All ? def.replicas() : 1;
    }

    void check() {
      Map<String, Integer> found = new TreeMap<>();
      for (String body : sayers) {
        Map<String, Long> last = new HashMap<>();
        for (Value note : SimCluster.list(fleet.state(body))) {
          List<Value> pair = SimCluster.list(note);
          String from = ((Text) pair.getFirst()).value();
          long number = ((Int) pair.getLast()).value();
          long before = last.getOrDefault(from, 0L);
          assertTrue(
              number > before,
              () -> body + " hears " + number + " of " + from + " after " + before);
          last.put(from, number);
          found.merge(child(body, busOf(body)) + " " + from + " " + number, 1, Integer::sum);
        }
      }
      assertEquals(expected, found);
    }
  }

  @Test
  void whatIsSaidArrivesOnceAndInOrderWhereTheDesignSays() {
    int[] messages = {0};
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Run run = new Run(simulation);
          int count = run.sayers.isEmpty() ? 0 : SAID;
          for (int i = 0; i < count; i++) {
            run.say();
            if (run.random.nextInt(10) == 0) {
              simulation.runFor(run.random.nextInt(5));
            }
          }
          simulation.settle();
          run.check();
          messages[0] += run.expected.size();
        });
    assertTrue(messages[0] > SEEDS * SAID / 4, () -> "only " + messages[0] + " messages");
  }
}
