package jellybean.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Where the children of one supervisor live: the part of a bus that changes at run time. Its owner
 * is the supervisor; every member holds a copy, and the larger version wins.
 *
 * @param document the version of the document it was made for
 * @param places each body (a child, or a replica or an instance of one) and its node
 * @param instances those of each template, in the order in which they were started
 * @param replicas of each child whose number of replicas follows the load
 * @param moves who moves, and who moved last
 * @param ended what does not run and shall not
 */
record Table(
    Address supervisor,
    Stamp document,
    Version version,
    SortedMap<Address, NodeId> places,
    SortedMap<String, List<Instance>> instances,
    SortedMap<String, Replicas> replicas,
    List<Moved> moves,
    Ended ended) {

  /** What all of it may take in a frame, printed. */
  static final int MAX_BYTES = 56 * 1024;

  /** What a body takes at most beside its address: a node id and what stands between. */
  static final int PLACE_BYTES = 72;

  Table {
    moves = List.copyOf(moves);
    instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }

  /** In which nobody has moved or ended. */
  Table(
      Address supervisor,
      Stamp document,
      Version version,
      SortedMap<Address, NodeId> places,
      SortedMap<String, List<Instance>> instances,
      SortedMap<String, Replicas> replicas) {
    this(supervisor, document, version, places, instances, replicas, List.of(), Ended.NOTHING);
  }

  /** How an actor moves, or moved if it was one of the last. */
  Optional<Moved> moveOf(Address body) {
    return moves.stream().filter(moved -> moved.body().equals(body)).findFirst();
  }

  /** By which two hosts know that they hold the same. */
  Mark mark() {
    return new Mark(version, Arrays.hashCode(EdnPrinter.canonical(toValue())));
  }

  /**
   * A table in short.
   *
   * @param digest of all of it: two lives of a supervisor that did not know of each other may have
   *     given the same version to different tables
   */
  record Mark(Version version, int digest) {
    private static final int PARTS = 2;

    EdnVector toValue() {
      return EdnVector.of(version.toValue(), Int.of(digest));
    }

    static Mark fromValue(Value value) {
      if (value instanceof EdnVector pair
          && pair.size() == PARTS
          && pair.get(1) instanceof Int digest) {
        return new Mark(Version.fromValue(pair.get(0)), (int) digest.value());
      }
      throw new ProtocolException(
          "bad mark of a table: expected [version digest], found " + Fields.brief(value));
    }
  }

  EdnMap toValue() {
    EdnMap byAddress = EdnMap.EMPTY;
    for (var place : places.entrySet()) {
      byAddress =
          byAddress.with(new Text(place.getKey().path()), new Text(place.getValue().value()));
    }
    EdnMap started = EdnMap.EMPTY;
    for (var template : instances.entrySet()) {
      List<Value> all = template.getValue().stream().map(Instance::toValue).toList();
      started = started.with(new Text(template.getKey()), EdnVector.of(all));
    }
    EdnMap following = EdnMap.EMPTY;
    for (var child : replicas.entrySet()) {
      following = following.with(new Text(child.getKey()), child.getValue().toValue());
    }
    EdnMap map =
        EdnMap.of(
                Protocol.SUPERVISOR,
                new Text(supervisor.path()),
                Protocol.DOCUMENT,
                document.toValue(),
                Protocol.VERSION,
                version.toValue(),
                Protocol.PLACES,
                byAddress,
                Protocol.INSTANCES,
                started)
            .with(Protocol.REPLICAS, following);
    EdnMap all = ended.equals(Ended.NOTHING) ? map : map.with(Protocol.GONE, ended.toValue());
    return moves.isEmpty() ? all : all.with(Protocol.MOVED, Moved.toValues(moves));
  }

  static Table fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "routing table");
    TreeMap<Address, NodeId> places = new TreeMap<>();
    Fields.mapAt(map, Protocol.PLACES)
        .forEach(
            (body, node) ->
                places.put(Fields.address(body, "address of a body"), Fields.node(node, "place")));
    return new Table(
        Fields.addressAt(map, Protocol.SUPERVISOR),
        Stamp.fromValue(Fields.at(map, Protocol.DOCUMENT)),
        Version.fromValue(Fields.at(map, Protocol.VERSION)),
        places,
        instances(Fields.mapAt(map, Protocol.INSTANCES)),
        replicas(Fields.mapAt(map, Protocol.REPLICAS)),
        map.find(Protocol.MOVED).map(Moved::fromValues).orElse(List.of()),
        map.find(Protocol.GONE).map(Ended::fromValue).orElse(Ended.NOTHING));
  }

  private static SortedMap<String, Replicas> replicas(EdnMap following) {
    TreeMap<String, Replicas> replicas = new TreeMap<>();
    following.forEach(
        (child, each) ->
            replicas.put(Fields.text(child, "name of a child"), Replicas.fromValue(each)));
    return replicas;
  }

  private static SortedMap<String, List<Instance>> instances(EdnMap started) {
    TreeMap<String, List<Instance>> instances = new TreeMap<>();
    started.forEach(
        (template, all) -> {
          if (!(all instanceof Sequential list)) {
            throw new ProtocolException(
                "bad instances: expected a vector, found " + Fields.brief(all));
          }
          List<Instance> each = new ArrayList<>();
          list.forEach(instance -> each.add(Instance.fromValue(instance)));
          instances.put(Fields.text(template, "name of a template"), List.copyOf(each));
        });
    return instances;
  }
}
