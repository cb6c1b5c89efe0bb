package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import jellybean.net.Interfaces.Interface;
import org.junit.jupiter.api.Test;

/** The address of an interface, while leases come and go. */
class InterfaceAddressTest {
  private List<Interface> machine = List.of();
  private final OwnAddress address = new InterfaceAddress("wlan0", () -> machine);

  private void has(boolean isUp, String... addresses) {
    List<InetAddress> all = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    machine = List.of(new Interface("wlan0", isUp, false, true, all));
  }

  private static InetAddress figures(String address) {
    return InetAddress.ofLiteral(address);
  }

  @Test
  void ofSeveralItIsTheOneThatReachesFarthestInShortFigures() {
    has(true, "fe80::1", "169.254.7.7", "fd00::7", "192.168.1.7");
    assertEquals(figures("192.168.1.7"), address.now());
    has(true, "fe80::1", "fd00::7");
    assertEquals(figures("fd00::7"), address.now());
    has(true, "fe80::1", "169.254.7.7");
    assertEquals(figures("169.254.7.7"), address.now());
  }

  @Test
  void itIsAnotherOneOnlyWhenTheFirstIsGoneAndAnotherIsThere() {
    has(true, "192.168.1.7");
    InetAddress was = address.now();
    assertFalse(address.isOtherThan(was));
    has(true, "10.0.0.1", "192.168.1.7");
    assertFalse(address.isOtherThan(was), "one more");
    has(true);
    assertFalse(address.isOtherThan(was), "none");
    has(false, "192.168.1.9");
    assertFalse(address.isOtherThan(was), "down");
    machine = List.of();
    assertFalse(address.isOtherThan(was), "no interface");
    has(true, "192.168.1.9");
    assertTrue(address.isOtherThan(was));
  }

  @Test
  void withoutOneTheTextSaysWhatThereIs() {
    has(true);
    assertEquals(
        "no network: expected an address on wlan0, found wlan0 without an address",
        assertThrows(TransportException.class, address::now).getMessage());
  }

  @Test
  void oneInFiguresStays() {
    OwnAddress fixed = OwnAddress.fixed(figures("192.168.1.7"));
    assertEquals(figures("192.168.1.7"), fixed.now());
    assertFalse(fixed.isOtherThan(figures("192.168.1.9")));
  }
}
