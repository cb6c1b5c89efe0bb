package jellybean.system;

import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * A document that was deployed to the fleet. The larger version wins everywhere.
 *
 * @param name of the system; its root supervisor is {@code /name}
 * @param home the member that runs the root
 * @param bundle the sources
 * @param with values for the document's parameters
 */
record Deployment(String name, Stamp version, NodeId home, Bundle bundle, EdnMap with) {
  EdnMap toValue() {
    return EdnMap.of(
        Protocol.NAME,
        new Text(name),
        Protocol.VERSION,
        version.toValue(),
        Protocol.HOME,
        new Text(home.value()),
        Protocol.BUNDLE,
        bundle.toValue(),
        Protocol.WITH,
        with);
  }

  static Deployment fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "deployment");
    return new Deployment(
        Fields.textAt(map, Protocol.NAME),
        Stamp.fromValue(Fields.at(map, Protocol.VERSION)),
        Fields.nodeAt(map, Protocol.HOME),
        Bundle.fromValue(Fields.at(map, Protocol.BUNDLE)),
        Fields.mapAt(map, Protocol.WITH));
  }
}
