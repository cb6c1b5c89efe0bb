package jellybean.actor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.Envelope;

/** What one loop's actors handled, cluster by cluster, within a bound of bytes. */
final class History {
  /** Freed at once when the bytes are used up, so that not every message has to look for some. */
  private static final int SLACK_PARTS = 16;

  private final Map<Address, ClusterHistory> clusters = new LinkedHashMap<>();
  private final int maxClusters;
  private final int messagesPerCluster;
  private final long boundBytes;
  private long bytes;

  History(int maxClusters, int messagesPerCluster, long boundBytes) {
    this.maxClusters = maxClusters;
    this.messagesPerCluster = messagesPerCluster;
    this.boundBytes = boundBytes;
  }

  /** The message was handled and changed the receiver's state from {@code before} to next. */
  void add(LocalActor receiver, Envelope envelope, int envelopeBytes, Object before, Object next) {
    ClusterHistory history = receiver.history;
    if (history == null || history.isDropped()) {
      history = of(receiver.address);
      receiver.history = history;
    }
    bytes += history.add(receiver, envelope, envelopeBytes, before, next);
    if (bytes > boundBytes) {
      shrink();
    }
  }

  /** The actor's life ends, so that its last state is held by nothing but this history. */
  void letGo(LocalActor actor) {
    ClusterHistory history = actor.history;
    Object last = actor.state;
    if (history != null && last != null && !history.isDropped()) {
      bytes += history.letGo(actor, last);
      if (bytes > boundBytes) {
        shrink();
      }
    }
  }

  private ClusterHistory of(Address actor) {
    Address cluster = actor.parent().orElse(Address.ROOT);
    ClusterHistory present = clusters.get(cluster);
    if (present != null) {
      return present;
    }
    if (clusters.size() >= maxClusters) {
      dropOldestCluster();
    }
    ClusterHistory fresh = new ClusterHistory(cluster, messagesPerCluster);
    clusters.put(cluster, fresh);
    return fresh;
  }

  private void dropOldestCluster() {
    ClusterHistory oldest = clusters.values().iterator().next();
    clusters.remove(oldest.cluster);
    oldest.drop();
    bytes -= oldest.bytes();
  }

  /** Takes from the cluster that holds most, again and again. */
  private void shrink() {
    long target = boundBytes - boundBytes / SLACK_PARTS;
    while (bytes > target) {
      ClusterHistory largest =
          clusters.values().stream()
              .max(Comparator.comparingLong(ClusterHistory::bytes))
              .orElseThrow();
      long enough = largest.bytes() - boundBytes / SLACK_PARTS;
      do {
        bytes -= largest.dropOldest();
      } while (bytes > target && !largest.isEmpty() && largest.bytes() > enough);
    }
  }

  List<EdnMap> states(LocalActor actor) {
    ClusterHistory history = actor.history;
    return history == null || history.isDropped() ? List.of() : history.show(actor.address);
  }

  List<EdnMap> showFrom(Address path, ToLongFunction<Address> from) {
    List<EdnMap> shown = new ArrayList<>();
    for (ClusterHistory history : clusters.values()) {
      boolean holdsActor = path.parent().filter(history.cluster::equals).isPresent();
      if (holdsActor || path.contains(history.cluster)) {
        shown.addAll(history.showFrom(path, from.applyAsLong(history.cluster)));
      }
    }
    return shown;
  }

  List<EdnMap> show(Address cluster) {
    ClusterHistory history = clusters.get(cluster);
    return history == null ? List.of() : history.show();
  }

  long bytes() {
    return bytes;
  }
}
