package jellybean.actor;

import jellybean.edn.Keyword;

/** Names of the messages that the actor core itself sends. */
public final class Signals {
  /** To a supervisor: {@code {:actor "/a/b" :error #jelly/error {…}}}; the actor stands still. */
  public static final Keyword CRASHED = Keyword.of("jelly/crashed");

  /** To a supervisor: {@code {:actor "/a/b" :node "n"}}; the actor has started and runs. */
  public static final Keyword STARTED = Keyword.of("jelly/started");

  /** To a supervisor: {@code {:actor "/a/b" :reason …}}; the actor ended by itself. */
  public static final Keyword STOPPED = Keyword.of("jelly/stopped");

  /**
   * To an actor that is to end, after what its mailbox holds; see {@link
   * jellybean.actor.Behaviour}.
   */
  public static final Keyword SHUTDOWN = Keyword.of("jelly/shutdown");

  /** To a watcher: {@code {:address "/a/b" :reason …}}. */
  public static final Keyword DOWN = Keyword.of("down");

  /** Said on the bus by an actor that crashed, with the same data as {@link #CRASHED}. */
  public static final Keyword SAID_CRASHED = Keyword.of("crashed");

  /** Between nodes, from an actor that ended to its watchers; they see {@link #DOWN}. */
  static final Keyword ENDED = Keyword.of("jelly/ended");

  /**
   * Between nodes, from an actor whose mailbox fills up, or has emptied, to who sends to it; no
   * behaviour sees them.
   */
  static final Keyword PRESSED = Keyword.of("jelly/pressed");

  static final Keyword RELIEVED = Keyword.of("jelly/relieved");

  /**
   * The name that requests to watch, answers and confirmations have on the way; no behaviour sees
   * it.
   */
  static final Keyword WATCH = Keyword.of("jelly/watch");

  static final Keyword ANSWER = Keyword.of("jelly/answer");
  static final Keyword ACCEPTED = Keyword.of("jelly/accepted");

  /** From the old node of an actor to its new one: a part of what there is of it. */
  static final Keyword MOVED = Keyword.of("jelly/moved");

  /** Back: {@code {:move n :number n}}, that part has come, and all before it. */
  static final Keyword MOVED_SO_FAR = Keyword.of("jelly/moved-so-far");

  /** To the old node of a durable actor: {@code {:move n}}, nothing of it has come. */
  static final Keyword PULL = Keyword.of("jelly/pull");

  /** To the old node: {@code {:move n :fence "node"}}, nothing comes from that node any more. */
  static final Keyword FENCE = Keyword.of("jelly/fence");

  /** From the old node to where something was sent that the actor said; see {@link LastWords}. */
  static final Keyword LAST_WORDS = Keyword.of("jelly/last-words");

  /** Back: {@code {:move n}}, all of it has come. */
  static final Keyword HEARD = Keyword.of("jelly/heard");

  /**
   * To the old node: {@code {:move n}}, a durable actor is on disk where it went by a move of which
   * no table says when it is over.
   */
  static final Keyword KEPT = Keyword.of("jelly/kept");

  /** To a supervisor: {@code {:actor "/a/b" :node "n" :move n}}; its new node waits for it. */
  public static final Keyword READY = Keyword.of("jelly/ready");

  /**
   * To a supervisor: {@code {:actor "/a/b" :node "n" :move n :reason "…"}}; it cannot come there,
   * and nothing of it has.
   */
  public static final Keyword MOVE_REFUSED = Keyword.of("jelly/move-refused");

  public static final Keyword REASON = Keyword.of("reason");

  /**
   * To a supervisor: {@code {:actor "/a/b" :node "n" :move n :bytes n :most n}}, so much the actor
   * would take along, of at most so much.
   */
  public static final Keyword MEASURED = Keyword.of("jelly/measured");

  public static final Keyword BYTES = Keyword.of("bytes");
  public static final Keyword MOST = Keyword.of("most");

  private Signals() {}

  /** Whether it is about an actor that moves. */
  static boolean isOfMove(Keyword name) {
    return name == MOVED
        || name == MOVED_SO_FAR
        || name == FENCE
        || name == PULL
        || name == LAST_WORDS
        || name == KEPT
        || name == HEARD;
  }

  static boolean isPressure(Keyword name) {
    return name == PRESSED || name == RELIEVED;
  }

  /** Whether it is one of the core's own, of which there are few and none may be lost. */
  static boolean isSignal(Keyword name) {
    return name == STARTED
        || name == CRASHED
        || name == STOPPED
        || name == ENDED
        || name == SHUTDOWN
        || name == READY
        || name == MEASURED
        || name == MOVE_REFUSED
        || isOfMove(name)
        || isPressure(name);
  }
}
