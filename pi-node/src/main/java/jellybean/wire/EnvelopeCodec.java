package jellybean.wire;

import java.util.Optional;
import jellybean.edn.Bool;
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
import jellybean.message.Ticket;
import jellybean.message.Trace;
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
 *  :ticket ["node-a" true epoch number previous]   only if somebody waits for its confirmation
 *  :instance value                          only if it crossed an instance of a template
 *  :trace ["id" "cause" hops]}               only if somebody follows it
 * </pre>
 */
public final class EnvelopeCodec {
  /** The frame around an envelope takes at most the rest. */
  public static final int MAX_ENVELOPE_BYTES = Framing.MAX_MESSAGE_BYTES - 64;

  // What the frame around it leaves.
  private static final ReadLimits LIMITS =
      new ReadLimits(
          FrameCodec.LIMITS.depth() - 1, MAX_ENVELOPE_BYTES, FrameCodec.LIMITS.elements() - 3);

  private static final Keyword KIND = Keyword.of("kind");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword ID = Keyword.of("id");
  private static final String ENVELOPE_ID = "envelope " + ID;
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword REPLY_TO = Keyword.of("reply-to");
  private static final Keyword KEY = Keyword.of("key");
  private static final Keyword INSTANCE = Keyword.of("instance");
  private static final Keyword TICKET = Keyword.of("ticket");
  private static final int TICKET_PARTS = 5;
  private static final Keyword TRACE = Keyword.of("trace");

  private EnvelopeCodec() {}

  /**
   * Any thread.
   *
   * @throws FrameException if the envelope holds a value without an EDN form, its bytes exceed
   *     {@link #MAX_ENVELOPE_BYTES}, or it is too deep: whatever is sent can be read
   */
  public static byte[] encode(Envelope envelope) {
    Optional<byte[]> plain = PlainEnvelopes.encode(envelope, LIMITS);
    return plain.isPresent() ? plain.get() : encodeAny(envelope);
  }

  /** The same for whatever is beside the message. */
  static byte[] encodeAny(Envelope envelope) {
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

  /** The map that {@link #encode} prints. */
  public static Value toValue(Envelope envelope) {
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
    if (envelope.ticket().isPresent()) {
      map = map.with(TICKET, ticket(envelope.ticket().get()));
    }
    if (envelope.via().instance().isPresent()) {
      map = map.with(INSTANCE, envelope.via().instance().get());
    }
    return envelope.via().trace().isPresent()
        ? map.with(TRACE, trace(envelope.via().trace().get()))
        : map;
  }

  /**
   * Reads what {@link #toValue} made.
   *
   * @throws FrameException if it is anything else
   */
  public static Envelope fromValue(Value value) {
    Fields fields = new Fields("envelope", value);
    Kind kind = fields.find(KIND).map(found -> kind(fields.at(KIND), found)).orElse(Kind.MESSAGE);
    Envelope envelope =
        new Envelope(
            kind,
            fields.name(FROM, Address::new),
            fields.name(TO, Address::new),
            id(ENVELOPE_ID, fields.get(ID)),
            fields.keyword(NAME),
            fields.get(DATA),
            fields.integer(TIME, Long.MIN_VALUE, Long.MAX_VALUE),
            fields.integer(SEED, Long.MIN_VALUE, Long.MAX_VALUE),
            replyTo(fields),
            via(fields),
            ticket(fields));
    fields.end();
    return envelope;
  }

  static Optional<ReplyTo> replyTo(Fields fields) {
    return fields.find(REPLY_TO).map(found -> replyTo(fields.at(REPLY_TO), found));
  }

  static Optional<Ticket> ticket(Fields fields) {
    return fields.find(TICKET).map(found -> ticket(fields.at(TICKET), found));
  }

  static Via via(Fields fields) {
    return new Via(
        fields.find(KEY),
        fields.find(INSTANCE),
        fields.find(TRACE).map(found -> trace(fields.at(TRACE), found)));
  }

  private static EdnVector trace(Trace trace) {
    return EdnVector.of(Text.of(trace.id()), Text.of(trace.cause()), Int.of(trace.hops()));
  }

  private static Trace trace(String what, Value value) {
    EdnVector trace = Fields.vector(what, value, 3);
    return new Trace(
        Fields.as(Text.class, "a string", what, trace.get(0)).value(),
        Fields.as(Text.class, "a string", what, trace.get(1)).value(),
        (int) Fields.integer(what, trace.get(2), 0, Trace.MAX_HOPS));
  }

  private static EdnMap kind(Kind kind) {
    return EdnMap.EMPTY.with(KIND, kind.keyword());
  }

  private static Kind kind(String what, Value value) {
    return Kind.of(value)
        .orElseThrow(
            () ->
                Fields.malformed(
                    what, ":message, :answer, :watch, :unwatch or :accepted", Fields.shown(value)));
  }

  /** {@code ["node-a" incarnation sequence]}. */
  public static EdnVector id(MessageId id) {
    return EdnVector.of(
        Text.of(id.node().value()), Int.of(id.incarnation()), Int.of(id.sequence()));
  }

  /**
   * Reads what {@link #id(MessageId)} made.
   *
   * @throws FrameException if it is anything else
   */
  public static MessageId id(String what, Value value) {
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

  private static EdnVector ticket(Ticket ticket) {
    return EdnVector.of(
        Text.of(ticket.from().value()),
        Bool.of(ticket.isKept()),
        Int.of(ticket.epoch()),
        Int.of(ticket.number()),
        Int.of(ticket.previous()));
  }

  private static Ticket ticket(String what, Value value) {
    EdnVector ticket = Fields.vector(what, value, TICKET_PARTS);
    return new Ticket(
        Fields.name(what, ticket.get(0), NodeId::new),
        Fields.as(Bool.class, "true or false", what, ticket.get(1)).value(),
        number(what, ticket.get(2)),
        Fields.integer(what, ticket.get(3), 0, Long.MAX_VALUE),
        Fields.integer(what, ticket.get(4), 0, Long.MAX_VALUE));
  }

  private static long number(String what, Value value) {
    return Fields.integer(what, value, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
