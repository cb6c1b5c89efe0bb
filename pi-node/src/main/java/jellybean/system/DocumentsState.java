package jellybean.system;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * What the documents of a node know.
 *
 * @param members incarnations of the live members
 * @param deployments the newest version of each, by system
 * @param askers who waits to hear that a system runs
 */
record DocumentsState(
    SortedMap<NodeId, Long> members,
    SortedMap<String, Deployment> deployments,
    SortedMap<String, ReplyTo> askers) {

  static final DocumentsState EMPTY =
      new DocumentsState(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  DocumentsState {
    members = Collections.unmodifiableSortedMap(members);
    deployments = Collections.unmodifiableSortedMap(deployments);
    askers = Collections.unmodifiableSortedMap(askers);
  }

  DocumentsState withMembers(SortedMap<NodeId, Long> now) {
    return new DocumentsState(now, deployments, askers);
  }

  DocumentsState with(Deployment deployment) {
    TreeMap<String, Deployment> all = new TreeMap<>(deployments);
    all.put(deployment.name(), deployment);
    return new DocumentsState(members, all, askers);
  }

  DocumentsState withAsker(String system, ReplyTo asker) {
    TreeMap<String, ReplyTo> all = new TreeMap<>(askers);
    all.put(system, asker);
    return new DocumentsState(members, deployments, all);
  }

  DocumentsState withoutAsker(String system) {
    TreeMap<String, ReplyTo> all = new TreeMap<>(askers);
    all.remove(system);
    return new DocumentsState(members, deployments, all);
  }

  /** {@code {"system" version …}}. */
  EdnMap digest() {
    EdnMap digest = EdnMap.EMPTY;
    for (Deployment d : deployments.values()) {
      digest = digest.with(new Text(d.name()), d.version().toValue());
    }
    return digest;
  }

  EdnMap toValue() {
    return EdnMap.of(
        Keyword.of("members"), MemberList.toValue(members), Keyword.of("systems"), digest());
  }
}
