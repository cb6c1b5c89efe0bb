package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final RateMeter meter = new RateMeter();

  @Test
  void theRateIsThatOfTheLastTenFullSeconds() {
    for (int second = 0; second < 30; second++) {
      meter.add(second * 1_000L, 5);
    }
    assertEquals(5.0, meter.perSecond(30_000));
    assertEquals(2.5, meter.perSecond(35_000));
    assertEquals(0.0, meter.perSecond(60_000));
    assertEquals(150, meter.total());
  }

  @Test
  void theSecondThatIsNotOverDoesNotCount() {
    meter.add(900, 7);
    assertEquals(0.0, meter.perSecond(999));
    assertEquals(0.7, meter.perSecond(1_000));
  }
}
