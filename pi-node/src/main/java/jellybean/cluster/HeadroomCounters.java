package jellybean.cluster;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** What telling each other of headroom costs, and what became of it. */
final class HeadroomCounters {
  private long messagesOut;
  private long bytesOut;
  private long messagesIn;
  private long bytesIn;
  private long malformed;
  private long unknown;
  private long news;
  private long expired;

  void sent(int bytes) {
    messagesOut++;
    bytesOut += bytes;
  }

  void received(int bytes) {
    messagesIn++;
    bytesIn += bytes;
  }

  void malformed() {
    malformed++;
  }

  /** About a node, or a life of one, that is no member. */
  void unknown() {
    unknown++;
  }

  void news() {
    news++;
  }

  void expired(int count) {
    expired += count;
  }

  EdnMap toValue() {
    return EdnMap.EMPTY
        .with(Keyword.of("messages-out"), Int.of(messagesOut))
        .with(Keyword.of("bytes-out"), Int.of(bytesOut))
        .with(Keyword.of("messages-in"), Int.of(messagesIn))
        .with(Keyword.of("bytes-in"), Int.of(bytesIn))
        .with(Keyword.of("malformed"), Int.of(malformed))
        .with(Keyword.of("unknown"), Int.of(unknown))
        .with(Keyword.of("news"), Int.of(news))
        .with(Keyword.of("expired"), Int.of(expired));
  }
}
