package jellybean.campaign;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import jellybean.campaign.Schedule.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/** Carries a schedule out. */
final class Director {
  private static final int EVEN = 1_000;
  private static final long SPAWN_AGAIN_MS = 500;
  private static final Keyword BUNDLE = Keyword.of("bundle");
  private static final Keyword WITH = Keyword.of("with");
  private static final Keyword ORDER = Keyword.of("order");
  private static final Keyword MOVE = Keyword.of("move");
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword MEMBER = Keyword.of("member");
  private static final Keyword INSTANCE = Keyword.of("instance");

  private final Schedule schedule;
  private final World world;
  private final Set<Board> leaving = new HashSet<>();

  Director(Schedule schedule, World world) {
    this.schedule = schedule;
    this.world = world;
  }

  /** Starts the nodes and sees to it that everything happens in its time. */
  void begin() {
    for (NodeId id : schedule.nodes()) {
      if (schedule.in1970().contains(id)) {
        world.beginIn1970(id);
      }
      world.start(id);
    }
    if (schedule.beginsWhole()) {
      world.acquaint();
    }
    world.alive().forEach(board -> board.swim().start(schedule.nodes()));
    for (Step step : schedule.steps()) {
      at(step.atMs(), () -> begin(step));
      if (step.untilMs() > step.atMs()) {
        at(step.untilMs(), () -> end(step));
      }
    }
    at(schedule.healMs(), this::heal);
  }

  private void at(long ms, Runnable task) {
    world.simulation().after(ms - world.nowMs(), task);
  }

  /** Whoever is still dead lives again; all other faults are over by themselves. */
  private void heal() {
    world.trace("director", () -> "heals");
    schedule.nodes().forEach(this::revive);
  }

  private void revive(NodeId id) {
    if (!world.board(id).node().isAlive()) {
      world.start(id).swim().start(schedule.nodes());
    }
  }

  private void begin(Step step) {
    world.trace("director", step::toString);
    switch (step.act()) {
      case Act.OneWay a -> world.air().cut(a.from(), a.to());
      case Act.Cut a -> both(a.a(), a.b(), world.air()::cut);
      case Act.Split a -> across(a, world.air()::cut);
      case Act.Flap a -> flap(a, step.untilMs(), true);
      case Act.Everywhere a -> world.weather(a.weather());
      case Act.Between a -> world.air().become(a.from(), a.to(), Optional.of(a.weather()));
      case Act.Slow a -> world.air().slowDown(a.node(), a.ms());
      case Act.Break a -> breakAgain(a, step.untilMs());
      case Act.Crash a -> world.kill(a.node(), a.losesDisk());
      case Act.Leave a -> leave(a.node());
      case Act.Pause a -> pause(a.node(), step.untilMs() - step.atMs());
      case Act.Clock a -> world.shiftWallClock(a.node(), a.shiftMs());
      case Act.Rate a -> world.board(a.node()).node().runAtRate(a.perMille());
      case Act.SlowDisk a -> world.slowDisk(a.node(), a.ms());
      case Act.Deploy a -> deploy(a.at(), a.design());
      case Act.DeployAgain a -> deploy(a.at(), a.design());
      case Act.Undeploy a -> undeploy(a);
      case Act.Spawn a -> spawn(a);
      case Act.Move a -> move(a);
      case Act.Strain _ -> world.strain(true);
    }
  }

  private void end(Step step) {
    world.trace("director", () -> "over: " + step.act());
    switch (step.act()) {
      case Act.OneWay a -> world.air().mend(a.from(), a.to());
      case Act.Cut a -> both(a.a(), a.b(), world.air()::mend);
      case Act.Split a -> across(a, world.air()::mend);
      case Act.Everywhere _ -> world.weather(schedule.weather());
      case Act.Between a -> world.air().become(a.from(), a.to(), Optional.empty());
      case Act.Slow a -> world.air().slowDown(a.node(), 0);
      case Act.Crash a -> revive(a.node());
      case Act.Leave a -> {
        gone(world.board(a.node()));
        revive(a.node());
      }
      case Act.Rate a -> world.board(a.node()).node().runAtRate(EVEN);
      case Act.SlowDisk a -> world.slowDisk(a.node(), 0);
      case Act.Strain _ -> world.strain(false);
      case Act.Flap _,
          Act.Break _,
          Act.Pause _,
          Act.Clock _,
          Act.Deploy _,
          Act.DeployAgain _,
          Act.Undeploy _,
          Act.Spawn _,
          Act.Move _ -> {}
    }
  }

  // ---- faults

  private static void both(NodeId a, NodeId b, BiConsumer<NodeId, NodeId> way) {
    way.accept(a, b);
    way.accept(b, a);
  }

  private void across(Act.Split split, BiConsumer<NodeId, NodeId> way) {
    for (NodeId inside : split.group()) {
      for (NodeId outside : schedule.nodes()) {
        if (!split.group().contains(outside)) {
          both(inside, outside, way);
        }
      }
    }
  }

  private void flap(Act.Flap flap, long untilMs, boolean isCut) {
    if (isCut) {
      both(flap.a(), flap.b(), world.air()::cut);
    } else {
      both(flap.a(), flap.b(), world.air()::mend);
    }
    long leftMs = untilMs - world.nowMs();
    if (isCut || leftMs > flap.periodMs()) {
      long inMs = isCut ? Math.min(leftMs, flap.periodMs()) : flap.periodMs();
      world.simulation().after(inMs, () -> flap(flap, untilMs, !isCut));
    }
  }

  private void breakAgain(Act.Break act, long untilMs) {
    world.air().breakConnections(act.a(), act.b());
    if (world.nowMs() + act.periodMs() < untilMs) {
      world.simulation().after(act.periodMs(), () -> breakAgain(act, untilMs));
    }
  }

  private void pause(NodeId id, long ms) {
    if (world.board(id).node().isAlive()) {
      world.board(id).node().pause(ms);
    }
  }

  private void leave(NodeId id) {
    Board board = world.board(id);
    if (board.node().isAlive()) {
      board.swim().leave();
      leaving.add(board);
      world.simulation().after(world.profile().leaveMs(), () -> gone(board));
    }
  }

  /** It has said that it goes. */
  private void gone(Board board) {
    if (leaving.remove(board)) {
      world.kill(board.id(), false);
    }
  }

  // ---- operators

  private void deploy(NodeId at, Design design) {
    Board board = world.board(at);
    if (!board.node().isAlive()) {
      return;
    }
    EdnMap order =
        EdnMap.of(
            Operator.NAME,
            new Text(design.name()),
            BUNDLE,
            design.bundle().toValue(),
            WITH,
            design.with());
    board.node().send("/sys/test", Operator.address(board).path(), "order", order);
  }

  private void undeploy(Act.Undeploy act) {
    Board board = world.board(act.at());
    EdnMap order = EdnMap.of(Operator.NAME, new Text(act.design().name()));
    board.node().send("/sys/test", Operator.address(board).path(), "take-away", order);
  }

  /** It is wanted until there is somebody to tell: what was never ordered need not run. */
  private void spawn(Act.Spawn spawn) {
    EdnMap order = EdnMap.of(INSTANCE, Keyword.of(spawn.instance()));
    boolean isGone = world.ledger().takenAway.contains(spawn.design().name());
    if (!isGone && !toRoot(spawn.design(), "spawn", order)) {
      world.simulation().after(SPAWN_AGAIN_MS, () -> spawn(spawn));
    }
  }

  /** It is refused where it cannot be now, as any order. */
  private void move(Act.Move move) {
    EdnMap order =
        EdnMap.of(
            ORDER, MOVE,
            ACTOR, new Text(move.actor().path()),
            MEMBER, new Text(move.to().value()));
    if (toRoot(move.design(), "jelly/operate", order)) {
      world.ledger().moved.add(new Ledger.Moved(move.actor(), move.to()));
    }
  }

  /** To the first root that is found; whether there is one. */
  private boolean toRoot(Design design, String name, Value data) {
    for (Board board : world.alive()) {
      if (board.node().view(design.root().path()).isPresent()) {
        board.node().send("/sys/test", design.root().path(), name, data);
        return true;
      }
    }
    world.trace("director", () -> "finds no root of " + design.name());
    return false;
  }
}
