package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import jellybean.port.Clock;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final AtomicLong nowMs = new AtomicLong(1_000);
  private final Turn turn =
      new Turn(
          new Clock() {
            @Override
            public long monotonicMs() {
              return nowMs.get();
            }

            @Override
            public long wallMs() {
              return 0;
            }
          });

  private void pass(long ms) {
    nowMs.addAndGet(ms);
  }

  @Test
  void whatTheOtherSideTakesAddsUp() {
    pass(10);
    turn.taskBegins();
    turn.taskEnds();
    pass(5);
    assertEquals(15, turn.spentMs());
  }

  @Test
  void whatThisSideComputesIsNotTheOthersTime() {
    pass(10);
    turn.taskBegins();
    pass(1_000);
    assertEquals(10, turn.spentMs());
    turn.taskEnds();
    pass(1);
    assertEquals(11, turn.spentMs());
  }

  @Test
  void tasksAtOnceAreOverWithTheLast() {
    turn.taskBegins();
    turn.taskBegins();
    pass(100);
    turn.taskEnds();
    pass(100);
    turn.taskEnds();
    pass(1);
    assertEquals(1, turn.spentMs());
  }

  @Test
  void whatWasBeforeTheHandshakeDoesNotCount() {
    pass(500);
    turn.begin();
    pass(2);
    assertEquals(2, turn.spentMs());
  }
}
