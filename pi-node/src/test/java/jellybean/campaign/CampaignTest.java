package jellybean.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import jellybean.campaign.Campaign.Outcome;
import jellybean.campaign.Schedule.Step;
import jellybean.cluster.TimingProfile;
import jellybean.message.NodeId;
import jellybean.sim.air.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random clusters under random faults; bench/simulation runs many more. */
class CampaignTest {
  private static final int SCHEDULES = Integer.getInteger("jelly.simulation.schedules", 500);
  private static final int MOST_TO_SEE = 100;
  private static final Set<Ability> CALM = EnumSet.noneOf(Ability.class);
  private static final Set<Ability> WILD = EnumSet.of(Ability.TAKES_HOMES_OVER, Ability.RECONCILES);
  private static final long HEALED_MS = 25_000;
  private static final long FIRST = Long.getLong("jelly.simulation.seed", 1);

  /** Two minutes on two quiet cores; a busy machine may take several times as long. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyInvariantHoldsUnderEverySchedule() throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    List<Outcome> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicLong next = new AtomicLong(FIRST);
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(workers.submit(() -> runAll(next, failures)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertTrue(failures.isEmpty(), () -> Reports.ofFailures(failures));
  }

  private static void runAll(AtomicLong next, List<Outcome> failures) {
    Campaign campaign = new Campaign();
    for (long seed = next.getAndIncrement();
        seed < FIRST + SCHEDULES;
        seed = next.getAndIncrement()) {
      Outcome outcome = campaign.run(Schedules.of(seed, Ability.PRESENT));
      if (!outcome.isGood()) {
        failures.add(outcome);
      }
    }
  }

  @Test
  void replicasComeWithTheLoadAndDurableActorsMoveAsOperatorsWant() {
    Campaign campaign = new Campaign();
    long came = 0;
    long moved = 0;
    for (long seed = 1; seed <= MOST_TO_SEE && (came == 0 || moved == 0); seed++) {
      Outcome outcome = campaign.run(Schedules.of(seed, CALM)); // nobody dies, or is lost
      came += outcome.came();
      moved += outcome.moved();
    }
    assertTrue(came > 0 && moved > 0, came + " replicas came, " + moved + " durable actors moved");
  }

  /**
   * A system of boards without disks, of which so many die, one after the other, and come again.
   */
  private static Outcome dying(int boards, List<String> lines) {
    List<NodeId> nodes = Stream.of("n00", "n01", "n02").map(NodeId::new).toList();
    Design design = Designs.random(new SplittableRandom(1), nodes, false, false, "sys0");
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(0, 1_000, 1_000, new Act.Deploy(nodes.getFirst(), design)));
    for (String instance : design.instances()) {
      steps.add(new Step(steps.size(), 7_000, 0, new Act.Spawn(design, instance)));
    }
    for (NodeId node : nodes.subList(0, boards)) {
      long atMs = 15_000 + 1_000 * (long) steps.size();
      steps.add(new Step(steps.size(), atMs, HEALED_MS, new Act.Crash(node, true)));
    }
    return calm(nodes, design, steps, lines);
  }

  private static Outcome calm(
      List<NodeId> nodes, Design design, List<Step> steps, List<String> lines) {
    return new Campaign()
        .run(
            new Schedule(
                1,
                nodes,
                TimingProfile.DESK,
                Weather.CALM,
                false,
                true,
                Set.of(),
                List.of(design),
                steps,
                HEALED_MS),
            Set.of(),
            Optional.of(lines::add));
  }

  @Test
  void anInstanceThatIsWantedBeforeItsSystemRunsIsOrderedWhenThatDoes() {
    List<NodeId> nodes = Stream.of("n00", "n01", "n02").map(NodeId::new).toList();
    Design design =
        LongStream.range(0, MOST_TO_SEE)
            .mapToObj(SplittableRandom::new)
            .map(random -> Designs.random(random, nodes, false, true, "sys0"))
            .filter(each -> !each.instances().isEmpty())
            .findFirst()
            .orElseThrow();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(0, 1_000, 1_000, new Act.Deploy(nodes.getFirst(), design)));
    for (String instance : design.instances()) {
      steps.add(new Step(steps.size(), 1_001, 0, new Act.Spawn(design, instance)));
    }
    List<String> lines = new ArrayList<>();
    assertEquals(List.of(), calm(nodes, design, steps, lines).violations());
    assertTrue(lines.stream().anyMatch(line -> line.endsWith("finds no root of sys0")));
  }

  @Test
  void whatNoBoardRemembersDoesNotRunAgain() {
    List<String> lines = new ArrayList<>();
    assertEquals(List.of(), dying(3, lines).violations());
    assertTrue(lines.stream().anyMatch(line -> line.endsWith("the last to remember /sys0")));
  }

  @Test
  void whatOneBoardRemembersRunsAgain() {
    List<String> lines = new ArrayList<>();
    assertEquals(List.of(), dying(2, lines).violations());
    assertTrue(lines.stream().noneMatch(line -> line.contains("the last to remember")));
  }

  /** In this one messages are accepted at the very moment when it is looked last. */
  @Test
  void whatADurableActorAcceptedLastIsHandledBeforeItIsJudged() {
    assertEquals(List.of(), new Campaign().run(Schedules.of(893, Ability.PRESENT)).violations());
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(trace(seed), trace(seed), "seed " + seed);
    }
  }

  private static List<String> trace(long seed) {
    List<String> lines = new ArrayList<>();
    Outcome outcome =
        new Campaign().run(Schedules.of(seed, WILD), Set.of(), Optional.of(lines::add));
    lines.add(outcome.violations() + " " + outcome.words());
    return lines;
  }

  @Test
  void aScheduleWithoutSomeOfItsFaultsIsTheSameOtherwise() {
    Schedule whole = Schedules.of(13, WILD);
    int fault =
        whole.steps().stream().filter(s -> s.act().isFault()).findFirst().orElseThrow().number();
    Schedule less = whole.without(Set.of(fault));
    assertEquals(whole.steps().size() - 1, less.steps().size());
    assertEquals(whole.designs(), less.designs());
    assertTrue(less.steps().stream().noneMatch(s -> s.number() == fault));
  }
}
