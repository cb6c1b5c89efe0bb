package jellybean.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import jellybean.edn.Bytes;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.wire.FrameException.Fault;

/**
 * Frames as EDN in UTF-8, without their length:
 *
 * <pre>
 * [:hello {:protocol 1 :fleet "f" :node "a" :incarnation 5 :boot #jelly/bytes "…"
 *          :at ["10.0.0.7" 7000] :dial 1 :stream 3
 *          :resume {:incarnation 9 :stream 2 :received 41 :dial 6}}]    :resume may be absent
 * [:operator {:protocol 1 :fleet "f" :name "ada"}]
 * [:welcome {:node "a" :you "/op/a/17"}]
 * [:numbered 42 {…envelope…}]
 * [:ack 42]
 * [:envelope {…envelope…}]
 * [:membership #jelly/bytes "…"]
 * [:holding {:denied 3 :ring [4 "a"] :time-ms 1767225600000}]           :time-ms may be absent
 * [:denied {:list "{:fleet …}" :signature #jelly/bytes "…"}]
 * [:ring {:keys [#jelly/bytes "…" …] :version [4 "a"]}]
 * [:bye :closing]
 * </pre>
 */
public final class FrameCodec {
  /** A greeting is the only thing heard from somebody whose greeting was not heard yet. */
  public static final int MAX_GREETING_BYTES = 1_024;

  private static final String SOURCE = "frame";
  // Data may be as deep as a document; the frame and the envelope lie around it.
  static final ReadLimits LIMITS =
      new ReadLimits(
          ReadLimits.DEFAULT_DEPTH + 2,
          Framing.MAX_MESSAGE_BYTES,
          ReadLimits.DOCUMENT_ELEMENTS + 64);

  private static final Keyword HELLO = Keyword.of("hello");
  private static final Keyword OPERATOR = Keyword.of("operator");
  private static final Keyword WELCOME = Keyword.of("welcome");
  private static final Keyword NUMBERED = Keyword.of("numbered");
  private static final Keyword ACK = Keyword.of("ack");
  private static final Keyword ENVELOPE = Keyword.of("envelope");
  private static final Keyword MEMBERSHIP = Keyword.of("membership");
  private static final Keyword HOLDING = Keyword.of("holding");
  private static final Keyword DENIED = Keyword.of("denied");
  private static final Keyword RING = Keyword.of("ring");
  private static final Keyword TIME = Keyword.of("time-ms");
  private static final Keyword BYE = Keyword.of("bye");

  private static final Keyword PROTOCOL = Keyword.of("protocol");
  private static final Keyword FLEET = Keyword.of("fleet");
  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword YOU = Keyword.of("you");
  private static final Keyword INCARNATION = Keyword.of("incarnation");
  private static final Keyword BOOT = Keyword.of("boot");
  private static final Keyword AT = Keyword.of("at");
  private static final Keyword DIAL = Keyword.of("dial");
  private static final Keyword STREAM = Keyword.of("stream");
  private static final Keyword RESUME = Keyword.of("resume");
  private static final Keyword RECEIVED = Keyword.of("received");
  private static final int MAX_PORT = 65_535;

  private FrameCodec() {}

  /**
   * Any thread.
   *
   * @throws FrameException if the body would be longer than {@link Framing#MAX_MESSAGE_BYTES}, or
   *     holds a value without an EDN form
   */
  public static byte[] encode(Frame frame) {
    return Printing.bytes("cannot send a frame", toValue(frame), LIMITS);
  }

  /** What stands before the bytes of {@link EnvelopeCodec#encode} to make a numbered frame. */
  public static byte[] numberedPrefix(long sequence) {
    return ("[" + NUMBERED + " " + sequence + " ").getBytes(StandardCharsets.US_ASCII);
  }

  /** What stands behind them. */
  public static byte numberedSuffix() {
    return ']';
  }

  /**
   * Reads a body.
   *
   * @throws FrameException if it is not exactly one frame; the message says where and what
   */
  public static Frame decode(byte[] body) {
    Optional<Frame.Numbered> plain = PlainNumbered.decode(body);
    return plain.isPresent() ? plain.get() : decodeAny(body);
  }

  /** The same for frames of any kind. */
  static Frame decodeAny(byte[] body) {
    Value value = read(body);
    if (!(value instanceof EdnVector frame) || frame.size() == 0) {
      throw Fields.malformed("frame", "a vector that begins with its kind", Fields.shown(value));
    }
    return switch (frame.get(0)) {
      case Keyword kind -> decode(kind, frame);
      case Value other -> throw Fields.malformed("frame", "a keyword first", Fields.shown(other));
    };
  }

  static Value read(byte[] body) {
    try {
      return EdnReader.readOne(body, SOURCE, LIMITS);
    } catch (EdnException e) {
      throw new FrameException(Fault.NOT_EDN, "bad " + e.getMessage());
    }
  }

  private static Frame decode(Keyword kind, EdnVector frame) {
    return switch (kind.toString()) {
      case ":hello" -> hello(only(kind, frame));
      case ":operator" -> operator(only(kind, frame));
      case ":welcome" -> welcome(only(kind, frame));
      case ":numbered" -> numbered(frame);
      case ":ack" -> new Frame.Ack(Fields.integer("ack", only(kind, frame), 0, Long.MAX_VALUE));
      case ":envelope" -> new Frame.Plain(EnvelopeCodec.fromValue(only(kind, frame)));
      case ":membership" -> new Frame.MembershipBytes(bytes("membership", only(kind, frame)));
      case ":holding" -> holding(only(kind, frame));
      case ":denied" -> denied(only(kind, frame));
      case ":ring" -> new Frame.Ring(SharedRing.of(only(kind, frame)));
      case ":bye" -> new Frame.Bye(Fields.as(Keyword.class, "a keyword", "bye", only(kind, frame)));
      default ->
          throw new FrameException(
              Fault.UNKNOWN_KIND,
              "bad frame: expected a kind of protocol " + Frame.PROTOCOL + ", found " + kind);
    };
  }

  private static Value only(Keyword kind, EdnVector frame) {
    return Fields.vector("frame " + kind, frame, 2).get(1);
  }

  private static Frame numbered(EdnVector frame) {
    Fields.vector("frame :numbered", frame, 3);
    return new Frame.Numbered(
        Fields.integer("number", frame.get(1), 1, Long.MAX_VALUE),
        EnvelopeCodec.fromValue(frame.get(2)));
  }

  private static byte[] bytes(String what, Value value) {
    return Fields.as(Bytes.class, "#jelly/bytes", what, value).toByteArray();
  }

  private static Frame hello(Value value) {
    Fields fields = new Fields("hello", value);
    EdnVector at = fields.vector(AT, 2);
    Frame.Hello hello =
        new Frame.Hello(
            protocol(fields),
            fields.text(FLEET),
            fields.name(NODE, NodeId::new),
            fields.integer(INCARNATION, Long.MIN_VALUE, Long.MAX_VALUE),
            boot(fields.at(BOOT), fields.get(BOOT)),
            Fields.as(Text.class, "text", fields.at(AT), at.get(0)).value(),
            (int) Fields.integer(fields.at(AT), at.get(1), 1, MAX_PORT),
            fields.integer(DIAL, 1, Long.MAX_VALUE),
            fields.integer(STREAM, 1, Long.MAX_VALUE),
            fields.find(RESUME).map(FrameCodec::resume));
    fields.end();
    return hello;
  }

  private static int protocol(Fields fields) {
    return (int) fields.integer(PROTOCOL, 0, Integer.MAX_VALUE);
  }

  private static Boot boot(String what, Value value) {
    byte[] bytes = bytes(what, value);
    if (bytes.length != Boot.BYTES) {
      throw Fields.malformed(what, Boot.BYTES + " bytes", bytes.length + " bytes");
    }
    return Boot.from(ByteBuffer.wrap(bytes));
  }

  private static Frame.Resume resume(Value value) {
    Fields fields = new Fields("hello :resume", value);
    Frame.Resume resume =
        new Frame.Resume(
            fields.integer(INCARNATION, Long.MIN_VALUE, Long.MAX_VALUE),
            fields.integer(STREAM, 1, Long.MAX_VALUE),
            fields.integer(RECEIVED, 0, Long.MAX_VALUE),
            fields.integer(DIAL, 0, Long.MAX_VALUE));
    fields.end();
    return resume;
  }

  private static Frame operator(Value value) {
    Fields fields = new Fields("operator", value);
    Frame.OperatorHello hello =
        new Frame.OperatorHello(protocol(fields), fields.text(FLEET), fields.text(NAME));
    fields.end();
    return hello;
  }

  private static Frame holding(Value value) {
    Fields fields = new Fields("holding", value);
    long denied = fields.integer(DENIED, 0, Long.MAX_VALUE);
    RingVersion ring = RingVersion.of(fields.at(RING), fields.get(RING));
    Optional<Value> time = fields.find(TIME);
    fields.end();
    OptionalLong timeMs =
        time.isPresent()
            ? OptionalLong.of(Fields.integer(fields.at(TIME), time.get(), 0, Long.MAX_VALUE))
            : OptionalLong.empty();
    return new Frame.Holding(denied, ring, timeMs);
  }

  private static Frame denied(Value value) {
    try {
      return new Frame.Denied(SignedDenyList.of(value));
    } catch (DenyListException e) {
      throw new FrameException(Fault.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static Frame welcome(Value value) {
    Fields fields = new Fields("welcome", value);
    Frame.Welcome welcome =
        new Frame.Welcome(fields.name(NODE, NodeId::new), fields.name(YOU, Address::new));
    fields.end();
    return welcome;
  }

  private static Value toValue(Frame frame) {
    return switch (frame) {
      case Frame.Hello hello -> EdnVector.of(HELLO, toValue(hello));
      case Frame.OperatorHello hello ->
          EdnVector.of(
              OPERATOR,
              EdnMap.EMPTY
                  .with(PROTOCOL, Int.of(hello.protocol()))
                  .with(FLEET, Text.of(hello.fleet()))
                  .with(NAME, Text.of(hello.name())));
      case Frame.Welcome welcome ->
          EdnVector.of(
              WELCOME,
              EdnMap.EMPTY
                  .with(NODE, Text.of(welcome.node().value()))
                  .with(YOU, Text.of(welcome.you().path())));
      case Frame.Numbered numbered ->
          EdnVector.of(
              NUMBERED, Int.of(numbered.sequence()), EnvelopeCodec.toValue(numbered.envelope()));
      case Frame.Ack ack -> EdnVector.of(ACK, Int.of(ack.received()));
      case Frame.Plain plain -> EdnVector.of(ENVELOPE, EnvelopeCodec.toValue(plain.envelope()));
      case Frame.MembershipBytes membership ->
          EdnVector.of(MEMBERSHIP, Bytes.of(membership.payload()));
      case Frame.Holding holding -> EdnVector.of(HOLDING, toValue(holding));
      case Frame.Denied denied -> EdnVector.of(DENIED, denied.list().toValue());
      case Frame.Ring ring -> EdnVector.of(RING, ring.ring().toValue());
      case Frame.Bye bye -> EdnVector.of(BYE, bye.reason());
    };
  }

  private static EdnMap toValue(Frame.Hello hello) {
    EdnMap map =
        EdnMap.EMPTY
            .with(PROTOCOL, Int.of(hello.protocol()))
            .with(FLEET, Text.of(hello.fleet()))
            .with(NODE, Text.of(hello.node().value()))
            .with(INCARNATION, Int.of(hello.incarnation()))
            .with(BOOT, Bytes.of(hello.boot().bytes()))
            .with(AT, EdnVector.of(Text.of(hello.host()), Int.of(hello.port())))
            .with(DIAL, Int.of(hello.dial()))
            .with(STREAM, Int.of(hello.stream()));
    Optional<Frame.Resume> resume = hello.resume();
    return resume.isPresent() ? map.with(RESUME, toValue(resume.get())) : map;
  }

  private static EdnMap toValue(Frame.Holding holding) {
    EdnMap map = EdnMap.of(DENIED, Int.of(holding.denied()), RING, holding.ring().toValue());
    OptionalLong time = holding.timeMs();
    return time.isPresent() ? map.with(TIME, Int.of(time.getAsLong())) : map;
  }

  private static EdnMap toValue(Frame.Resume resume) {
    return EdnMap.EMPTY
        .with(INCARNATION, Int.of(resume.incarnation()))
        .with(STREAM, Int.of(resume.stream()))
        .with(RECEIVED, Int.of(resume.received()))
        .with(DIAL, Int.of(resume.dial()));
  }
}
