package jellybean.node;

import java.util.Optional;
import java.util.function.Supplier;
import jellybean.actor.ActorLimits;
import jellybean.actor.Actors;
import jellybean.cluster.Discovery;
import jellybean.cluster.Members;
import jellybean.device.ProcessNumbers;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.net.Transport;
import jellybean.store.Store;

/**
 * All that a node shows of itself in numbers: what {@code nodes} shows, and how full things are,
 * for the metrics. Any thread; does not block.
 */
final class Measures {
  private final Supplier<EdnMap> facts;
  private final Actors actors;
  private final Transport transport;
  private final Gossiping gossip;
  private final Kept kept;
  private final Supplier<Optional<Members>> members;
  private final Supplier<EdnMap> leases;

  /**
   * @param facts what {@code nodes} shows
   * @param leases of systems that run only in the majority
   */
  Measures(
      Supplier<EdnMap> facts,
      Actors actors,
      Transport transport,
      Gossiping gossip,
      Kept kept,
      Supplier<Optional<Members>> members,
      Supplier<EdnMap> leases) {
    this.facts = facts;
    this.actors = actors;
    this.transport = transport;
    this.gossip = gossip;
    this.kept = kept;
    this.members = members;
    this.leases = leases;
  }

  EdnMap all() {
    EdnMap all =
        facts
            .get()
            .with(Keyword.of("fullness"), actors.fullness().toValue())
            .with(Keyword.of("own"), gossip.own())
            .with(Keyword.of("transport"), transport.metrics())
            .with(Keyword.of("network"), transport.gauges())
            .with(Keyword.of("members"), Int.of(members.get().map(Members::size).orElse(1)))
            .with(Keyword.of("leases"), leases.get())
            .with(Keyword.of("process"), ProcessNumbers.read())
            .with(Keyword.of("limits"), limits());
    for (EdnMap store : kept.metrics().stream().toList()) {
      all = all.with(Keyword.of("store"), store);
    }
    return all;
  }

  private EdnMap limits() {
    ActorLimits limits = ActorLimits.DEFAULT;
    return Transport.limits()
        .with(Keyword.of("actors"), Int.of(limits.actors()))
        .with(Keyword.of("inbox-items"), Int.of((long) limits.inboxMessages() * actors.loops()))
        .with(Keyword.of("mailbox-bytes"), Int.of(limits.mailboxPoolBytes()))
        .with(Keyword.of("retained-bytes"), Int.of(limits.retainedBytes()))
        .with(Keyword.of("dead-letters-kept"), Int.of(limits.deadLetters()))
        .with(Keyword.of("members"), Int.of(Members.MAX_MEMBERS))
        .with(Keyword.of("discovery-peers"), Int.of(Discovery.MAX_PEERS))
        .with(
            Keyword.of("worker-threads"),
            Int.of(WorkerThreads.THREADS + WorkerThreads.MAX_REPLACED))
        .with(Keyword.of("worker-jobs-waiting"), Int.of(WorkerThreads.MAX_WAITING_JOBS))
        .with(Keyword.of("store-kept-bytes"), Int.of(Store.MAX_KEPT_BYTES))
        .with(Keyword.of("store-entries-waiting"), Int.of(JournalThread.MAX_WAITING_MESSAGES))
        .with(Keyword.of("store-waiting-bytes"), Int.of(JournalThread.MAX_WAITING_BYTES));
  }
}
