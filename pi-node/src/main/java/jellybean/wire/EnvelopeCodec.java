package jellybean.wire;

import java.util.Locale;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.Envelope.Kind;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;

/**
 * Envelopes as EDN:
 *
 * <pre>
 * {:kind :message            absent for a plain message
 *  :from "/house/door" :to "/house/lamp" :id ["node-a" incarnation sequence]
 *  :name :on :data {…} :time milliseconds :seed bits
 *  :reply-to ["/house/door" "node-a" ask]    only if there is one
 *  :key value                                only if a keyed route chose the receiver
 *  :instance value}                          only if it crossed an instance of a template
 * </pre>
 */
public final class EnvelopeCodec {
  /** The frame around an envelope takes at most the rest. */
  public static final int MAX_ENVELOPE_BYTES = Framing.MAX_BODY_BYTES - 64;

  // What the frame around it leaves.
  private static final ReadLimits LIMITS =
      new ReadLimits(
          FrameCodec.LIMITS.depth() - 1, MAX_ENVELOPE_BYTES, FrameCodec.LIMITS.elements() - 3);

  private static final Keyword KIND = Keyword.of("kind");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword ID = Keyword.of("id");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword REPLY_TO = Keyword.of("reply-to");
  private static final Keyword KEY = Keyword.of("key");
  private static final Keyword INSTANCE = Keyword.of("instance");

  private EnvelopeCodec() {}

  /**
   * Any thread.
   *
   * @throws FrameException if the envelope holds a value without an EDN form, its bytes exceed
   *     {@link #MAX_ENVELOPE_BYTES}, or it is too deep: whatever is sent can be read
   */
  public static byte[] encode(Envelope envelope) {
    String what = "cannot send " + envelope.name() + " to " + envelope.to();
    return Printing.bytes(what, toValue(envelope), LIMITS);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws FrameException if the bytes are anything else
   */
  public static Envelope decode(byte[] bytes) {
    return fromValue(FrameCodec.read(bytes));
  }

  static Value toValue(Envelope envelope) {
    EdnMap map = envelope.kind() == Kind.MESSAGE ? EdnMap.EMPTY : kind(envelope.kind());
    map =
        map.with(FROM, Text.of(envelope.from().path()))
            .with(TO, Text.of(envelope.to().path()))
            .with(ID, id(envelope.id()))
            .with(NAME, envelope.name())
            .with(DATA, envelope.data())
            .with(TIME, Int.of(envelope.timeMs()))
            .with(SEED, Int.of(envelope.seed()));
    if (envelope.replyTo().isPresent()) {
      map = map.with(REPLY_TO, replyTo(envelope.replyTo().get()));
    }
    if (envelope.via().key().isPresent()) {
      map = map.with(KEY, envelope.via().key().get());
    }
    return envelope.via().instance().isPresent()
        ? map.with(INSTANCE, envelope.via().instance().get())
        : map;
  }

  static Envelope fromValue(Value value) {
    Fields fields = new Fields("envelope", value);
    Kind kind = fields.find(KIND).map(found -> kind(fields.at(KIND), found)).orElse(Kind.MESSAGE);
    Envelope envelope =
        new Envelope(
            kind,
            fields.name(FROM, Address::new),
            fields.name(TO, Address::new),
            id(fields.at(ID), fields.get(ID)),
            fields.keyword(NAME),
            fields.get(DATA),
            fields.integer(TIME, Long.MIN_VALUE, Long.MAX_VALUE),
            fields.integer(SEED, Long.MIN_VALUE, Long.MAX_VALUE),
            fields.find(REPLY_TO).map(found -> replyTo(fields.at(REPLY_TO), found)),
            new Via(fields.find(KEY), fields.find(INSTANCE)));
    fields.end();
    return envelope;
  }

  private static EdnMap kind(Kind kind) {
    return EdnMap.EMPTY.with(KIND, Keyword.of(kind.name().toLowerCase(Locale.ROOT)));
  }

  private static Kind kind(String what, Value value) {
    for (Kind kind : Kind.values()) {
      if (value.equals(Keyword.of(kind.name().toLowerCase(Locale.ROOT)))) {
        return kind;
      }
    }
    throw Fields.malformed(what, ":message, :answer, :watch or :unwatch", Fields.shown(value));
  }

  private static EdnVector id(MessageId id) {
    return EdnVector.of(
        Text.of(id.node().value()), Int.of(id.incarnation()), Int.of(id.sequence()));
  }

  private static MessageId id(String what, Value value) {
    EdnVector id = Fields.vector(what, value, 3);
    return new MessageId(
        Fields.name(what, id.get(0), NodeId::new),
        number(what, id.get(1)),
        number(what, id.get(2)));
  }

  private static EdnVector replyTo(ReplyTo replyTo) {
    return EdnVector.of(
        Text.of(replyTo.asker().path()), Text.of(replyTo.node().value()), Int.of(replyTo.ask()));
  }

  private static ReplyTo replyTo(String what, Value value) {
    EdnVector replyTo = Fields.vector(what, value, 3);
    return new ReplyTo(
        Fields.name(what, replyTo.get(0), Address::new),
        Fields.name(what, replyTo.get(1), NodeId::new),
        number(what, replyTo.get(2)));
  }

  private static long number(String what, Value value) {
    return Fields.integer(what, value, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
