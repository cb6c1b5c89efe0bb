package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import jellybean.port.Clock;
import org.junit.jupiter.api.Test;

class DatagramGateTest {
  private long nowMs;
  private final DatagramGate gate =
      new DatagramGate(
          new Clock() {
            @Override
            public long monotonicMs() {
              return nowMs;
            }

            @Override
            public long wallMs() {
              return 0;
            }
          });

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  @Test
  void ofUnknownLivesSoManyAreOpenedInASecond() {
    for (int i = 0; i < DatagramGate.UNKNOWN_PER_SECOND; i++) {
      assertTrue(gate.mayOpen(at("10.0.0." + i % 250, 1), false));
    }
    assertFalse(gate.mayOpen(at("10.0.0.1", 1), false));
    assertTrue(gate.mayOpen(at("10.0.0.1", 1), true), "known ones do not wait for them");
    nowMs += 1_000;
    assertTrue(gate.mayOpen(at("10.0.0.1", 1), false));
  }

  @Test
  void whoSendsBadOnesIsNotHeardForTheRestOfTheSecond() {
    for (int i = 0; i < DatagramGate.BAD_PER_SOURCE; i++) {
      gate.bad(at("10.0.0.1", i));
    }
    assertFalse(gate.mayOpen(at("10.0.0.1", 9), true), "of whatever port");
    assertTrue(gate.mayOpen(at("10.0.0.2", 9), true));
    nowMs += 1_000;
    assertTrue(gate.mayOpen(at("10.0.0.1", 9), true));
  }

  @Test
  void onThisMachineAPortIsASource() {
    for (int i = 0; i < DatagramGate.BAD_PER_SOURCE; i++) {
      gate.bad(at("127.0.0.1", 1));
    }
    assertFalse(gate.mayOpen(at("127.0.0.1", 1), true));
    assertTrue(gate.mayOpen(at("127.0.0.1", 2), true));
  }

  @Test
  void sourcesThatAreToldApartAreBounded() {
    for (int i = 0; i < DatagramGate.MAX_SOURCES; i++) {
      gate.bad(at("127.0.0.1", 1 + i));
    }
    for (int i = 0; i < 2 * DatagramGate.BAD_PER_SOURCE; i++) {
      gate.bad(at("127.0.0.1", 9_999));
    }
    assertEquals(true, gate.mayOpen(at("127.0.0.1", 9_999), true), "there is no room for one more");
  }
}
