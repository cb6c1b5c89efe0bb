package jellybean.actor;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/**
 * How much of what a node's actors share is in use.
 *
 * @param actors that there are
 * @param actorsFree how many more there may be
 * @param queued messages in all mailboxes
 * @param inboxes messages and tasks that loops have not yet looked at
 * @param mailboxFreeBytes what is left for messages in mailboxes
 * @param idleNs time in which loops had nothing to do, of all of them since their start
 */
public record Fullness(
    int actors, int actorsFree, long queued, long inboxes, long mailboxFreeBytes, long idleNs) {
  private static final long NS_PER_MS = 1_000_000;

  /** {@code {:actors-free n :queued n …}}, what {@link Actors#counters} does not say. */
  public EdnMap toValue() {
    return EdnMap.of(
        Keyword.of("actors-free"),
        Int.of(actorsFree),
        Keyword.of("queued"),
        Int.of(queued),
        Keyword.of("inboxes"),
        Int.of(inboxes),
        Keyword.of("mailbox-free-bytes"),
        Int.of(mailboxFreeBytes),
        Keyword.of("idle-ms"),
        Int.of(idleNs / NS_PER_MS));
  }
}
