package jellybean.system;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;

/**
 * One of the children that were started from a template.
 *
 * @param id a whole number, a keyword without a namespace or a string
 * @param with what its params are filled with
 */
record Instance(Value id, EdnMap with) {
  private static final Keyword ID = Keyword.of("id");

  Instance {
    Address.of(segment(id));
  }

  /** The last part of its address. */
  String segment() {
    return segment(id);
  }

  private static String segment(Value id) {
    return switch (id) {
      case Int n when n.value() >= 0 -> Long.toString(n.value());
      case Keyword k when k.namespace().isEmpty() -> k.name();
      case Text text -> text.value();
      default ->
          throw new BadNameException(
              "bad instance: expected a whole number, a keyword or a string, found " + id);
    };
  }

  Value toValue() {
    return EdnMap.of(ID, id, Protocol.WITH, with);
  }

  static Instance fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "instance");
    return new Instance(Fields.at(map, ID), Fields.mapAt(map, Protocol.WITH));
  }
}
