package jellybean.bench.remote;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One measurement as its sender sees it: how many messages to send next, and when it is over. All
 * contestants send by this account. Owned by one thread, but for {@link #done}.
 */
final class Run {
  /** Messages that may be under way one way. */
  static final int WINDOW = 512;

  /** Messages that the receiver confirms with one of its own. */
  static final int CREDIT = 128;

  /** Bytes of a message as its sender sees it. */
  static final int MESSAGE_BYTES = 100;

  enum Kind {
    /** One way, with a window. */
    FLOOD,
    /** One message there, one back. */
    ECHO
  }

  /** Messages, or round trips, and how long they took until the last was confirmed. */
  record Outcome(long count, long ns) {}

  final Kind kind;
  final CompletableFuture<Outcome> done = new CompletableFuture<>();
  private final long lastsNs;
  private final long unit;
  private long beganNs;
  private long sent;
  private long answered;

  Run(Kind kind, long ms) {
    this.kind = kind;
    this.lastsNs = TimeUnit.MILLISECONDS.toNanos(ms);
    this.unit = kind == Kind.FLOOD ? CREDIT : 1;
  }

  /** How many messages to begin with. */
  int begin(long nowNs) {
    beganNs = nowNs;
    int first = kind == Kind.FLOOD ? WINDOW : 1;
    sent = first;
    return first;
  }

  /** A confirmation or an echo came: how many messages to send next. */
  int answered(long nowNs) {
    answered += unit;
    if (nowNs - beganNs < lastsNs) {
      sent += unit;
      return (int) unit;
    }
    if (answered == sent) {
      done.complete(new Outcome(answered, nowNs - beganNs));
    }
    return 0;
  }
}
