package jellybean.net;

import io.scalecube.cluster.transport.api.Message;
import java.util.Optional;
import java.util.function.Consumer;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * ScaleCube's messages as bounded EDN: {@code {:swim :ping :cid "…" :from "127.0.0.1:7001" :data
 * […]}}.
 *
 * <p>Reading accepts the kinds of {@link SwimKind} with the fields of {@link SwimData} and nothing
 * else, so that no peer can make a class of its choice appear, nor one of ScaleCube's subscribers
 * fail: it would never be called again. Memory is bounded by that of the EDN, whose size and number
 * of elements are bounded before anything is made of it. Its own objects have no lives: all methods
 * may be called by any thread.
 */
final class SwimCodec {
  /** Map, data, table, record, member: 5; the same within a rumour, 7; tags may be deep. */
  private static final int DEPTH = 32;

  /** 256 members of 6 values each, and the message around them. */
  private static final int ELEMENTS = 4_096;

  private static final int MAX_CORRELATION_LENGTH = 64;
  private static final int MAX_ENTRIES = 4;

  private static final ReadLimits LIMITS =
      new ReadLimits(DEPTH, MembershipChannel.MAX_PAYLOAD_BYTES, ELEMENTS);

  static final Keyword SWIM = Keyword.of("swim");
  private static final Keyword CORRELATION = Keyword.of("cid");
  private static final Keyword FROM = Keyword.of("from");
  static final Keyword DATA = Keyword.of("data");

  private SwimCodec() {}

  /** The bytes of a message. */
  static byte[] encode(Message message) {
    return print(toValue(message));
  }

  /**
   * The message that {@code sender} sent.
   *
   * @param homes the addresses of the lives that are known
   * @param accepted is shown the EDN of it, once it is found to be in order
   * @throws SwimFormatException if it is none, or says it is from another
   */
  static Message decode(NodeId sender, byte[] payload, Homes homes, Consumer<EdnMap> accepted) {
    Value value = read(payload);
    SwimKind kind = kindOf(value);
    if (kind == SwimKind.RUMOUR) {
      throw new SwimFormatException("bad membership message: a rumour must be within a gossip");
    }
    Message message = fromValue(value, kind, new Reading(homes));
    EdnMap map = (EdnMap) value;
    checkClaim(kind, map.get(DATA, EdnVector.EMPTY), sender);
    accepted.accept(map);
    return message;
  }

  /**
   * A synchronisation with one record, this life's own: who gets it learns of us, and answers with
   * all it knows.
   */
  static byte[] introduction(LifeId self, String address) {
    EdnVector member = EdnVector.of(new Text(self.toString()), new Text(address));
    EdnVector record = EdnVector.of(member, SwimField.ALIVE, Int.of(0));
    return print(
        EdnMap.of(
            SWIM,
            SwimKind.SYNC.keyword(),
            FROM,
            new Text(address),
            DATA,
            EdnVector.of(EdnVector.of(record))));
  }

  static EdnMap toValue(Message message) {
    String qualifier = message.qualifier();
    SwimKind kind =
        Optional.ofNullable(qualifier)
            .flatMap(SwimKind::ofQualifier)
            .orElseThrow(
                () -> new SwimFormatException("cannot write a message of kind " + qualifier));
    EdnMap value = EdnMap.of(SWIM, kind.keyword());
    if (message.correlationId() != null) {
      value = value.with(CORRELATION, new Text(message.correlationId()));
    }
    if (message.sender() != null) {
      value = value.with(FROM, new Text(message.sender()));
    }
    return value.with(DATA, kind.data().toValue(message.data()));
  }

  static Message fromValue(Value value, SwimKind expected, Reading reading) {
    if (!(value instanceof EdnMap map) || kindOf(value) != expected || map.size() > MAX_ENTRIES) {
      throw new SwimFormatException(
          "bad membership message: expected one of " + expected.keyword());
    }
    Message.Builder message =
        Message.withData(expected.data().fromValue(map.get(DATA, EdnVector.EMPTY), reading))
            .qualifier(expected.qualifier());
    map.find(CORRELATION).ifPresent(cid -> message.correlationId(correlation(cid)));
    Optional<Value> from = map.find(FROM);
    from.ifPresent(address -> message.sender(address(address)));
    if (from.isEmpty() && expected != SwimKind.RUMOUR) {
      throw new SwimFormatException("bad membership message: expected :from");
    }
    return message.build();
  }

  private static SwimKind kindOf(Value value) {
    if (!(value instanceof EdnMap map)) {
      throw new SwimFormatException("bad membership message: expected a map");
    }
    return map.find(SWIM)
        .flatMap(SwimKind::ofKeyword)
        .orElseThrow(
            () -> new SwimFormatException("bad membership message: expected a known :swim"));
  }

  private static String correlation(Value value) {
    String text = SwimField.text(value);
    if (text.length() > MAX_CORRELATION_LENGTH) {
      throw new SwimFormatException(
          "bad :cid: expected at most " + MAX_CORRELATION_LENGTH + " characters");
    }
    return text;
  }

  private static String address(Value value) {
    String text = SwimField.text(value);
    HostPort.parse(text);
    return text;
  }

  private static void checkClaim(SwimKind kind, Value data, NodeId sender) {
    EdnVector fields = (EdnVector) data;
    boolean holds =
        switch (kind.claim()) {
          case NONE -> true;
          case FIRST_MEMBER -> isOf(fields.get(0), sender);
          case SECOND_LIFE -> isLifeOf(fields.get(1), sender);
          case IN_TABLE -> isIn((EdnVector) fields.get(0), sender);
        };
    if (!holds) {
      throw new SwimFormatException(
          "forged membership message: " + kind.keyword() + " from " + sender + " names another");
    }
  }

  private static boolean isIn(EdnVector table, NodeId sender) {
    for (Value record : table) {
      if (isOf(((EdnVector) record).get(0), sender)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(Value member, NodeId sender) {
    return isLifeOf(((EdnVector) member).get(0), sender);
  }

  private static boolean isLifeOf(Value life, NodeId sender) {
    return LifeId.parse(SwimField.text(life)).node().equals(sender);
  }

  static byte[] print(EdnMap value) {
    byte[] bytes = EdnPrinter.toBytes(value);
    if (bytes.length > MembershipChannel.MAX_PAYLOAD_BYTES) {
      throw new SwimFormatException(
          "membership message too large: expected at most "
              + MembershipChannel.MAX_PAYLOAD_BYTES
              + " bytes, found "
              + bytes.length);
    }
    return bytes;
  }

  private static Value read(byte[] payload) {
    try {
      return EdnReader.readOne(payload, "membership", LIMITS);
    } catch (EdnException e) {
      throw new SwimFormatException("bad membership message: " + e.getMessage(), e);
    }
  }
}
