package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jellybean.fixture.TestFleet;
import jellybean.shell.Session;
import jellybean.shell.ShellException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One way into a fleet of several members, of which some are gone. */
@Timeout(120)
class FleetTest {
  private static final int BACKLOG = 8;

  @TempDir private Path folder;
  private Path operator;
  private FakeMember lemon;
  private FakeMember plum;

  @BeforeEach
  void start() {
    TestFleet fleet = TestFleet.create(folder, "f");
    operator = fleet.operator("ada", "operate");
    lemon = new FakeMember(fleet.node("lemon"), 0, question -> Optional.empty());
    plum = new FakeMember(fleet.node("plum"), 0, question -> Optional.empty());
  }

  @AfterEach
  void stop() {
    lemon.close();
    plum.close();
  }

  private static String connectedTo(Fleet fleet) {
    try (Session session = fleet.connect()) {
      return session.member();
    }
  }

  @Test
  void whoWasConnectedToIsTriedLastTheNextTime() {
    Fleet fleet = Fleet.of(operator, List.of(lemon.at(), plum.at()));
    assertEquals("lemon", connectedTo(fleet));
    assertEquals("plum", connectedTo(fleet));
    assertEquals("lemon", connectedTo(fleet));
  }

  @Test
  void aMemberThatIsGoneIsPassedOver() {
    Fleet fleet = Fleet.of(operator, List.of(lemon.at(), plum.at()));
    lemon.close();
    assertEquals("plum", connectedTo(fleet));
    assertEquals("plum", connectedTo(fleet));
  }

  @Test
  void aMemberThatHangsDoesNotKeepTheOthersWaiting() throws IOException {
    try (ServerSocket hung = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"))) {
      HostPort silent = new HostPort("127.0.0.1", hung.getLocalPort());
      Fleet fleet = Fleet.of(operator, List.of(silent, plum.at()));
      assertEquals(
          "plum", Assertions.assertTimeout(Duration.ofSeconds(40), () -> connectedTo(fleet)));
    }
  }

  @Test
  void ifAllAreGoneTheFaultNamesEach() {
    Fleet fleet = Fleet.of(operator, List.of(lemon.at(), plum.at()));
    lemon.close();
    plum.close();
    ShellException fault = assertThrows(ShellException.class, fleet::connect);
    String message = String.valueOf(fault.getMessage());
    for (FakeMember member : List.of(lemon, plum)) {
      assertTrue(message.contains("cannot connect to " + member.at() + ": "), message);
    }
    assertEquals(2, message.split("; ", -1).length, message);
  }

  @Test
  void anInterruptEndsTheSearch() {
    Fleet fleet = Fleet.of(operator, List.of(lemon.at(), plum.at()));
    Thread.currentThread().interrupt();
    ShellException fault = assertThrows(ShellException.class, fleet::connect);
    assertTrue(Thread.interrupted());
    assertEquals("interrupted before " + lemon.at() + " answered", fault.getMessage());
  }
}
