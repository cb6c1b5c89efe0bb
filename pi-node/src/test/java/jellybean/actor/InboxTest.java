package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** The queue between a loop and the world. */
class InboxTest {
  private final SimNode node = new Simulation(1).node("a");
  private final Loop loop = node.actors().loop(0);
  private final List<Integer> done = new ArrayList<>();

  private Inbox.Task task(int number) {
    return _ -> done.add(number);
  }

  @Test
  void tasksAreTakenInTheOrderInWhichTheyWereOffered() {
    Inbox inbox = new Inbox(4);
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 7; i++) {
        inbox.offerTask(task(round * 7 + i));
      }
      assertFalse(inbox.isEmpty());
      inbox.drainTo(loop, 100);
      assertTrue(inbox.isEmpty());
    }
    assertEquals(java.util.stream.IntStream.range(0, 70).boxed().toList(), done);
  }

  @Test
  void tasksThatDoNotFitWaitAndAreNotLost() {
    Inbox inbox = new Inbox(4);
    for (int i = 0; i < 100; i++) {
      inbox.offerTask(task(i));
    }
    inbox.drainTo(loop, 1000);
    assertEquals(java.util.stream.IntStream.range(0, 100).boxed().toList(), done);
    assertTrue(inbox.isEmpty());
  }

  @Test
  void aDrainTakesNoMoreThanItMay() {
    Inbox inbox = new Inbox(64);
    for (int i = 0; i < 10; i++) {
      inbox.offerTask(task(i));
    }
    inbox.drainTo(loop, 3);
    assertEquals(List.of(0, 1, 2), done);
    assertFalse(inbox.isEmpty());
  }

  @Test
  void whatSpilledIsNotHeldUpByAFlood() {
    Inbox inbox = new Inbox(4);
    for (int i = 0; i < 20; i++) {
      inbox.offerTask(task(i));
    }
    inbox.offerTask(_ -> inbox.offerTask(task(-1)));
    inbox.drainTo(loop, 1);
    assertEquals(java.util.stream.IntStream.range(0, 20).boxed().toList(), done);
    assertFalse(inbox.isEmpty());
  }
}
