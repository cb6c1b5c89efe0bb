package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * What the documents of a node know.
 *
 * @param members incarnations of the live members; empty until they are known
 * @param deployments what is known of each system, by name
 * @param graves names of those that were taken away, in the order in which that became known here
 * @param tenures epochs that this life of the node took, by system
 * @param settled whether the node is up long enough to judge who is not
 * @param compared members that have told this life of the node all that they know better
 * @param askers who waits to hear that a system runs
 * @param voters members that have said who votes on them
 * @param spread what others have yet to be sent
 * @param waiting orders to deploy what has to wait for members that have not
 */
record DocumentsState(
    SortedMap<NodeId, Long> members,
    SortedMap<String, Deployment> deployments,
    List<String> graves,
    SortedMap<String, Stamp> tenures,
    boolean settled,
    SortedSet<NodeId> compared,
    SortedMap<String, ReplyTo> askers,
    SortedMap<NodeId, Voter> voters,
    Spread spread,
    Waiting waiting) {

  /** Systems that were taken away and are remembered; past it the oldest are forgotten. */
  static final int MAX_GRAVES = 1_024;

  static final DocumentsState EMPTY =
      new DocumentsState(
          new TreeMap<>(),
          new TreeMap<>(),
          List.of(),
          new TreeMap<>(),
          false,
          new TreeSet<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          Spread.NOTHING,
          Waiting.NOBODY);

  DocumentsState {
    members = Collections.unmodifiableSortedMap(members);
    deployments = Collections.unmodifiableSortedMap(deployments);
    graves = List.copyOf(graves);
    tenures = Collections.unmodifiableSortedMap(tenures);
    compared = Collections.unmodifiableSortedSet(compared);
    askers = Collections.unmodifiableSortedMap(askers);
    voters = Collections.unmodifiableSortedMap(voters);
  }

  DocumentsState withMembers(SortedMap<NodeId, Long> now) {
    TreeSet<NodeId> same = new TreeSet<>(compared);
    same.removeIf(node -> !Objects.equals(members.get(node), now.get(node)));
    Spread left = spread.retaining(now::containsKey);
    return new DocumentsState(
        now, deployments, graves, tenures, settled, same, askers, voters, left, waiting);
  }

  DocumentsState withVoters(SortedMap<NodeId, Voter> now) {
    return new DocumentsState(
        members, deployments, graves, tenures, settled, compared, askers, now, spread, waiting);
  }

  DocumentsState with(Waiting now) {
    return new DocumentsState(
        members, deployments, graves, tenures, settled, compared, askers, voters, spread, now);
  }

  /** Who votes on the live members, as far as that is known. */
  SortedMap<NodeId, Voter> liveVoters() {
    return Voters.live(members, voters);
  }

  /** Live members of which it is not known who votes there. */
  List<NodeId> silent() {
    return Voters.silent(members, voters);
  }

  /** Whether it is known of all live members. */
  boolean knowsVoters() {
    return !members.isEmpty() && silent().isEmpty();
  }

  DocumentsState nowSettled() {
    return new DocumentsState(
        members, deployments, graves, tenures, true, compared, askers, voters, spread, waiting);
  }

  DocumentsState nowCompared(NodeId with) {
    TreeSet<NodeId> all = new TreeSet<>(compared);
    all.add(with);
    all.retainAll(members.keySet());
    return new DocumentsState(
        members, deployments, graves, tenures, settled, all, askers, voters, spread, waiting);
  }

  /** Whether it knows all that those who are there know. */
  boolean isInformed(NodeId self) {
    return members.keySet().stream().allMatch(n -> n.equals(self) || compared.contains(n));
  }

  Optional<Deployment> find(String system) {
    return Optional.ofNullable(deployments.get(system));
  }

  /** Systems that were not taken away. */
  List<Deployment> live() {
    return deployments.values().stream().filter(d -> !d.isGone()).toList();
  }

  DocumentsState with(Deployment deployment) {
    TreeMap<String, Deployment> all = new TreeMap<>(deployments);
    all.put(deployment.name(), deployment);
    List<String> buried = new ArrayList<>(graves);
    buried.remove(deployment.name());
    if (deployment.isGone()) {
      buried.add(deployment.name());
      if (buried.size() > MAX_GRAVES) {
        all.remove(buried.removeFirst());
      }
    }
    return new DocumentsState(
        members, all, buried, tenures, settled, compared, askers, voters, spread, waiting);
  }

  DocumentsState withTenure(Deployment taken) {
    TreeMap<String, Stamp> all = new TreeMap<>(tenures);
    all.put(taken.name(), taken.epoch());
    return new DocumentsState(
            members, deployments, graves, all, settled, compared, askers, voters, spread, waiting)
        .with(taken);
  }

  DocumentsState withAsker(String system, ReplyTo asker) {
    TreeMap<String, ReplyTo> all = new TreeMap<>(askers);
    all.put(system, asker);
    return new DocumentsState(
        members, deployments, graves, tenures, settled, compared, all, voters, spread, waiting);
  }

  DocumentsState withoutAsker(String system) {
    TreeMap<String, ReplyTo> all = new TreeMap<>(askers);
    all.remove(system);
    return new DocumentsState(
        members, deployments, graves, tenures, settled, compared, all, voters, spread, waiting);
  }

  DocumentsState with(Spread now) {
    return new DocumentsState(
        members, deployments, graves, tenures, settled, compared, askers, voters, now, waiting);
  }

  /** A large document has arrived where it was sent: others may be sent more. */
  Spread confirmed(EdnMap arrived) {
    Stamp version = Stamp.fromValue(Fields.at(arrived, Protocol.VERSION));
    return find(Fields.textAt(arrived, Protocol.NAME))
        .filter(known -> known.version().equals(version))
        .map(spread::confirmed)
        .orElse(spread);
  }

  /** Sends others what they lack, as much of it as may be sent now. */
  DocumentsState spreading(Spread wanted, List<Effect> effects) {
    Spread.Going going = wanted.go(deployments);
    effects.addAll(going.effects());
    return with(going.next());
  }

  /** What outlives the node: the documents, the graves in their order. */
  Value stored() {
    List<Value> kept = new ArrayList<>();
    graves.forEach(name -> find(name).ifPresent(d -> kept.add(d.toValue())));
    live().forEach(d -> kept.add(d.toValue()));
    return EdnVector.of(kept);
  }

  static DocumentsState restored(Value kept) {
    DocumentsState state = EMPTY;
    if (kept instanceof Sequential all) {
      for (Value deployment : all) {
        state = state.with(Deployment.fromValue(deployment));
      }
    }
    return state;
  }

  /** {@code {"system" [version epoch] …}}. */
  EdnMap digest() {
    EdnMap digest = EdnMap.EMPTY;
    for (Deployment d : deployments.values()) {
      digest =
          digest.with(new Text(d.name()), EdnVector.of(d.version().toValue(), d.epoch().toValue()));
    }
    return digest;
  }

  /** Answers what is deployed under a name, with its sources. */
  List<Effect> read(EdnMap question, Info info) {
    String system = Fields.textAt(question, Protocol.NAME);
    Value found =
        Optional.ofNullable(deployments.get(system))
            .filter(deployment -> !deployment.isGone())
            .<Value>map(Deployment::toValue)
            .orElseGet(
                () -> Errors.of("no such system: expected one that is deployed, found " + system));
    return info.replyTo().stream().<Effect>map(to -> new Effect.Answer(to, found)).toList();
  }

  EdnMap toValue() {
    EdnMap systems = EdnMap.EMPTY;
    for (Deployment d : live()) {
      systems =
          systems.with(
              new Text(d.name()),
              EdnMap.of(
                  Protocol.VERSION, d.version().toValue(), Protocol.EPOCH, d.epoch().toValue()));
    }
    return EdnMap.of(
        Keyword.of("members"),
        MemberList.toValue(members),
        Keyword.of("systems"),
        systems,
        Keyword.of("taken-away"),
        Int.of(graves.size()));
  }
}
