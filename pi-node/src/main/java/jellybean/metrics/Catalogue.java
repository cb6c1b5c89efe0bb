package jellybean.metrics;

import static jellybean.metrics.Metric.counter;
import static jellybean.metrics.Metric.gauge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Num;
import jellybean.edn.Value;

/** All metrics of a node, by theme. What a node shows and is not here is found by a test. */
public final class Catalogue {
  private static final double BYTES_PER_MIB = 1 << 20;
  private static final double PERMILLE = 1_000;

  private static final List<Metric> ACTORS =
      List.of(
          gauge("jellybean_actors", "counters actors", "Actors of the node."),
          gauge("jellybean_actors_free", "fullness actors-free", "Actors that may still start."),
          counter("jellybean_messages_handled_total", "counters handled", "Steps that happened."),
          counter(
              "jellybean_messages_sent_local_total",
              "counters sent-local",
              "Messages sent to actors of the same node."),
          counter(
              "jellybean_messages_sent_remote_total",
              "counters sent-remote",
              "Messages sent to other nodes."),
          counter(
              "jellybean_messages_duplicate_total",
              "counters duplicates",
              "Messages that an actor had accepted before."),
          gauge(
              "jellybean_messages_unconfirmed",
              "counters unconfirmed",
              "Messages kept until actors of other nodes confirm them."),
          counter(
              "jellybean_message_retries_total",
              "counters resent",
              "Times that a receiver confirmed nothing in time, and it was sent to again."),
          counter(
              "jellybean_messages_postponed_total",
              "counters postponed",
              "Messages that could not be accepted when they came, and have to come again."),
          counter(
              "jellybean_actor_parkings_total",
              "counters parked",
              "Times that an actor was parked, since one that it sends to fills up."),
          counter(
              "jellybean_actor_parkings_expired_total",
              "counters parked-too-long",
              "Parkings that ended by their time, not since there was room again."),
          counter(
              "jellybean_moves_relayed_total",
              "counters relayed",
              "Messages that went after an actor to its new node, from its mailbox or late."),
          counter(
              "jellybean_moves_unfenced_total",
              "counters unfenced",
              "Times that a fence for an actor that moved did not come in its time."),
          counter(
              "jellybean_actor_pauses_total",
              "counters pauses",
              "Times that an actor with something to do had no leave to run."),
          counter("jellybean_actor_crashes_total", "counters crashes", "Steps that failed."),
          counter(
              "jellybean_actor_restarts_total",
              "counters restarts",
              "Actors started again where they stood."),
          counter(
              "jellybean_answers_ignored_total",
              "counters ignored-late",
              "Deadlines of questions that were answered at the same moment."),
          counter(
              "jellybean_traces_dropped_total",
              "counters traces-dropped",
              "What of traces found no room: messages, and actors whose next message was waited"
                  + " for."),
          counter(
              "jellybean_source_offers_refused_total",
              "counters refused-offers",
              "What sources offered while too much of theirs was on its way."),
          counter(
                  "jellybean_dead_letters_total",
                  "counters dead-letters",
                  "Messages that nobody handled, by reason.")
              .by("reason"),
          gauge(
              "jellybean_mailbox_messages", "fullness queued", "Messages that wait in mailboxes."),
          gauge(
              "jellybean_mailbox_free_bytes",
              "fullness mailbox-free-bytes",
              "What is left of the bytes that all mailboxes share."),
          gauge(
              "jellybean_inbox_items",
              "fullness inboxes",
              "Messages and tasks that loops have not yet looked at."),
          gauge(
              "jellybean_retained_bytes",
              "counters retained-bytes",
              "Bytes of history and dead letters."));

  private static final List<Metric> THREADS =
      List.of(
          counter(
                  "jellybean_loop_idle_seconds_total",
                  "fullness idle-ms",
                  "Time in which loops had nothing to do, of all loops.")
              .fromMs(),
          counter(
              "jellybean_loop_stalls_total",
              "loops stalls",
              "Turns that stood still for too long."),
          gauge(
                  "jellybean_loop_longest_turn_seconds",
                  "loops longest-turn-ms",
                  "How long the longest turn lasts that is not over.")
              .fromMs(),
          gauge("jellybean_worker_threads", "workers threads", "Threads for work that blocks."),
          gauge(
              "jellybean_worker_threads_stuck",
              "workers stuck",
              "Threads whose work was given up and does not end."),
          gauge(
              "jellybean_worker_jobs_waiting", "workers waiting", "Work that waits for a thread."),
          counter(
              "jellybean_worker_jobs_abandoned_total",
              "workers abandoned",
              "Work that was given up."),
          counter(
              "jellybean_worker_jobs_refused_total",
              "workers refused",
              "Work that found no thread and no room to wait."));

  private static final List<Metric> PROCESS =
      List.of(
          gauge("process_resident_memory_bytes", "rss-bytes", "Memory that the process occupies."),
          counter("process_cpu_seconds_total", "process cpu-ms", "Processor time of the process.")
              .fromMs(),
          gauge("jellybean_uptime_seconds", "process uptime-ms", "Since the process started.")
              .fromMs(),
          gauge(
              "jellybean_heap_used_bytes", "process heap-bytes", "Heap in use, garbage included."),
          gauge("jellybean_heap_max_bytes", "process heap-max-bytes", "What the heap may become."),
          gauge("jellybean_threads", "process threads", "Threads of the process."),
          gauge("jellybean_incarnation", "incarnation", "The number of this life of the node."));

  private static final List<Metric> HEADROOM =
      List.of(
          gauge(
                  "jellybean_spare_cores",
                  "own spare-permille",
                  "How many cores' work could be added.")
              .times(1 / PERMILLE),
          gauge("jellybean_loops", "own loops", "Threads that run actors."),
          gauge("jellybean_loops_busy_ratio", "own busy-permille", "Share of the loops' time.")
              .times(1 / PERMILLE),
          gauge("jellybean_cores", "own cores", "Cores of the board."),
          gauge("jellybean_cores_busy_ratio", "own cpu-permille", "Share of all cores' time.")
              .times(1 / PERMILLE),
          gauge("jellybean_heap_free_bytes", "own heap-free-mib", "Heap free after a collection.")
              .times(BYTES_PER_MIB),
          gauge("jellybean_headroom_members", "headroom known", "Members whose headroom is known."),
          counter(
              "jellybean_headroom_messages_sent_total", "headroom messages-out", "Gossip sent."),
          counter("jellybean_headroom_sent_bytes_total", "headroom bytes-out", "Gossip sent."),
          counter(
              "jellybean_headroom_messages_received_total",
              "headroom messages-in",
              "Gossip heard."),
          counter("jellybean_headroom_received_bytes_total", "headroom bytes-in", "Gossip heard."),
          counter("jellybean_headroom_news_total", "headroom news", "Entries that were new."),
          counter(
              "jellybean_headroom_malformed_total", "headroom malformed", "Gossip not understood."),
          counter(
              "jellybean_headroom_unknown_total",
              "headroom unknown",
              "Entries of who is no member."),
          counter(
              "jellybean_headroom_expired_total", "headroom expired", "Entries not heard again."));

  private static final List<Metric> LEASES =
      List.of(
          gauge(
              "jellybean_systems_paused",
              "leases paused",
              "Systems of which something stands still here, as no majority gives leave."),
          counter(
                  "jellybean_systems_paused_seconds_total",
                  "leases paused-ms",
                  "Time in which systems stood still here, of each of them.")
              .fromMs(),
          counter(
                  "jellybean_majority_ignored_total",
                  "leases ignored",
                  "Messages about leases that were dropped, by reason.")
              .by("reason"));

  private static final List<Metric> STORE =
      List.of(
          gauge("jellybean_store_actors", "store actors", "Actors that the store knows."),
          gauge("jellybean_store_kept_bytes", "store kept-bytes", "States and messages kept."),
          gauge("jellybean_store_file_bytes", "store file-bytes", "Length of the store's file."),
          gauge(
              "jellybean_store_torn_bytes",
              "store torn-bytes",
              "What a power cut had torn off, found at the start."),
          gauge("jellybean_store_entries_waiting", "store waiting", "Entries not yet on disk."),
          gauge("jellybean_store_waiting_bytes", "store waiting-bytes", "Bytes not yet on disk."));

  private static final Metric LIMIT =
      gauge("jellybean_limit", "limits", "What a node may have of something at most.").by("of");

  /** All of them. */
  public static final List<Metric> ALL =
      Stream.of(
              ACTORS,
              THREADS,
              PROCESS,
              HEADROOM,
              LEASES,
              STORE,
              NetworkCatalogue.ALL,
              List.of(LIMIT))
          .flatMap(List::stream)
          .toList();

  /**
   * What a node shows in numbers and is no metric: addresses, and what another one says as well.
   */
  private static final Set<String> NO_METRICS =
      Set.of(
          ":port",
          ":actors",
          ":handled",
          ":own :pool-free-mib",
          ":own :queued",
          ":own :actors",
          ":own :actors-free",
          ":membership :out :packets-per-s",
          ":membership :out :bytes-per-s",
          ":membership :in :packets-per-s",
          ":membership :in :bytes-per-s");

  private Catalogue() {}

  /**
   * Where a node shows numbers that have no name here: whoever counts something new has to name it.
   *
   * @param shown what the node shows of itself
   */
  public static List<String> unnamed(EdnMap shown) {
    Set<String> named = new HashSet<>(NO_METRICS);
    ALL.forEach(metric -> named.add(path(metric.path())));
    List<String> unnamed = new ArrayList<>();
    collect(shown, List.of(), named, unnamed);
    return unnamed;
  }

  private static void collect(
      Value at, List<Keyword> path, Set<String> named, List<String> unnamed) {
    if (named.contains(path(path))) {
      return;
    }
    if (at instanceof EdnMap map) {
      for (EdnMap.Entry entry : map.entries()) {
        if (entry.key() instanceof Keyword key) {
          List<Keyword> below = new ArrayList<>(path);
          below.add(key);
          collect(entry.value(), below, named, unnamed);
        }
      }
    } else if (at instanceof Num) {
      unnamed.add(path(path));
    }
  }

  private static String path(List<Keyword> keys) {
    return keys.stream().map(Keyword::toString).collect(Collectors.joining(" "));
  }
}
