package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import jellybean.port.Clock;
import org.junit.jupiter.api.Test;

class LobbyTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String MEMBER = "10.0.0.1";
  private static final long HANDSHAKE_MS = 10_000;
  private static final long TOO_LONG_MS = 2_001;
  private static final int ON_PORCH = Lobby.PORCH.all() - Lobby.PORCH.forMembers();
  private static final int IN_HALL = Lobby.HALL.all() - Lobby.HALL.forMembers();

  private final List<String> out = new ArrayList<>();
  private final List<String> in = new ArrayList<>();
  private final List<Runnable> looks = new ArrayList<>();
  private long nowMs;
  private boolean timePasses = true;
  private int delayed;
  private final Lobby lobby =
      new Lobby(
          InetAddress.ofLiteral(MEMBER)::equals,
          HANDSHAKE_MS,
          looks::add,
          new Pace(clock(), InetAddress.ofLiteral(MEMBER)::equals),
          () -> delayed++);

  /** Of a long day, so that nobody waits for handshakes to be fewer, unless time stands still. */
  private Clock clock() {
    return new Clock() {
      @Override
      public long monotonicMs() {
        nowMs += timePasses ? 60_000 : 0;
        return nowMs;
      }

      @Override
      public long wallMs() {
        return nowMs;
      }
    };
  }

  private final class Person implements Lobby.Guest {
    private final String name;
    private final InetAddress from;
    private long spentMs;
    private boolean isSecured;

    Person(String name, String from) {
      this.name = name;
      this.from = InetAddress.ofLiteral(from);
    }

    @Override
    public InetAddress from() {
      return from;
    }

    @Override
    public long spentMs() {
      return spentMs;
    }

    @Override
    public boolean isSecured() {
      return isSecured;
    }

    @Override
    public void askIn() {
      in.add(name);
    }

    @Override
    public void turnOut(String why) {
      out.add(name + ": " + why);
    }

    Person speaks() {
      lobby.speak(this);
      return this;
    }

    Person spends(long ms) {
      spentMs = ms;
      return this;
    }
  }

  private Person enter(String name, String from) {
    Person person = new Person(name, from);
    lobby.enter(person);
    return person;
  }

  private List<Person> crowd(int count, String from, Consumer<Person> then) {
    List<Person> crowd =
        IntStream.range(0, count).mapToObj(n -> enter(from + "#" + n, from)).toList();
    crowd.forEach(then);
    return crowd;
  }

  private List<Person> crowd(int count, String from) {
    return crowd(count, from, person -> {});
  }

  private void timePasses() {
    List<Runnable> due = List.copyOf(looks);
    looks.clear();
    due.forEach(Runnable::run);
  }

  private List<String> namesOut() {
    return out.stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  @Test
  void anAddressHasSoManyPlacesOnThePorchAndWhoStandsThereLongestMakesRoom() {
    crowd(Lobby.PORCH.perAddress() + 1, "10.0.0.9");
    enter("else", "10.0.0.8");
    assertEquals(
        List.of("10.0.0.9#0: it made room for the next: 64 from its address had not begun"), out);
    assertEquals(Lobby.PORCH.perAddress() + 1, lobby.size());
  }

  @Test
  void theProcessesOfThisMachineShareAnAddressAndMayHaveAllPlaces() {
    crowd(ON_PORCH, LOOPBACK);
    assertEquals(List.of(), out);
    enter("one more", LOOPBACK);
    assertEquals(
        List.of(
            "127.0.0.1#0: it made room for the next: 224 from addresses of no member had not"
                + " begun"),
        out);
  }

  @Test
  void whoWaitsForThePlaceInTheHallIsTheLastToLeaveThePorch() {
    crowd(IN_HALL, LOOPBACK, Person::speaks);
    enter("waiting", LOOPBACK).speaks();
    crowd(ON_PORCH, LOOPBACK);
    assertEquals(List.of("127.0.0.1#0"), namesOut());
  }

  @Test
  void whoSpeaksIsAskedInWhileThereIsRoom() {
    crowd(IN_HALL, LOOPBACK, Person::speaks);
    assertEquals(IN_HALL, in.size());
    enter("one more", LOOPBACK).speaks();
    assertEquals(IN_HALL, in.size());
    assertEquals(List.of(), out);
  }

  @Test
  void thoseInTheHallDoNotTakeThePlacesOnThePorch() {
    crowd(IN_HALL, LOOPBACK, Person::speaks);
    crowd(ON_PORCH, LOOPBACK);
    assertEquals(List.of(), out);
    assertEquals(IN_HALL + ON_PORCH, lobby.size());
  }

  @Test
  void aHandshakeThatGoesOnIsNotInterruptedAndTheNextOneFollowsItInTheOrderTheyWait() {
    List<Person> busy = crowd(IN_HALL, LOOPBACK, person -> person.spends(TOO_LONG_MS - 1).speaks());
    enter("first", LOOPBACK).speaks();
    enter("second", LOOPBACK).speaks();
    timePasses();
    assertEquals(List.of(), out);
    in.clear();
    lobby.leave(busy.get(3));
    assertEquals(List.of("first"), in);
    lobby.leave(busy.get(2));
    assertEquals(List.of("first", "second"), in);
  }

  @Test
  void whoKeepsTheHallWaitingMakesRoomTheSlowestFirst() {
    List<Person> busy = crowd(IN_HALL, LOOPBACK, Person::speaks);
    enter("next", LOOPBACK).speaks();
    busy.get(4).spends(TOO_LONG_MS);
    busy.get(7).spends(TOO_LONG_MS + 1);
    in.clear();
    timePasses();
    assertEquals(List.of("next"), in);
    assertEquals(
        List.of(
            "127.0.0.1#7: it made room for the next: 24 from addresses of no member were in their"
                + " handshake, and it waited"),
        out);
  }

  @Test
  void whoHasShownACertificateMakesRoomLast() {
    List<Person> busy = crowd(IN_HALL, LOOPBACK, person -> person.spends(TOO_LONG_MS).speaks());
    busy.forEach(person -> person.isSecured = !person.name.endsWith("#9"));
    busy.getFirst().spends(2 * TOO_LONG_MS);
    enter("a", LOOPBACK).speaks();
    enter("b", LOOPBACK).speaks();
    assertEquals(List.of("127.0.0.1#9", "127.0.0.1#0"), namesOut());
  }

  @Test
  void whileSomebodyWaitsTheHallIsLookedAtAgainAndNotLonger() {
    List<Person> busy = crowd(IN_HALL, LOOPBACK, Person::speaks);
    assertEquals(0, looks.size());
    Person next = enter("next", LOOPBACK).speaks();
    enter("another", LOOPBACK).speaks();
    assertEquals(1, looks.size());
    timePasses();
    assertEquals(1, looks.size());
    lobby.leave(next);
    lobby.leave(busy.getFirst());
    timePasses();
    assertEquals(0, looks.size());
  }

  @Test
  void aCrowdOfOneAddressLeavesRoomInTheHallToTheNext() {
    crowd(Lobby.HALL.perAddress() + 5, "10.0.0.9", Person::speaks);
    enter("else", "10.0.0.8").speaks();
    assertEquals(Lobby.HALL.perAddress() + 1, in.size());
    assertEquals("else", in.getLast());
  }

  @Test
  void strangersDoNotTakeThePlacesOfMembers() {
    crowd(2 * ON_PORCH, LOOPBACK, Person::speaks);
    out.clear();
    crowd(Lobby.HALL.forMembers(), MEMBER, Person::speaks);
    assertEquals(IN_HALL + Lobby.HALL.forMembers(), in.size());
    crowd(Lobby.PORCH.forMembers(), MEMBER);
    assertEquals(List.of(), out);
  }

  @Test
  void whoLeavesTwiceLeavesOnce() {
    Person first = enter("first", LOOPBACK);
    enter("second", LOOPBACK);
    lobby.leave(first);
    lobby.leave(first);
    assertEquals(1, lobby.size());
  }

  @Test
  void anAddressMayBeginSoManyHandshakesAndThenSoManyPerSecond() {
    timePasses = false;
    List<Person> crowd = new ArrayList<>();
    for (int i = 0; i < Pace.ADDRESS_AT_ONCE + 2; i++) {
      Person person = enter("p" + i, "10.0.0.9");
      person.speaks();
      crowd.add(person);
      if (in.contains("p" + i)) {
        lobby.leave(person);
      }
    }
    assertEquals(Pace.ADDRESS_AT_ONCE, in.size());
    assertTrue(delayed > 0);

    enter("else", "10.0.0.8").speaks();
    assertEquals("else", in.getLast(), "whoever else comes does not wait for them");

    nowMs += 1_000 / Pace.ADDRESS_PER_SECOND;
    looks.removeFirst().run();
    assertEquals("p8", in.getLast());
    assertEquals(Pace.ADDRESS_AT_ONCE + 2, in.size(), "and p9 still waits");
  }

  @Test
  void strangersAltogetherMayBeginSoManyAndMembersHaveTheirOwn() {
    timePasses = false;
    for (int i = 0; i < Pace.STRANGERS_AT_ONCE + 5; i++) {
      Person person = enter("s" + i, "10.0.1." + i);
      person.speaks();
      lobby.leave(person);
    }
    assertEquals(Pace.STRANGERS_AT_ONCE, in.size());
    enter("member", MEMBER).speaks();
    assertEquals("member", in.getLast());
  }
}
