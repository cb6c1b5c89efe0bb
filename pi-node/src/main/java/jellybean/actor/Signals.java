package jellybean.actor;

import jellybean.edn.Keyword;

/** Names of the messages that the actor core itself sends. */
public final class Signals {
  /** To a supervisor: {@code {:actor "/a/b" :error #jelly/error {…}}}; the actor stands still. */
  public static final Keyword CRASHED = Keyword.of("jelly/crashed");

  /** To a supervisor: {@code {:actor "/a/b" :reason …}}; the actor ended by itself. */
  public static final Keyword STOPPED = Keyword.of("jelly/stopped");

  /** To a watcher: {@code {:address "/a/b" :reason …}}. */
  public static final Keyword DOWN = Keyword.of("down");

  /** Said on the bus by an actor that crashed, with the same data as {@link #CRASHED}. */
  public static final Keyword SAID_CRASHED = Keyword.of("crashed");

  private Signals() {}
}
