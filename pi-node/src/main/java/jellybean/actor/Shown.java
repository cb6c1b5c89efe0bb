package jellybean.actor;

import java.time.Instant;
import jellybean.edn.EdnMap;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/** Messages, dead letters and signals as EDN. */
final class Shown {
  static final Keyword BEFORE = Keyword.of("before");
  static final Keyword CLUSTER = Keyword.of("cluster");
  static final Keyword LOST = Keyword.of("lost");
  static final Keyword NUMBER = Keyword.of("number");
  static final Keyword RAN = Keyword.of("ran");
  static final Keyword FRESH = Keyword.of("fresh");
  private static final Keyword ID = Keyword.of("id");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword ADDRESS = Keyword.of("address");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword INSTANCE = Keyword.of("instance");
  private static final Keyword KEY = Keyword.of("key");
  private static final Keyword REPLY_TO = Keyword.of("reply-to");
  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword ASK = Keyword.of("ask");
  private static final Keyword REASON = Keyword.of("reason");
  private static final Keyword DETAIL = Keyword.of("detail");
  private static final Keyword ERROR = Keyword.of("error");

  private Shown() {}

  static Value text(Address address) {
    return new Text(address.path());
  }

  static Value time(long ms) {
    return new Inst(Instant.ofEpochMilli(ms));
  }

  /** {@code {:actor "/a/b" :error …}}. */
  static EdnMap crash(Address actor, Value error) {
    return EdnMap.of(ACTOR, text(actor), ERROR, error);
  }

  /** {@code {:actor "/a/b" :reason …}}. */
  static EdnMap stop(Address actor, Value reason) {
    return EdnMap.of(ACTOR, text(actor), REASON, reason);
  }

  /** {@code {:address "/a/b" :reason …}}. */
  static EdnMap down(Address address, Value reason) {
    return EdnMap.of(ADDRESS, text(address), REASON, reason);
  }

  /** A line of a history: all that a replay needs of a message. */
  static EdnMap handled(Envelope envelope) {
    EdnMap map =
        EdnMap.of(
            ID, new Text(envelope.id().toString()),
            TIME, time(envelope.timeMs()),
            SEED, Int.of(envelope.seed()),
            ACTOR, text(envelope.to()),
            FROM, text(envelope.from()),
            NAME, envelope.name(),
            DATA, envelope.data());
    if (envelope.via().key().isPresent()) {
      map = map.with(KEY, envelope.via().key().get());
    }
    if (envelope.via().instance().isPresent()) {
      map = map.with(INSTANCE, envelope.via().instance().get());
    }
    return envelope.replyTo().isPresent()
        ? map.with(REPLY_TO, replyTo(envelope.replyTo().get()))
        : map;
  }

  /** After all that an actor handled: the state that it has now. */
  static EdnMap now(Address actor, long timeMs, Value state) {
    return EdnMap.of(TIME, time(timeMs), ACTOR, text(actor), BEFORE, state);
  }

  /** What {@link Signals#STARTED} says. */
  static EdnMap start(Address actor, NodeId node) {
    return EdnMap.of(ACTOR, text(actor), NODE, new Text(node.value()));
  }

  private static EdnMap replyTo(ReplyTo replyTo) {
    return EdnMap.of(
        ACTOR, text(replyTo.asker()),
        NODE, new Text(replyTo.node().value()),
        ASK, Int.of(replyTo.ask()));
  }

  /** A dead letter. */
  static EdnMap dead(DeadLetter letter) {
    EdnMap map =
        EdnMap.of(REASON, letter.reason(), TIME, time(letter.timeMs()), FROM, text(letter.from()));
    if (letter.to().isPresent()) {
      map = map.with(TO, text(letter.to().get()));
    }
    return map.with(NAME, letter.name()).with(DATA, letter.data()).with(DETAIL, letter.detail());
  }
}
