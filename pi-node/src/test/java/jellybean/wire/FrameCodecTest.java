package jellybean.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Opaque;
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Trace;
import jellybean.message.Via;
import jellybean.wire.FrameException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
  private static final NodeId A = new NodeId("a");
  private static final Boot BOOT = new Boot(1, -2);

  static Envelope envelope(Value data) {
    return Envelope.message(
        new Address("/house/door"),
        new Address("/house/lamp"),
        new MessageId(A, 5, 6),
        Keyword.of("on"),
        data,
        1_700_000_000_000L,
        -1);
  }

  static List<Frame> frames() {
    Frame.Resume resume = new Frame.Resume(9, 2, 41, 6);
    return List.of(
        new Frame.Hello(1, "f", A, -5, BOOT, "10.0.0.7", 7_000, 1, 3, Optional.of(resume)),
        new Frame.Hello(1, "f", A, 5, BOOT, "::1", 65_535, 1, 3, Optional.empty()),
        new Frame.OperatorHello(1, "f", "ada"),
        new Frame.Welcome(A, new Address("/op/a/17")),
        new Frame.Numbered(Long.MAX_VALUE, envelope(EdnMap.of(Keyword.of("k"), Real.of(0.5)))),
        new Frame.Ack(0),
        new Frame.Plain(envelope(Bool.TRUE)),
        new Frame.Bye(Keyword.of("closing")));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void everyFrameReadsBackAsItself(Frame frame) {
    assertEquals(frame, FrameCodec.decode(FrameCodec.encode(frame)));
  }

  @Test
  void membershipBytesReadBack() {
    byte[] payload = {0, -1, 7};
    Frame frame = FrameCodec.decode(FrameCodec.encode(new Frame.MembershipBytes(payload)));
    assertArrayEquals(payload, assertInstanceOf(Frame.MembershipBytes.class, frame).payload());
  }

  @ParameterizedTest
  @EnumSource(Envelope.Kind.class)
  void everyKindOfEnvelopeReadsBack(Envelope.Kind kind) {
    Envelope plain = envelope(Int.of(1));
    Envelope full =
        new Envelope(
            kind,
            plain.from(),
            plain.to(),
            plain.id(),
            plain.name(),
            plain.data(),
            plain.timeMs(),
            plain.seed(),
            Optional.of(new ReplyTo(plain.from(), A, 3)),
            new Via(
                Optional.of(Text.of("key")),
                Optional.of(Int.of(3)),
                Optional.of(new Trace("t", "a/1/2", 3))));
    assertEquals(full, EnvelopeCodec.decode(EnvelopeCodec.encode(full)));
  }

  @Test
  void aFrameLooksLikeThis() {
    String text = new String(FrameCodec.encode(new Frame.Numbered(7, envelope(Int.of(1)))), UTF_8);
    assertEquals(
        "[:numbered 7 {:from \"/house/door\", :to \"/house/lamp\", :id [\"a\" 5 6], :name :on,"
            + " :data 1, :time 1700000000000, :seed -1}]",
        text);
  }

  @Test
  void aNumberedFrameMayBePutTogetherFromItsParts() {
    Envelope envelope = envelope(Text.of("x"));
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    parts.writeBytes(FrameCodec.numberedPrefix(42));
    parts.writeBytes(EnvelopeCodec.encode(envelope));
    parts.write(FrameCodec.numberedSuffix());
    assertEquals(new Frame.Numbered(42, envelope), FrameCodec.decode(parts.toByteArray()));
  }

  @Test
  void theLargestEnvelopeFitsTheFrameAroundIt() {
    int overhead = EnvelopeCodec.encode(envelope(Text.of(""))).length;
    String text = "x".repeat(EnvelopeCodec.MAX_ENVELOPE_BYTES - overhead);
    byte[] largest = EnvelopeCodec.encode(envelope(Text.of(text)));
    assertEquals(EnvelopeCodec.MAX_ENVELOPE_BYTES, largest.length);
    int frame = FrameCodec.numberedPrefix(Long.MAX_VALUE).length + largest.length + 1;
    assertTrue(frame <= Framing.MAX_MESSAGE_BYTES, "found " + frame);
    assertRefused(Fault.TOO_LARGE, envelope(Text.of(text + "x")));
  }

  @Test
  void whatTheOtherSideCouldNotReadIsNotSent() {
    Value deep = EdnVector.EMPTY;
    for (int i = 0; i < 63; i++) {
      deep = EdnVector.of(deep);
    }
    Envelope deepest = envelope(deep);
    Frame frame = new Frame.Numbered(1, deepest);
    assertEquals(frame, FrameCodec.decode(FrameCodec.encode(frame)));
    assertEquals(deepest, EnvelopeCodec.decode(EnvelopeCodec.encode(deepest)));
    assertRefused(Fault.TOO_LARGE, envelope(EdnVector.of(deep)));
  }

  @Test
  void aFunctionIsNotSent() {
    Opaque function =
        new Opaque() {
          @Override
          public int weightBytes() {
            return 1;
          }
        };
    assertRefused(Fault.NOT_DATA, envelope(function));
  }

  private static void assertRefused(Fault fault, Envelope envelope) {
    FrameException e = assertThrows(FrameException.class, () -> EnvelopeCodec.encode(envelope));
    assertEquals(fault, e.fault(), e.getMessage());
    assertTrue(e.getMessage().startsWith("cannot send :on to /house/lamp: "), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "NOT_EDN|[:ack 1|bad frame:1:8: ",
        "NOT_EDN|[:ack 1] 2|bad frame:1:10: expected one value, found another one",
        "NOT_EDN|{:a 1 :a 2}|bad frame:1:7: duplicate key :a",
        "MALFORMED|7|bad frame: expected a vector that begins with its kind, found 7",
        "MALFORMED|[]|bad frame: expected a vector that begins with its kind, found []",
        "MALFORMED|[7 8]|bad frame: expected a keyword first, found 7",
        "UNKNOWN_KIND|[:nonsense 1]|bad frame: expected a kind of protocol 1, found :nonsense",
        "MALFORMED|[:ack]|bad frame :ack: expected a vector of 2, found [:ack]",
        "MALFORMED|[:ack 1 2]|bad frame :ack: expected a vector of 2, found [:ack 1 2]",
        "MALFORMED|[:ack -1]|bad ack: expected an integer from 0 to 9223372036854775807, found -1",
        "MALFORMED|[:ack 1.0]|bad ack: expected an integer, found 1.0",
        "MALFORMED|[:ack 99999999999999999999]|bad ack: expected an integer, found 9999",
        "MALFORMED|[:numbered 0 {}]|bad number: expected an integer from 1 to",
        "MALFORMED|[:numbered 1 {}]|bad envelope: expected the key :from, found only {}",
        "MALFORMED|[:envelope nil]|bad envelope: expected a map, found nil",
        "MALFORMED|[:membership \"x\"]|bad membership: expected #jelly/bytes, found \"x\"",
        "MALFORMED|[:bye \"x\"]|bad bye: expected a keyword, found \"x\"",
        "MALFORMED|[:operator {:protocol 1}]|bad operator: expected the key :fleet, found only",
        "MALFORMED|[:operator {:protocol 1 :fleet \"f\" :name 7}]|bad operator :name: expected"
            + " text",
        "MALFORMED|[:operator {:protocol 1 :fleet \"f\" :name \"n\" :x 1}]|bad operator: expected"
            + " only the keys that belong there, found {:protocol 1",
        "MALFORMED|[:welcome {:node \"A B\" :you \"/x\"}]|bad welcome :node: bad node id: expected",
        "MALFORMED|[:welcome {:node \"a\" :you \"x\"}]|bad welcome :you: bad address \"x\"",
        "MALFORMED|[:hello {:at [\"h\" 0]}]|bad hello: expected the key :protocol",
      })
  void aBadFrameIsNamedPrecisely(Fault fault, String frame, String message) {
    FrameException e =
        assertThrows(FrameException.class, () -> FrameCodec.decode(frame.getBytes(UTF_8)));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
    assertEquals(fault, e.fault());
  }

  @Test
  void aMillionBracketsAreRefusedAtTheDepthLimit() {
    byte[] brackets = "[".repeat(Framing.MAX_BODY_BYTES).getBytes(UTF_8);
    FrameException e = assertThrows(FrameException.class, () -> FrameCodec.decode(brackets));
    assertEquals(Fault.NOT_EDN, e.fault());
    assertTrue(e.getMessage().startsWith("bad frame:1:67: "), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0, EMPTY, 0", "1025, TOO_LARGE, 1025", "-1, TOO_LARGE, 4294967295"})
  void aLengthIsCheckedBeforeAnythingIsAllocated(int length, Fault fault, String shown) {
    FrameException e = assertThrows(FrameException.class, () -> Framing.bodyBytes(length, 1_024));
    assertEquals(fault, e.fault());
    assertEquals("bad frame: expected a length of 1 to 1024 bytes, found " + shown, e.getMessage());
  }
}
