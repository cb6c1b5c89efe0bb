package jellybean.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.edn.ValueGenerator;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.Envelope.Kind;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way of plain envelopes against the way of any: the same bytes, the same frames. */
class PlainEnvelopesTest {
  private static final int ROUNDS = 2_000;
  private static final NodeId NODE = new NodeId("node-a");
  private static final List<String> PATHS =
      List.of("/", "/a", "/house/kitchen/lamp", "/größe", "/a\"b", "/a\\b", "/x{}[]:,;", "/~");
  private static final List<String> NAMES = List.of("on", "a/b", "größe", "->x", "ok?");
  private static final long[] NUMBERS = {
    0, 1, -1, 9, 10, Long.MAX_VALUE, Long.MIN_VALUE, 1_764_208_000_123L, -922_337_203_685_477_580L
  };

  private static Envelope random(SplittableRandom random, Value data) {
    Address from = new Address(PATHS.get(random.nextInt(PATHS.size())));
    Optional<ReplyTo> replyTo =
        random.nextBoolean()
            ? Optional.of(new ReplyTo(from, NODE, number(random)))
            : Optional.empty();
    return new Envelope(
        Kind.MESSAGE,
        from,
        new Address(PATHS.get(random.nextInt(PATHS.size()))),
        new MessageId(NODE, number(random), number(random)),
        (Keyword) EdnReader.readOne(":" + NAMES.get(random.nextInt(NAMES.size()))),
        data,
        number(random),
        number(random),
        replyTo,
        random.nextInt(10) == 0 ? Via.instance(Optional.of(Int.of(3))) : Via.NONE);
  }

  private static long number(SplittableRandom random) {
    return random.nextBoolean() ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private static byte[] frame(long sequence, byte[] envelope) {
    String text = new String(FrameCodec.numberedPrefix(sequence), UTF_8);
    return (text + new String(envelope, UTF_8) + "]").getBytes(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bothWaysWriteAndReadTheSame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ValueGenerator values = ValueGenerator.of(seed);
    int plain = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Envelope envelope = random(random, values.next());
      byte[] bytes = EnvelopeCodec.encodeAny(envelope);
      assertArrayEquals(bytes, EnvelopeCodec.encode(envelope), () -> "seed " + seed);
      byte[] frame = frame(1 + random.nextLong(Long.MAX_VALUE), bytes);
      Optional<Frame.Numbered> read = PlainNumbered.decode(frame);
      assertTrue(
          read.isEmpty() || read.get().equals(FrameCodec.decodeAny(frame)),
          () -> "seed " + seed + ": " + new String(frame, UTF_8));
      plain += read.isPresent() ? 1 : 0;
    }
    assertTrue(plain > ROUNDS / 5, "only " + plain + " were plain");
  }

  private static final String PLAIN =
      "[:numbered 7 {:from \"/a\", :to \"/b\", :id [\"n\" 5 6], :name :on, :data {:x [1 2]}, :time"
          + " 17, :seed -1, :reply-to [\"/a\" \"n\" 3]}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", :key 3",
        ", :key {:a [1 2]}, :instance \"x\"",
        ", :ticket [\"n\" true 1 2 0]",
        ", :trace [\"t\" \"a/1/2\" 3]"
      })
  void whatIsBesideAMessageIsReadTheShortWayToo(String beside) {
    byte[] frame = PLAIN.replace(", :reply-to [\"/a\" \"n\" 3]", beside).getBytes(UTF_8);
    assertEquals(Optional.of(FrameCodec.decodeAny(frame)), PlainNumbered.decode(frame));
  }

  private static boolean isRead(String frame) {
    return PlainNumbered.decode(frame.getBytes(UTF_8)).isPresent();
  }

  @Test
  void aPlainFrameIsReadTheShortWay() {
    assertTrue(isRead(PLAIN));
    assertTrue(isRead(PLAIN.replace(", :reply-to [\"/a\" \"n\" 3]", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7 {=0 {",
        "7 {=07 {",
        "7 {=+7 {",
        "7 {=-7 {",
        "7 {=9223372036854775808 {",
        " 17,= -0,",
        " 17,= 17N,",
        " 17,= 1.0,",
        "/a=a",
        "\"/b\"=\"/b \"",
        ":on=:on ",
        ":on=on",
        "\"n\" 5=\"N\" 5",
        ":time=:tim",
        " :seed -1=",
        "\"n\" 3]=\"n\" 3], :x 1",
        "\"n\" 3]=\"n\" 3], :key 1, :key 2",
        "\"n\" 3]=\"n\" 3 4]",
        "}]=}] ",
        "}]=}",
        "[1 2]=[1 2",
        ":x=:x 1 :x",
        "{:x [1 2]}=",
        "{:x [1 2]}=1 2",
        "/a\"=/\\u0061\"",
        ":to =:to  "
      })
  void whatDeviatesIsLeftToTheReaderOfAny(String change) {
    String[] sides = change.split("=", -1);
    String frame = PLAIN.replace(sides[0], sides[1]);
    assertTrue(!frame.equals(PLAIN), change);
    assertTrue(!isRead(frame), frame);
  }

  @Test
  void aNameIsFoundByItsBytesAndNotByTheirHash() {
    RecentNames<Address> names = new RecentNames<>(Address::new);
    byte[] bytes = "/Aa/BB".getBytes(UTF_8);
    assertEquals(new Address("/Aa"), names.of(bytes, 0, 3));
    assertEquals(new Address("/BB"), names.of(bytes, 3, 6));
    assertEquals(new Address("/Aa"), names.of(bytes, 0, 3));
  }

  @Test
  void aLongNameIsNotKept() {
    RecentNames<Text> names = new RecentNames<>(Text::of);
    byte[] bytes = "x".repeat(RecentNames.MAX_BYTES + 1).getBytes(UTF_8);
    assertNotSame(names.of(bytes, 0, bytes.length), names.of(bytes, 0, bytes.length));
    assertSame(names.of(bytes, 0, 5), names.of(bytes, 0, 5));
  }
}
