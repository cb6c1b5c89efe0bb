package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import jellybean.campaign.Invariant.Violation;
import jellybean.sim.Flaw;

/** Runs schedules and judges them. */
final class Campaign {
  /** Talkers go on for so long after everything was healed. */
  private static final long TALKS_ON_MS = 3_000;

  /** How often it is looked whether all is well again. */
  private static final long LOOK_MS = 500;

  /** If all is not well again by then, it never will be. */
  static final long SETTLES_WITHIN_MS = 120_000;

  /** So long it has to stay well in silence. */
  private static final long STAYS_MS = 4_000;

  /**
   * A durable actor has accepted what is on its disk; it handles that afterwards, and shows what
   * came of it when that is on the disk, too. What was confirmed last needs so long.
   */
  private static final long HANDLED_MS = 500;

  private final Devices devices = new Devices();

  /**
   * What came of a schedule.
   *
   * @param settledMs from the healing until all was well
   * @param words that were said
   * @param lost systems that run only in the majority, and which no majority remembers
   * @param came replicas that were there only as long as the load wanted them
   * @param moved durable actors that lived on several nodes
   */
  record Outcome(
      Schedule schedule,
      List<Violation> violations,
      OptionalLong settledMs,
      long words,
      long lost,
      long came,
      long moved) {
    boolean isGood() {
      return violations.isEmpty();
    }
  }

  Outcome run(Schedule schedule) {
    return run(schedule, Set.of(), Optional.empty());
  }

  /**
   * @param flaws planted mistakes
   * @param trace is told what happens, a line each
   */
  Outcome run(Schedule schedule, Set<Flaw> flaws, Optional<Consumer<String>> trace) {
    World world = new World(schedule, devices, flaws, trace);
    try {
      return run(schedule, world);
    } catch (RuntimeException | AssertionError e) {
      Violation failure = new Violation("the simulation runs to its end", e.toString());
      trace.ifPresent(t -> t.accept(stack(e)));
      return new Outcome(schedule, List.of(failure), OptionalLong.empty(), words(world), 0, 0, 0);
    }
  }

  private static String stack(Throwable e) {
    java.io.StringWriter text = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  private static Outcome run(Schedule schedule, World world) {
    new Director(schedule, world).begin();
    NeverTwo neverTwo = new NeverTwo(schedule, world);
    neverTwo.watch();
    Changes changes = new Changes(schedule, world);
    changes.watch();
    world.simulation().runFor(schedule.healMs());
    world.simulation().after(TALKS_ON_MS, world::hush);
    OptionalLong settledMs = settle(schedule, world, Settled.WHILE_TALKING);
    // What was said last has to arrive before it is judged.
    world.simulation().runFor(TALKS_ON_MS + STAYS_MS);
    settle(schedule, world, Settled.ALL);
    List<Violation> violations =
        new ArrayList<>(unsettled(schedule, Snapshot.of(world), Settled.ALL));
    world.simulation().runFor(HANDLED_MS);
    world.alive().forEach(Board::collectDeadLetters);
    Snapshot end = Snapshot.of(world);
    traceEnd(world, end);
    violations.addAll(neverTwo.violations());
    Delivered.Evidence evidence = new Delivered.Evidence(schedule, end);
    Listed.ALL.forEach(each -> violations.addAll(each.violations(schedule, evidence)));
    Delivered.ALL.forEach(each -> violations.addAll(each.violations(schedule, evidence)));
    violations.addAll(Lived.GOES_ON.violations(schedule, evidence));
    long lost = end.deployed(schedule).size() - (long) end.able(schedule).size();
    return new Outcome(
        schedule, violations, settledMs, words(world), lost, changes.came(), changes.moved());
  }

  private static void traceEnd(World world, Snapshot end) {
    for (Snapshot.Seen seen : end.boards()) {
      seen.bodies()
          .values()
          .forEach(
              view ->
                  world.trace(
                      seen.board().who(),
                      () -> view.address() + " is " + view.status() + " with " + view.state()));
    }
  }

  private static long words(World world) {
    return world.ledger().said.size();
  }

  /** How long after the healing all was well; empty if never. */
  private static OptionalLong settle(
      Schedule schedule, World world, List<Invariant<Snapshot>> invariants) {
    long endMs = schedule.healMs() + SETTLES_WITHIN_MS;
    while (world.nowMs() < endMs) {
      if (unsettled(schedule, Snapshot.of(world), invariants).isEmpty()) {
        return OptionalLong.of(world.nowMs() - schedule.healMs());
      }
      world.simulation().runFor(LOOK_MS);
    }
    return OptionalLong.empty();
  }

  private static List<Violation> unsettled(
      Schedule schedule, Snapshot seen, List<Invariant<Snapshot>> invariants) {
    return invariants.stream().flatMap(each -> each.violations(schedule, seen).stream()).toList();
  }
}
