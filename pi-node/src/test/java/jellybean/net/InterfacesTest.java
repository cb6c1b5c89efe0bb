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
  private static final InetAddress IDENTITY = InetAddress.ofLiteral("10.77.0.3");
  private static final InetAddress WIRED = InetAddress.ofLiteral("10.0.0.5");

  private static final List<Interface> ALL =
      List.of(
          new Interface("lo", true, true, false, List.of(LOOPBACK)),
          new Interface("eth0", false, false, true, List.of(WIRED)),
          new Interface("wlan0", true, false, true, List.of()));

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

  private static List<String> segments(String address) {
    List<Interface> machine =
        List.of(
            new Interface("lo", true, true, false, List.of(LOOPBACK, IDENTITY)),
            new Interface("wlan0", true, false, true, List.of(WIRED)),
            new Interface("eth0", true, false, true, List.of(InetAddress.ofLiteral("fe80::1"))),
            new Interface("tun0", true, false, false, List.of(InetAddress.ofLiteral("10.8.0.2"))),
            new Interface("eth1", false, false, true, List.of(InetAddress.ofLiteral("10.9.0.2"))),
            new Interface("ap0", true, false, true, List.of(InetAddress.ofLiteral("10.2.0.1"))));
    return Interfaces.segments(InetAddress.ofLiteral(address), machine).stream()
        .map(Interface::name)
        .toList();
  }

  @Test
  void neighboursAreFoundOnEveryInterfaceThatSpeaksToMany() {
    assertEquals(List.of("wlan0", "ap0"), segments("10.0.0.5"));
    assertEquals(List.of("wlan0", "ap0"), segments(IDENTITY.getHostAddress()));
    assertEquals(List.of("eth0"), segments("fd00::7"));
  }

  @Test
  void whoIsOnTheLoopbackHasItsNeighboursThere() {
    assertEquals(List.of("lo"), segments("127.0.0.1"));
  }
}
