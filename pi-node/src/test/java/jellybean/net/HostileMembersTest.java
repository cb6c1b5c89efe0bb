package jellybean.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Counters.FrameFault;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A valid certificate does not entitle to nonsense. */
class HostileMembersTest extends Attacked {
  private Intruder member() {
    return Intruder.tls(b.address(), Optional.of(fleet.node("mallory")));
  }

  private static Frame.Hello hello(int protocol, String fleet, NodeId node) {
    return new Frame.Hello(
        protocol, fleet, node, 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty());
  }

  private Intruder establishedMember() {
    Intruder member = member().say(hello(1, "f", MALLORY));
    assertTrue(member.next() instanceof Frame.Hello);
    return member;
  }

  private static Keyword lastWord(Intruder intruder) {
    List<Frame> frames = intruder.untilClosed();
    return frames.getLast() instanceof Frame.Bye bye ? bye.reason() : Keyword.of("none");
  }

  @Test
  void aGreetingUnderAnothersName() {
    try (Intruder member = member().say(hello(1, "f", a.id()))) {
      assertEquals(Keyword.of("name-mismatch"), lastWord(member));
    }
    assertFault(
        HandshakeFault.NAME_MISMATCH,
        "its certificate names node mallory of fleet f, but its greeting claims to be node a of"
            + " fleet f");
  }

  @Test
  void aGreetingForAnotherFleet() {
    try (Intruder member = member().say(hello(1, "g", MALLORY))) {
      assertEquals(Keyword.of("name-mismatch"), lastWord(member));
    }
    assertFault(HandshakeFault.NAME_MISMATCH, "claims to be node mallory of fleet g");
  }

  @Test
  void anotherProtocol() {
    try (Intruder member = member().say(hello(2, "f", MALLORY))) {
      assertEquals(Keyword.of("other-protocol"), lastWord(member));
    }
    assertFault(HandshakeFault.OTHER_PROTOCOL, "expected protocol 1, found 2");
  }

  @Test
  void noGreetingFirst() {
    try (Intruder member = member().body("[:ack 1]")) {
      assertEquals(Keyword.of("no-greeting"), lastWord(member));
    }
    assertFault(HandshakeFault.NO_GREETING, "expected a greeting first, found Ack");
  }

  @Test
  void aGreetingThatNeverComes() {
    try (Intruder member = member()) {
      member.untilClosed();
    }
    assertFault(HandshakeFault.TIMEOUT, "expected a greeting in time, got as far as SECURED");
  }

  @Test
  void aGreetingLongerThanAnyGreeting() {
    try (Intruder member = member()) {
      member.body(" ".repeat(1_025)).untilClosed();
    }
    assertFault(FrameFault.TOO_LARGE, "expected a length of 1 to 1024 bytes, found 1025");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "NOT_EDN|[[[|bad frame:1:4: ",
        "NOT_EDN|[:ack 1] [:ack 2]|expected one value, found another one",
        "UNKNOWN_KIND|[:launch 1]|expected a kind of protocol 1, found :launch",
        "MALFORMED|[:numbered 1 {:from 7}]|bad envelope :from: expected text, found 7",
        "OUT_OF_SEQUENCE|[:ack 5]|confirms number 5, which was never sent",
        "UNEXPECTED|[:welcome {:node \"b\" :you \"/x\"}]|found Welcome",
      })
  void aFrameThatMakesNoSense(FrameFault fault, String frame, String warning) {
    try (Intruder member = establishedMember()) {
      member.body(frame);
      assertEquals(Counters.keyword(fault), lastWord(member));
    }
    assertFault(fault, warning);
  }

  @Test
  void aMillionBrackets() {
    try (Intruder member = establishedMember()) {
      member.body("[".repeat(65_536));
      assertEquals(Keyword.of("not-edn"), lastWord(member));
    }
    assertFault(FrameFault.NOT_EDN, "bad frame:1:67: ");
  }

  @ParameterizedTest
  @CsvSource({"65537", "-1", "2147483647"})
  void aFrameThatClaimsToBeHuge(int length) {
    try (Intruder member = establishedMember()) {
      member.write(Intruder.framed(length, new byte[0]));
      assertEquals(Keyword.of("too-large"), lastWord(member));
    }
    assertFault(
        FrameFault.TOO_LARGE,
        "expected a length of 1 to 65536 bytes, found " + Integer.toUnsignedString(length));
  }

  @Test
  void aFrameThatClaimsToBeHugeAndComes() {
    try (Intruder member = establishedMember()) {
      member.write(Intruder.framed(Integer.MAX_VALUE, new byte[0]));
      byte[] more = new byte[16_384];
      TestNode.eventually("it is cut off", () -> !member.write(more).isConnected());
    }
    assertFault(FrameFault.TOO_LARGE, "bytes, found 2147483647");
    assertEquals(1, b.transport.counts().get(FrameFault.TOO_LARGE));
    assertEquals(MALLORY, b.await(Heard.Disconnected.class).peer());
  }

  @Test
  void aFrameOfNothing() {
    try (Intruder member = establishedMember()) {
      member.write(new byte[4]);
      assertEquals(Keyword.of("empty"), lastWord(member));
    }
    assertFault(FrameFault.EMPTY, "expected a length of 1 to 65536 bytes, found 0");
  }

  @Test
  void aTruncatedFrame() {
    try (Intruder member = establishedMember()) {
      member.write(Intruder.framed(100, "[:ack".getBytes(UTF_8)));
    }
    assertEquals(MALLORY, b.await(Heard.Disconnected.class).peer());
    assertFault(
        FrameFault.TRUNCATED,
        "ended within a frame: expected a frame of 100 bytes, found the first 5");
  }

  @Test
  void aNumberThatSkips() {
    try (Intruder member = establishedMember()) {
      String envelope =
          "{:from \"/x\" :to \"/y\" :id [\"mallory\" 1 1] :name :n :data nil :time 0 :seed 0}";
      member.body("[:numbered 1 " + envelope + "]").body("[:numbered 3 " + envelope + "]");
      assertEquals(Keyword.of("out-of-sequence"), lastWord(member));
    }
    assertFault(FrameFault.OUT_OF_SEQUENCE, "expected number 2, found 3");
  }

  @Test
  void anOperatorThatPosesAsANode() {
    Path identity = fleet.operator("eve", "observe");
    try (Intruder operator = Intruder.tls(b.address(), Optional.of(identity))) {
      operator.say(hello(1, "f", MALLORY));
      assertEquals(Keyword.of("name-mismatch"), lastWord(operator));
    }
    assertFault(
        HandshakeFault.NAME_MISMATCH,
        "its certificate names operator eve (observe) of fleet f, but its greeting claims to be"
            + " node mallory of fleet f");
  }

  @Test
  void anOperatorThatSendsNumberedFrames() {
    Path identity = fleet.operator("eve", "operate");
    try (Intruder operator = Intruder.tls(b.address(), Optional.of(identity))) {
      operator.say(new Frame.OperatorHello(1, "f", "eve"));
      assertTrue(operator.next() instanceof Frame.Welcome);
      operator.say(new Frame.MembershipBytes(new byte[] {1}));
      assertEquals(Keyword.of("unexpected"), lastWord(operator));
    }
    assertFault(FrameFault.UNEXPECTED, "expected an envelope, found MembershipBytes");
  }
}
