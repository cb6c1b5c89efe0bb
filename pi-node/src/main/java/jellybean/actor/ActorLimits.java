package jellybean.actor;

/**
 * The bounds of one node's actors. Whatever goes past one of them is refused, counted and visible.
 *
 * @param actors that a node runs
 * @param inboxMessages that wait at one loop for being sorted into mailboxes
 * @param mailboxPoolBytes of messages in all mailboxes of the node
 * @param deadLetters kept by the node
 * @param historyMessages kept per cluster and loop
 * @param retainedBytes of history and dead letters of the node
 * @param openQuestions of one actor
 * @param openTimers of one actor
 * @param watches of one actor, and watchers of one actor
 */
public record ActorLimits(
    int actors,
    int inboxMessages,
    long mailboxPoolBytes,
    int deadLetters,
    int historyMessages,
    long retainedBytes,
    int openQuestions,
    int openTimers,
    int watches) {

  public static final int DEFAULT_ACTORS = 4_096;
  public static final int DEFAULT_INBOX_MESSAGES = 8_192;
  public static final long DEFAULT_MAILBOX_POOL_BYTES = 16L << 20;
  public static final int DEFAULT_DEAD_LETTERS = 512;
  public static final int DEFAULT_HISTORY_MESSAGES = 256;
  public static final long DEFAULT_RETAINED_BYTES = 4L << 20;
  public static final int DEFAULT_OPEN_QUESTIONS = 1_024;
  public static final int DEFAULT_OPEN_TIMERS = 256;
  public static final int DEFAULT_WATCHES = 1_024;

  public static final ActorLimits DEFAULT =
      new ActorLimits(
          DEFAULT_ACTORS,
          DEFAULT_INBOX_MESSAGES,
          DEFAULT_MAILBOX_POOL_BYTES,
          DEFAULT_DEAD_LETTERS,
          DEFAULT_HISTORY_MESSAGES,
          DEFAULT_RETAINED_BYTES,
          DEFAULT_OPEN_QUESTIONS,
          DEFAULT_OPEN_TIMERS,
          DEFAULT_WATCHES);

  public ActorLimits withActors(int n) {
    return new ActorLimits(
        n,
        inboxMessages,
        mailboxPoolBytes,
        deadLetters,
        historyMessages,
        retainedBytes,
        openQuestions,
        openTimers,
        watches);
  }

  public ActorLimits withInboxMessages(int n) {
    return new ActorLimits(
        actors,
        n,
        mailboxPoolBytes,
        deadLetters,
        historyMessages,
        retainedBytes,
        openQuestions,
        openTimers,
        watches);
  }

  public ActorLimits withMailboxPoolBytes(long bytes) {
    return new ActorLimits(
        actors,
        inboxMessages,
        bytes,
        deadLetters,
        historyMessages,
        retainedBytes,
        openQuestions,
        openTimers,
        watches);
  }

  /** Messages of history per cluster, dead letters, and the bytes that both share. */
  public ActorLimits withRetained(int messages, int letters, long bytes) {
    return new ActorLimits(
        actors,
        inboxMessages,
        mailboxPoolBytes,
        letters,
        messages,
        bytes,
        openQuestions,
        openTimers,
        watches);
  }

  /** Open questions, open timers and watches of one actor. */
  public ActorLimits withPending(int questions, int timers, int watched) {
    return new ActorLimits(
        actors,
        inboxMessages,
        mailboxPoolBytes,
        deadLetters,
        historyMessages,
        retainedBytes,
        questions,
        timers,
        watched);
  }
}
