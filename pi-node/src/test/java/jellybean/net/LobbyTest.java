package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LobbyTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String MEMBER = "10.0.0.1";
  private static final int FOR_STRANGERS = Lobby.MAX_PENDING - Lobby.FOR_MEMBERS;

  private final List<String> out = new ArrayList<>();
  private final Lobby lobby = new Lobby(InetAddress.ofLiteral(MEMBER)::equals);

  private enum Stage {
    SILENT,
    SPEAKING,
    SECURED
  }

  private final class Person implements Lobby.Guest {
    private final String name;
    private final InetAddress from;
    private final Stage stage;

    Person(String name, String from, Stage stage) {
      this.name = name;
      this.from = InetAddress.ofLiteral(from);
      this.stage = stage;
    }

    @Override
    public InetAddress from() {
      return from;
    }

    @Override
    public boolean hasSpoken() {
      return stage != Stage.SILENT;
    }

    @Override
    public boolean isSecured() {
      return stage == Stage.SECURED;
    }

    @Override
    public void turnOut(String why) {
      out.add(name + ": " + why);
    }
  }

  private Person enter(String name, String from, Stage stage) {
    Person person = new Person(name, from, stage);
    lobby.enter(person);
    return person;
  }

  private void crowd(int count, String from, Stage stage) {
    IntStream.range(0, count).forEach(n -> enter(from + "#" + n, from, stage));
  }

  /** As many as that, no two from one address. */
  private void crowdFromEverywhere(int count, Stage stage) {
    IntStream.range(0, count).forEach(n -> enter("x" + n, "10.1.0." + n, stage));
  }

  private List<String> namesOut() {
    return out.stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  @Test
  void anAddressHasSoManyPlacesAndWhoWaitsLongestMakesRoom() {
    crowd(Lobby.MAX_PER_ADDRESS + 2, "10.0.0.9", Stage.SILENT);
    enter("else", "10.0.0.8", Stage.SILENT);
    assertEquals(
        List.of(
            "10.0.0.9#0: it made room for the next: 8 from its address were in their handshake",
            "10.0.0.9#1: it made room for the next: 8 from its address were in their handshake"),
        out);
    assertEquals(Lobby.MAX_PER_ADDRESS + 1, lobby.size());
  }

  @Test
  void theNodesOfOneMachineShareAnAddressAndMayComeTogether() {
    crowd(FOR_STRANGERS, LOOPBACK, Stage.SPEAKING);
    assertEquals(List.of(), out);
  }

  @Test
  void whoSaysNothingGoesBeforeWhoSpeaksAndTheseBeforeWhoHasACertificate() {
    enter("secured", LOOPBACK, Stage.SECURED);
    enter("speaking", LOOPBACK, Stage.SPEAKING);
    crowd(FOR_STRANGERS - 2, LOOPBACK, Stage.SILENT);
    crowd(FOR_STRANGERS, "127.0.0.2", Stage.SPEAKING);
    assertEquals("127.0.0.1#0", namesOut().getFirst());
    assertEquals(List.of("127.0.0.1#21", "speaking", "127.0.0.2#0"), namesOut().subList(21, 24));
    crowd(2 * FOR_STRANGERS, LOOPBACK, Stage.SECURED);
    assertEquals("secured", namesOut().get(24 + FOR_STRANGERS - 1));
  }

  @Test
  void aCrowdKeepsNobodyOut() {
    crowdFromEverywhere(200, Stage.SPEAKING);
    enter("newcomer", "10.0.0.7", Stage.SPEAKING);
    assertEquals(FOR_STRANGERS, lobby.size());
    assertEquals(200 + 1 - FOR_STRANGERS, out.size());
    assertEquals(
        "x0: it made room for the next: 24 from addresses of no member were in their handshake",
        out.getFirst());
  }

  @Test
  void strangersDoNotTakeThePlacesOfMembers() {
    crowd(Lobby.FOR_MEMBERS, MEMBER, Stage.SILENT);
    crowdFromEverywhere(200, Stage.SPEAKING);
    assertEquals(200 - FOR_STRANGERS, out.size());
    assertEquals(List.of(), namesOut().stream().filter(n -> n.startsWith(MEMBER)).toList());
  }

  @Test
  void whoLeavesMakesRoomForTheNext() {
    Person first = enter("first", "10.0.0.9", Stage.SILENT);
    crowd(Lobby.MAX_PER_ADDRESS - 1, "10.0.0.9", Stage.SILENT);
    lobby.leave(first);
    lobby.leave(first);
    enter("next", "10.0.0.9", Stage.SILENT);
    assertEquals(List.of(), out);
  }
}
