package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jellybean.port.Clock;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
  private long nowMs;
  private final List<String> said = new ArrayList<>();
  private final LimitedLog log =
      new LimitedLog(
          new Clock() {
            @Override
            public long monotonicMs() {
              return nowMs;
            }

            @Override
            public long wallMs() {
              return nowMs;
            }
          },
          said::add);

  @Test
  void aFewOfEachKindAreSaidAndTheRestIsCounted() {
    for (int i = 0; i < 12; i++) {
      log.warn(HandshakeFault.TIMEOUT, () -> "slow");
    }
    log.warn(HandshakeFault.NOT_TLS, () -> "odd");
    assertEquals(List.of("slow", "slow", "slow", "slow", "slow", "odd"), said);
    said.clear();
    nowMs += LimitedLog.PERIOD_MS;
    log.warn(HandshakeFault.TIMEOUT, () -> "slow again");
    assertEquals(List.of("7 more like the last: :timeout", "slow again"), said);
  }
}
