package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** The resolver is installed by the service file; these calls go through the platform's API. */
class FiguresOnlyResolverTest {
  @Test
  void theMachinesOwnNameIsItsLoopback() throws UnknownHostException {
    long before = FiguresOnlyResolver.platformLookups();
    assertTrue(InetAddress.getLocalHost().isLoopbackAddress());
    assertTrue(InetAddress.getByName("localhost").isLoopbackAddress());
    assertEquals(before, FiguresOnlyResolver.platformLookups());
  }

  @Test
  void anAddressHasNoNameButItsFigures() throws UnknownHostException {
    long before = FiguresOnlyResolver.platformLookups();
    assertEquals("192.0.2.7", InetAddress.getByName("192.0.2.7").getHostName());
    assertEquals(before, FiguresOnlyResolver.platformLookups());
  }
}
