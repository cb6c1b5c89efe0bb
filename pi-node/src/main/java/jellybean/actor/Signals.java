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

  /** The name that requests to watch and answers have on the way; no behaviour sees it. */
  static final Keyword WATCH = Keyword.of("jelly/watch");

  static final Keyword ANSWER = Keyword.of("jelly/answer");

  private Signals() {}

  /** Whether it is one of the core's own, of which there are few and none may be lost. */
  static boolean isSignal(Keyword name) {
    return name == STARTED
        || name == CRASHED
        || name == STOPPED
        || name == ENDED
        || name == SHUTDOWN;
  }
}
