package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What a node says of how full it is. */
class FullnessTest {
  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  /** Fails at the first message, so that all others wait. */
  private record Fails() implements Behaviour<Value> {
    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Value show(Value state) {
      return state;
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      throw new StepException("no");
    }
  }

  private void send(int messages) {
    for (int i = 0; i < messages; i++) {
      node.send("/test", "/s/a", "m", Int.of(i));
    }
  }

  @Test
  void messagesAreCountedWhereverTheyWaitAndTheirBytesAreTakenFromThePool() {
    node.start("/s/a", "/s", new Fails());
    simulation.runNow();
    Fullness before = node.actors().fullness();
    assertEquals(1, before.actors());
    assertEquals(ActorLimits.DEFAULT_ACTORS - 1, before.actorsFree());
    assertEquals(ActorLimits.DEFAULT_MAILBOX_POOL_BYTES, before.mailboxFreeBytes());

    send(900);
    assertEquals(900, node.actors().fullness().inboxes());
    simulation.runNow();
    Fullness after = node.actors().fullness();
    assertEquals(0, after.inboxes());
    assertEquals(899, after.queued());
    assertTrue(after.mailboxFreeBytes() < before.mailboxFreeBytes(), after.toString());
  }

  @Test
  void aLoopIsIdleWhileItHasNothingToDoAndNotWhileItHas() {
    IdleTime idle = new IdleTime();
    assertEquals(0, idle.totalNs(1_000));
    idle.begin(1_000);
    assertTrue(idle.isIdle());
    assertEquals(500, idle.totalNs(1_500));
    idle.end(3_000);
    assertEquals(2_000, idle.totalNs(9_000));
    idle.begin(9_000);
    assertEquals(2_100, idle.totalNs(9_100));
  }

  @Test
  void timeThatPassesBetweenTurnsIsIdle() {
    node.start("/s/a", "/s", new Fails());
    simulation.runNow();
    simulation.runFor(5_000);
    assertEquals(5_000_000_000L, node.actors().fullness().idleNs());
  }
}
