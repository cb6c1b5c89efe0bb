package jellybean.system;

import jellybean.actor.Info;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;

/**
 * What a behaviour of three parameters gets as its third: {@code {:self "/a/b" :from "/a/c" :id "…"
 * :time ms :seed n}}, with {@code :reply-to} if the sayer waits for an answer {@code :key} if a
 * keyed route chose the receiver, and {@code :instance} if it came from an instance of a template.
 */
final class Infos {
  private static final Keyword SELF = Keyword.of("self");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword ID = Keyword.of("id");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword REPLY_TO = Keyword.of("reply-to");
  private static final Keyword INSTANCE = Keyword.of("instance");
  private static final Keyword KEY = Keyword.of("key");

  private Infos() {}

  static EdnMap toValue(Info info) {
    EdnMap.Builder map = EdnMap.builder();
    map.put(SELF, new Text(info.self().path()));
    map.put(FROM, new Text(info.from().path()));
    map.put(ID, new Text(info.id().toString()));
    map.put(TIME, Int.of(info.timeMs()));
    map.put(SEED, Int.of(info.seed()));
    info.replyTo().ifPresent(replyTo -> map.put(REPLY_TO, ReplyTos.toValue(replyTo)));
    info.via().key().ifPresent(key -> map.put(KEY, key));
    info.via().instance().ifPresent(instance -> map.put(INSTANCE, instance));
    return map.build();
  }
}
