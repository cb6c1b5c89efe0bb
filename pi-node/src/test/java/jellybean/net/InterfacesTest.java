package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import jellybean.net.Interfaces.Interface;
import org.junit.jupiter.api.Test;

class InterfacesTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress WIRED = InetAddress.ofLiteral("10.0.0.5");

  private static final List<Interface> ALL =
      List.of(
          new Interface("lo", true, true, List.of(LOOPBACK)),
          new Interface("eth0", false, false, List.of(WIRED)),
          new Interface("wlan0", true, false, List.of()));

  private static String refusal(InetAddress address, List<Interface> all) {
    return assertThrows(TransportException.class, () -> Interfaces.check(address, all))
        .getMessage();
  }

  @Test
  void anAddressOfAnInterfaceThatIsUpIsOnTheNetwork() {
    assertDoesNotThrow(() -> Interfaces.check(LOOPBACK, ALL));
    assertDoesNotThrow(() -> Interfaces.check(InetAddress.ofLiteral("127.0.0.9"), ALL));
    assertDoesNotThrow(() -> Interfaces.check(InetAddress.ofLiteral("0.0.0.0"), ALL));
  }

  @Test
  void anyOtherAddressIsNotAndTheTextSaysWhatThereIs() {
    assertEquals(
        "no network: expected 10.0.0.5 on an interface that is up, found lo 127.0.0.1, eth0 (down)"
            + " 10.0.0.5, wlan0 without an address",
        refusal(WIRED, ALL));
    assertEquals(
        "no network: expected 127.0.0.1 on an interface that is up, found no interface at all",
        refusal(LOOPBACK, List.of()));
  }
}
