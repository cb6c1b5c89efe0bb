package jellybean.system;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Where the children of one supervisor live: the part of a bus that changes at run time. Its owner
 * is the supervisor; every member holds a copy, and the larger version wins.
 *
 * @param document the version of the document it was made for
 * @param places each body (a child, or a replica of one) and its node
 */
record Table(
    Address supervisor, Stamp document, Version version, SortedMap<Address, NodeId> places) {

  Table {
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }

  EdnMap toValue() {
    EdnMap byAddress = EdnMap.EMPTY;
    for (var place : places.entrySet()) {
      byAddress =
          byAddress.with(new Text(place.getKey().path()), new Text(place.getValue().value()));
    }
    return EdnMap.of(
        Protocol.SUPERVISOR,
        new Text(supervisor.path()),
        Protocol.DOCUMENT,
        document.toValue(),
        Protocol.VERSION,
        version.toValue(),
        Protocol.PLACES,
        byAddress);
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
        places);
  }
}
