package jellybean.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.Envelope;
import jellybean.message.Envelope.Kind;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;

/**
 * Reads what nearly all frames are, a numbered message exactly as {@link PlainEnvelopes} writes it,
 * without making a vector and a map of it first. Whatever deviates by a byte is left to the reader
 * of any frame, which also says what is wrong with it; so this one never accepts what that one
 * would not, and never gives another frame.
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
  private static final byte[] REPLY_TO = ascii(", :reply-to [\"");
  private static final byte[] NODE = ascii("\" \"");
  private static final byte[] ASK = ascii("\" ");
  private static final byte[] CLOSE = ascii("]");
  private static final byte[] END = ascii("}]");

  /** Elements around the data, of frame and envelope. */
  private static final int ELEMENTS = 32;

  private static final ReadLimits LIMITS =
      new ReadLimits(
          FrameCodec.LIMITS.depth() - 2,
          FrameCodec.LIMITS.bytes(),
          FrameCodec.LIMITS.elements() - ELEMENTS);

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
    } catch (Deviation | EdnException | BadNameException e) {
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
    Value data = data();
    skip(TIME);
    long timeMs = number();
    skip(SEED);
    long seed = number();
    Optional<ReplyTo> replyTo = isNext(REPLY_TO) ? Optional.of(replyTo()) : Optional.empty();
    skip(END);
    if (at != body.length || sequence < 1) {
      throw Deviation.FOUND;
    }
    return new Frame.Numbered(
        sequence,
        new Envelope(Kind.MESSAGE, from, to, id, name, data, timeMs, seed, replyTo, Via.NONE));
  }

  private ReplyTo replyTo() {
    skip(REPLY_TO);
    Address asker = quoted(ADDRESSES);
    skip(NODE);
    NodeId node = quoted(NODES);
    skip(ASK);
    long ask = number();
    skip(CLOSE);
    return new ReplyTo(asker, node, ask);
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

  private Value data() {
    EdnReader reader = EdnReader.from(at, body, "data", LIMITS);
    Value data = reader.next().orElseThrow(() -> Deviation.FOUND);
    at = reader.index();
    return data;
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
