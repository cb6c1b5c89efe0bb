package jellybean.actor;

import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;

/**
 * Messages of a mailbox as EDN: {@code {:from "/a" :id ["n" 1 7] :name :add :data 1 :time ms :seed
 * n}}, with {@code :reply-to #jelly/reply-to ["/a" "n" 12]}, {@code :key} and {@code :instance} if
 * they have them.
 */
final class SavedMessages {
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword ID = Keyword.of("id");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword REPLY_TO = Keyword.of("reply-to");
  private static final Keyword KEY = Keyword.of("key");
  private static final Keyword INSTANCE = Keyword.of("instance");
  private static final Symbol REPLY_TAG = Symbol.of("jelly/reply-to");
  private static final int PARTS = 3;

  private SavedMessages() {}

  static EdnMap toValue(Envelope message) {
    EdnMap.Builder map = EdnMap.builder();
    map.put(FROM, Shown.text(message.from()));
    map.put(ID, id(message.id()));
    map.put(NAME, message.name());
    map.put(DATA, message.data());
    map.put(TIME, Int.of(message.timeMs()));
    map.put(SEED, Int.of(message.seed()));
    message.replyTo().ifPresent(to -> map.put(REPLY_TO, replyTo(to)));
    message.via().key().ifPresent(key -> map.put(KEY, key));
    message.via().instance().ifPresent(instance -> map.put(INSTANCE, instance));
    return map.build();
  }

  static EdnVector id(MessageId id) {
    return EdnVector.of(
        new Text(id.node().value()), Int.of(id.incarnation()), Int.of(id.sequence()));
  }

  static MessageId id(Value written) {
    List<Value> id = triple(written);
    return new MessageId(
        new NodeId(Image.text(id.get(0))), Image.number(id.get(1)), Image.number(id.get(2)));
  }

  private static Value replyTo(ReplyTo to) {
    return new Tagged(
        REPLY_TAG,
        EdnVector.of(Shown.text(to.asker()), new Text(to.node().value()), Int.of(to.ask())));
  }

  /**
   * The message that {@link #toValue} showed, for another receiver perhaps.
   *
   * @throws StepException it is none
   */
  static Envelope fromValue(Value value, Address receiver) {
    return fromValue(value, receiver, Envelope.Kind.MESSAGE);
  }

  /** The same of another kind. */
  static Envelope fromValue(Value value, Address receiver, Envelope.Kind kind) {
    EdnMap map = Image.map(value, "a message");
    return new Envelope(
        kind,
        Image.address(Image.at(map, FROM)),
        receiver,
        id(Image.at(map, ID)),
        Image.keyword(Image.at(map, NAME)),
        Image.at(map, DATA),
        Image.number(Image.at(map, TIME)),
        Image.number(Image.at(map, SEED)),
        map.find(REPLY_TO).filter(to -> to != Nil.NIL).map(SavedMessages::replyTo),
        new Via(map.find(KEY), map.find(INSTANCE), Optional.empty()));
  }

  private static ReplyTo replyTo(Value value) {
    if (!(value instanceof Tagged tagged) || !tagged.tag().equals(REPLY_TAG)) {
      throw Image.bad("#jelly/reply-to [asker node ask]", value);
    }
    List<Value> parts = triple(tagged.value());
    return new ReplyTo(
        Image.address(parts.get(0)),
        new NodeId(Image.text(parts.get(1))),
        Image.number(parts.get(2)));
  }

  private static List<Value> triple(Value value) {
    if (value instanceof EdnVector vector && vector.size() == PARTS) {
      return List.of(vector.get(0), vector.get(1), vector.get(2));
    }
    throw Image.bad("a vector of three", value);
  }
}
