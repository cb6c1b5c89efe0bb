package jellybean.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;

/**
 * Reads what nearly all frames are, a numbered message exactly as {@link EnvelopeCodec} writes it,
 * without making a vector and a map of it first; only of what few have beside it. Whatever deviates
 * by a byte is left to the reader of any frame, which also says what is wrong with it; so this one
 * never accepts what that one would not, and never gives another frame.
 */
final class PlainNumbered {
  private static final byte[] NUMBERED = ascii("[:numbered ");
  private static final byte[] FROM = ascii(" {:from \"");
  private static final byte[] TO = ascii("\", :to \"");
  private static final byte[] ID = ascii("\", :id [\"");
  private static final byte[] INCARNATION = ascii("\" ");
  private static final byte[] SPACE = ascii(" ");
  private static final byte[] NAME = ascii("], :name ");
  private static final byte[] DATA = ascii(", :data ");
  private static final byte[] TIME = ascii(", :time ");
  private static final byte[] SEED = ascii(", :seed ");
  private static final byte[] COMMA = ascii(", ");
  private static final byte[] END = ascii("}]");

  /** Elements around the data, of frame and envelope, and of what may be beside the message. */
  private static final int ELEMENTS = 512;

  /** Of each of the five things beside a message; what is larger is left to the other reader. */
  private static final int BESIDE_ELEMENTS = 64;

  private static final ReadLimits LIMITS =
      new ReadLimits(
          FrameCodec.LIMITS.depth() - 2,
          FrameCodec.LIMITS.bytes(),
          FrameCodec.LIMITS.elements() - ELEMENTS);

  private static final ReadLimits BESIDE =
      new ReadLimits(LIMITS.depth(), LIMITS.bytes(), BESIDE_ELEMENTS);

  private static final RecentNames<Address> ADDRESSES = new RecentNames<>(Address::new);
  private static final RecentNames<NodeId> NODES = new RecentNames<>(NodeId::new);
  private static final RecentNames<Keyword> KEYWORDS = new RecentNames<>(PlainNumbered::keyword);

  private final byte[] body;
  private int at;

  private PlainNumbered(byte[] body) {
    this.body = body;
  }

  /** The frame, if it is a plain one. */
  static Optional<Frame.Numbered> decode(byte[] body) {
    try {
      return Optional.of(new PlainNumbered(body).frame());
    } catch (Deviation | FrameException | EdnException | BadNameException e) {
      return Optional.empty();
    }
  }

  private Frame.Numbered frame() {
    skip(NUMBERED);
    long sequence = number();
    skip(FROM);
    Address from = quoted(ADDRESSES);
    skip(TO);
    Address to = quoted(ADDRESSES);
    skip(ID);
    NodeId node = quoted(NODES);
    skip(INCARNATION);
    long incarnation = number();
    skip(SPACE);
    MessageId id = new MessageId(node, incarnation, number());
    skip(NAME);
    Keyword name = keyword();
    skip(DATA);
    Value data = value(LIMITS);
    skip(TIME);
    long timeMs = number();
    skip(SEED);
    long seed = number();
    EdnMap beside = beside();
    if (at != body.length || sequence < 1 || body.length > LIMITS.bytes()) {
      throw Deviation.FOUND;
    }
    Envelope plain = Envelope.message(from, to, id, name, data, timeMs, seed);
    return new Frame.Numbered(sequence, beside.isEmpty() ? plain : with(plain, beside));
  }

  /** What stands behind the message: who awaits an answer, by which key it came and the like. */
  private EdnMap beside() {
    EdnMap beside = EdnMap.EMPTY;
    while (isNext(COMMA)) {
      skip(COMMA);
      Value key = value(BESIDE);
      skip(SPACE);
      if (beside.find(key).isPresent()) {
        throw Deviation.FOUND;
      }
      beside = beside.with(key, value(BESIDE));
    }
    skip(END);
    return beside;
  }

  private static Envelope with(Envelope plain, EdnMap beside) {
    Fields fields = new Fields("envelope", beside);
    Envelope all =
        new Envelope(
            plain.kind(),
            plain.from(),
            plain.to(),
            plain.id(),
            plain.name(),
            plain.data(),
            plain.timeMs(),
            plain.seed(),
            EnvelopeCodec.replyTo(fields),
            EnvelopeCodec.via(fields),
            EnvelopeCodec.ticket(fields));
    fields.end();
    return all;
  }

  private boolean isNext(byte[] literal) {
    int end = at + literal.length;
    return end <= body.length && Arrays.equals(body, at, end, literal, 0, literal.length);
  }

  private void skip(byte[] literal) {
    if (!isNext(literal)) {
      throw Deviation.FOUND;
    }
    at += literal.length;
  }

  /** As {@link Long#toString(long)} writes it. */
  private long number() {
    boolean isNegative = at < body.length && body[at] == '-';
    int from = isNegative ? at + 1 : at;
    int to = from;
    long negated = 0; // There is one number more of those.
    while (to < body.length && body[to] >= '0' && body[to] <= '9') {
      if (negated < Long.MIN_VALUE / 10) {
        throw Deviation.FOUND;
      }
      negated = negated * 10 - (body[to++] - '0');
      if (negated > 0) {
        throw Deviation.FOUND;
      }
    }
    boolean hasLeadingZero = from < to && body[from] == '0' && (to > from + 1 || isNegative);
    boolean isTooLarge = !isNegative && negated == Long.MIN_VALUE;
    if (to == from || hasLeadingZero || isTooLarge) {
      throw Deviation.FOUND;
    }
    at = to;
    return isNegative ? negated : -negated;
  }

  /** Up to the quote, which stays. */
  private <T> T quoted(RecentNames<T> names) {
    int from = at;
    while (at < body.length && PlainEnvelopes.isPlain(body[at])) {
      at++;
    }
    return names.of(body, from, at);
  }

  /** Up to the comma, which stays. */
  private Keyword keyword() {
    int from = at;
    while (at < body.length && body[at] != ',' && PlainEnvelopes.isPlain(body[at])) {
      at++;
    }
    return KEYWORDS.of(body, from, at);
  }

  private static Keyword keyword(String text) {
    if (EdnReader.readOne(text) instanceof Keyword keyword && keyword.toString().equals(text)) {
      return keyword;
    }
    throw Deviation.FOUND;
  }

  private Value value(ReadLimits limits) {
    EdnReader reader = EdnReader.from(at, body, "frame", limits);
    Value value = reader.next().orElseThrow(() -> Deviation.FOUND);
    at = reader.index();
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** It is not as plain as that. Has no stack trace: it is no fault. */
  private static final class Deviation extends RuntimeException {
    static final Deviation FOUND = new Deviation();
    private static final long serialVersionUID = 1;

    private Deviation() {
      super("not a plain envelope", null, false, false);
    }
  }
}
